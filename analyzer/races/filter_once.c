// SPDX-License-Identifier: MIT
// What runs inside a once comes before all that stands behind a call of the same once, and does not run twice.
#include "races/history.h"

bool once_orders(RaceSearch *search, const MemoryAccess *left, TaskClassId left_task, const MemoryAccess *right,
                 TaskClassId right_task) {
    ObjectBits left_inside = history_inside(search, left_task, left->function);
    ObjectBits right_inside = history_inside(search, right_task, right->function);
    if (!left_inside && !right_inside) return false;
    ObjectBits left_passed = history_since(search, 0, left_task, place_of_access(left));
    ObjectBits right_passed = history_since(search, 0, right_task, place_of_access(right));
    return ((left_inside & (right_inside | right_passed)) | (right_inside & left_passed)) != 0;
}
