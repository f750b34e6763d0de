// SPDX-License-Identifier: MIT
#include "linkage/nearness.h"

#include <stdint.h>

typedef struct Distance {
    uint32_t shared, below;
} Distance;

static Distance measure(const char *from, const char *to) {
    Distance distance = {0};
    uint32_t same = 0;
    while (from[same] && from[same] == to[same]) {
        if (from[same] == '/') distance.shared++;
        same++;
    }
    for (; to[same]; same++) distance.below += to[same] == '/';
    return distance;
}

int path_compare_nearness(const char *from, const char *left, const char *right) {
    Distance a = measure(from, left), b = measure(from, right);
    if (a.shared != b.shared) return a.shared > b.shared ? -1 : 1;
    if (a.below != b.below) return a.below < b.below ? -1 : 1;
    return 0;
}
