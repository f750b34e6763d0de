// SPDX-License-Identifier: MIT
// File descriptors: using one while another task closes it is a race, and what is written happens before what is read
// through it (option io_sync). Both ends of a pipe share their order; files share one, sockets share one, as bytes can
// come back by ways that are not seen.
#pragma once
#include "report/report.h"

typedef enum DescriptorOrder {
    DESCRIPTOR_NO_ORDER, // events, signals: nothing is passed on
    DESCRIPTOR_FILES,
    DESCRIPTOR_SOCKETS,
    DESCRIPTOR_OWN, // an order of its own
} DescriptorOrder;

void descriptor_open(Task *task, int number, DescriptorOrder order, uintptr_t counter);
void descriptor_open_pair(Task *task, const int numbers[2], DescriptorOrder order, uintptr_t counter); // share an order
void descriptor_copy(Task *task, int from, int to, bool is_checked,
                     uintptr_t counter); // `to` may be open: it is closed
// Before the real call. Not checked: it was closed by the way, nobody else knows of it.
void descriptor_close(Task *task, int number, bool is_checked, uintptr_t counter);

void descriptor_use(int number, uintptr_t counter);                 // neither reads nor writes
void descriptor_acquire(Task *task, int number, uintptr_t counter); // after reading
void descriptor_release(Task *task, int number, uintptr_t counter); // before writing

// What was written before connecting happens before what is done after accepting.
void descriptor_connecting(Task *task);
void descriptor_accepted(Task *task);

// The descriptor whose record lies at the address, for reports.
typedef struct DescriptorPlace {
    int number;
    uint32_t creator; // number of the task that opened or, with is_closed, closed it
    StackId stack;
    bool is_closed;
} DescriptorPlace;
bool descriptor_find(uintptr_t address, DescriptorPlace *place);
