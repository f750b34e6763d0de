// SPDX-License-Identifier: MIT
#include "abi/race.h"

#include "abi/descriptor.h"
#include "abi/room.h"
#include "report/symbolize.h"
#include "shadow/heap.h"
#include "shadow/shadow.h"
#include "sync/sync.h"
#include "task/slot.h"

#include "base/print.h"

#include <malloc.h>

static const char *access_name(Cell cell, bool is_earlier) {
    static const char *const names[2][4] = {
        {"Write", "Read", "Atomic write", "Atomic read"},
        {"Previous write", "Previous read", "Previous atomic write", "Previous atomic read"}};
    return names[is_earlier][cell >> 30];
}

typedef struct HeldList {
    uint32_t count;
    HistoryHeld held[HISTORY_HELD];
} HeldList;

static void held_now(const Task *task, HeldList *list) {
    list->count = task->held_count < HISTORY_HELD ? task->held_count : HISTORY_HELD;
    for (uint32_t i = 0; i < list->count; i++)
        list->held[i] = (HistoryHeld){task->held[i].object, task->held[i].stack, task->held[i].is_shared};
}

static void add_side(Report *report, Cell cell, bool is_earlier, uintptr_t address, size_t size, uint32_t number,
                     StackId stack, const HeldList *list) {
    if (report->access_count < REPORT_ACCESSES)
        report->accesses[report->access_count++] =
            (ReportAccess){number, address, size, !cell_is_read(cell), cell_is_atomic(cell), stack};
    char holder[64], locks[96];
    size_t used = 0;
    locks[0] = 0;
    for (uint32_t i = 0; i < list->count && used < 60; i++) {
        const SyncObject *object = sync_find(list->held[i].object);
        used += print_into(locks + used, sizeof locks - used, "%s%s M%u",
                           i ? "," : " (mutexes:", list->held[i].is_shared ? " read" : " write",
                           object ? object->number : 0);
    }
    if (used) print_into(locks + used, sizeof locks - used, ")");
    report_add(report, stack, "  %s of size %lu at %p by %s%s:", access_name(cell, is_earlier), (unsigned long)size,
               (void *)address, report_name_holder(number, holder), locks);
    report_mark_site(report);
}

static void add_locks(Report *report, const HeldList *one, const HeldList *two) {
    for (uint32_t i = 0; i < one->count + two->count; i++) {
        const HistoryHeld *held = i < one->count ? &one->held[i] : &two->held[i - one->count];
        const SyncObject *object = sync_find(held->object);
        bool was_added = false;
        for (uint32_t j = 0; j < i && !was_added; j++)
            was_added = (j < one->count ? one->held[j].object : two->held[j - one->count].object) == held->object;
        if (object && !was_added)
            report_add(report, object->creation_stack, "  Mutex M%u (%p) created at:", object->number,
                       (void *)object->address);
    }
}

static bool add_descriptor(Report *report, uintptr_t address) {
    DescriptorPlace place;
    char holder[64];
    if (!descriptor_find(address, &place)) return false;
    report_add(report, place.stack, "  Location is file descriptor %d %s by %s at:", place.number,
               place.is_closed ? "closed" : "created", report_name_holder(place.creator, holder));
    const Task *task = task_by_number(place.creator);
    if (task) report_add_task(report, task);
    return true;
}

static bool add_heap_block(Report *report, uintptr_t address) {
    HeapBlock block;
    char holder[64];
    if (!heap_find(address, &block, malloc_usable_size)) return false;
    report_add(report, block.stack,
               "  Location is heap block of size %lu at %p allocated by %s:", (unsigned long)block.size,
               (void *)block.start, report_name_holder(block.task, holder));
    const Task *task = task_by_number(block.task);
    if (task) report_add_task(report, task);
    return true;
}

typedef struct StackSearch {
    uintptr_t address;
    Task *found;
} StackSearch;

static void visit_stack(Task *task, void *context) {
    StackSearch *search = context;
    if (search->address - task->stack_low < task->region_size && !task->is_foreign) search->found = task;
}

