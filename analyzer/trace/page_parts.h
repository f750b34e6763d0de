// SPDX-License-Identifier: MIT
// Files that the build puts into the executable: those of page/ and plotly.js, which scripts/fetch-page-library gets.
#pragma once
#include <stddef.h>

typedef enum PagePart { PAGE_TEMPLATE, PAGE_STYLE, PAGE_SCRIPT, PAGE_LIBRARY, PAGE_LICENCE, PAGE_PART_COUNT } PagePart;

typedef struct PageBytes {
    const char *bytes;
    size_t length;
} PageBytes;

// PAGE_LIBRARY is empty where npm was not there for the build.
PageBytes page_part(PagePart part);
