// SPDX-License-Identifier: MIT
// Strongly connected components of the explored state graph (Tarjan 1972, without recursion).
#pragma once
#include "explorer/search.h"

typedef struct Components {
    uint32_t *component; // per state, from 1
    uint32_t count;
} Components;

Components *components_find(const Search *search);

// Per component: nothing leaves it, no path out of it was cut and the process has not ended.
bool *components_find_final(const Search *search, const Components *components);
