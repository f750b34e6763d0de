// SPDX-License-Identifier: MIT
// The words for the numbers in the tables: the content of table enumerators. Inside facts/ only.
#pragma once
#include <stdint.h>

typedef struct Enumerator {
    const char *enumeration;
    int64_t value;
    const char *name;
} Enumerator;

uint32_t enumerators_count(void);
Enumerator enumerators_get(uint32_t index); // in a fixed order