void race_add_location(Report *report, uintptr_t address) {
    DataSymbol symbol;
    Module module;
    char holder[64];
    StackSearch search = {address, NULL};
    if (module_find(address, &module)) {
        const char *name = module.path;
        for (const char *next = module.path; *next; next++)
            if (*next == '/') name = next + 1;
        if (symbolize_data(address, &symbol))
            report_add_line(report, "\n  Location is global '%s' of size %lu at %p (%s+0x%lx)", symbol.name,
                            (unsigned long)symbol.size, (void *)symbol.start, name,
                            (unsigned long)(symbol.start - module.base));
        else
            report_add_line(report, "\n  Location is global '<null>' at %p (%s+0x%lx)", (void *)address, name,
                            (unsigned long)(address - module.base));
        return;
    }
    if (add_descriptor(report, address)) return;
    task_for_each(visit_stack, &search);
    if (search.found) {
        report_add_line(report, "\n  Location is stack of %s.", report_name_holder(search.found->number, holder));
        return;
    }
    add_heap_block(report, address);
}

// What is reported again and again costs nothing more than this.
static bool is_repetition(Task *task, uintptr_t counter, uintptr_t address) {
    uint64_t key = (address >> 3) * UINT64_C(0x9e3779b97f4a7c15) ^ counter;
    uint64_t *row = &task->recent_races[key >> 40 & (RECENT_RACES - 1)];
    if (*row == key) return true;
    *row = key;
    return false;
}

// A loop that races at every element says the same again and again: from the eighth repetition on only every power of
// two is looked at, because restoring a stack takes long.
static bool is_worth_restoring(uintptr_t counter, _Atomic uint32_t **repeated) {
    *repeated = &runtime.abi->repeated[(counter * UINT64_C(0x9e3779b97f4a7c15)) >> 54];
    uint32_t count = atomic_load(*repeated);
    if (count < 8 || !(count & (count - 1))) return true;
    atomic_fetch_add(*repeated, 1);
    return false;
}

void race_found(Task *task, uintptr_t counter, uintptr_t address, size_t size, Cell cell, Cell earlier) {
    if (task_thread.in_runtime || is_repetition(task, counter, address)) return;
    if (!runtime.options.report_atomic_races && (cell_is_atomic(cell) || cell_is_atomic(earlier))) return;
    _Atomic uint32_t *repeated;
    if (benign_contains(address, size) || !is_worth_restoring(counter, &repeated)) return;
    task_thread.in_runtime++;
    bool is_freed = earlier == CELL_FREED;
    // A cell may tell of several accesses: looked for is the last that touched the first byte in common.
    uintptr_t first = (address & ~(uintptr_t)7) + (uintptr_t)__builtin_ctz(cell_bytes(earlier & cell));
    Cell who = is_freed ? shadow_of(address)[1] : earlier;
    uint32_t owner = slot_owner_at(cell_slot(who), cell_epoch(who));
    HistoryAccess access;
    if (owner == UINT32_MAX || !history_restore(owner, cell_slot(who), cell_epoch(who), first, 1, who >> 30, &access)) {
        runtime_count(&runtime.counters.lost_stacks);
    } else {
        HeldList now, then = {access.held_count, {{0}}};
        for (uint32_t i = 0; i < access.held_count; i++) then.held[i] = access.held[i];
        held_now(task, &now);
        Report *report = report_borrow();
        report_start(report, is_freed ? REPORT_FREED : REPORT_RACE, is_freed ? "heap-use-after-free" : "data race",
                     address);
        add_side(report, cell, false, address, size, task->number, task_keep_stack(task, counter), &now);
        add_side(report, who, true, is_freed ? address : access.address, is_freed ? size : access.size, owner,
                 stack_store_keep(access.stack.frames, access.stack.count), &then);
        race_add_location(report, address);
        add_locks(report, &now, &then);
        report_add_task(report, task);
        Task *other = task_by_number(owner);
        if (other) report_add_task(report, other);
        if (!report_finish(report)) atomic_fetch_add(repeated, 1);
        report_give_back();
    }
    task_thread.in_runtime--;
}
