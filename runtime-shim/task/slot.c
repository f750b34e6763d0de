// SPDX-License-Identifier: MIT
// Locks are taken in this order: the slots', then clock locks of tasks. A task that needs a slot therefore drops its
// clock lock first. Every attached task's clock lock is held while everything is forgotten, so no clock from before
// can reach one from after.
#include "task/slot.h"

#include "task/calls.h"
#include "task/room.h"

static TaskRoom *room(void) {
    return runtime.task;
}

static void push_free(unsigned slot) {
    TaskRoom *all = room();
    all->free_slots[(uint8_t)(all->first_free_slot + all->free_slot_count++)] = (uint8_t)slot;
}

void slot_initialize(void) {
    for (unsigned slot = 0; slot < SLOT_FREED; slot++) push_free(slot);
    room()->generation = 1;
}

uint32_t slot_generation(void) {
    return __atomic_load_n(&room()->generation, __ATOMIC_ACQUIRE);
}

void slot_on_forget(void (*clear_shadow)(void)) {
    room()->clear_shadow = clear_shadow;
}

// The task's next access or sync operation notices: its region seems empty, no cell of its is in use.
static void take_away(Task *task) {
    task->slot = SLOT_NONE;
    __atomic_store_n(&task->cell, 0, __ATOMIC_RELAXED);
    __atomic_store_n(&task->stack_size, 0, __ATOMIC_RELAXED);
}

static void slot_forget_all(void) {
    TaskRoom *all = room();
    for (unsigned slot = 0; slot < SLOT_FREED; slot++)
        if (all->slots[slot].task) quick_lock_take(&all->slots[slot].task->clock_lock);
    __atomic_store_n(&all->generation, all->generation + 1, __ATOMIC_RELEASE);
    if (all->clear_shadow) all->clear_shadow();
    all->free_slot_count = all->spent_slots = 0;
    for (unsigned slot = 0; slot < SLOT_FREED; slot++) {
        Slot *one = &all->slots[slot];
        Task *task = one->task;
        *one = (Slot){0};
        push_free(slot);
        if (!task) continue;
        take_away(task);
        quick_lock_release(&task->clock_lock);
    }
    runtime_count(&runtime.counters.clock_resets);
}

static bool steal(void) {
    TaskRoom *all = room();
    for (unsigned tries = 0; tries < SLOT_FREED; tries++) {
        Slot *slot = &all->slots[all->next_victim];
        unsigned index = all->next_victim;
        all->next_victim = (all->next_victim + 1) % SLOT_FREED;
        Task *victim = slot->task;
        if (!victim) continue;
        quick_lock_take(&victim->clock_lock);
        bool is_taken = victim->slot == index && victim->epoch < EPOCH_LAST;
        if (victim->slot == index) {
            slot->epoch = victim->epoch;
            slot->task = NULL;
            all->spent_slots += slot->epoch == EPOCH_LAST;
            take_away(victim);
        }
        quick_lock_release(&victim->clock_lock);
        if (!is_taken) continue;
        push_free(index);
        runtime_count(&runtime.counters.stolen_slots);
        return true;
    }
    return false;
}

static void record_owner(Slot *slot, const Task *task) {
    slot->owners[slot->owner_count++ % SLOT_OWNERS] = (SlotOwner){task->number, slot->epoch};
}

void slot_attach(Task *task) {
    TaskRoom *all = room();
    quick_lock_release(&task->clock_lock);
    lock_take(&all->slot_lock);
    // Not until the last slot is spent: with few slots left an ended task's would be lent again at once, and races with
    // what it did would be missed.
    if (all->spent_slots >= SPENT_MOST) slot_forget_all();
    while (!all->free_slot_count)
        if (!steal()) slot_forget_all();
    unsigned index = all->free_slots[all->first_free_slot++];
    all->free_slot_count--;
    quick_lock_take(&task->clock_lock);
    if (task->slot == SLOT_NONE) {
        Slot *slot = &all->slots[index];
        if (task->generation != all->generation) clock_clear(&task->clock);
        task->generation = all->generation;
        slot->task = task;
        slot->epoch++;
        task->slot = (uint16_t)index;
        task->epoch = slot->epoch;
        task->clock.of[index] = slot->epoch;
        task->cell = task_cell(index, slot->epoch);
        task->stack_size = task->region_size;
        record_owner(slot, task);
        history_write_epoch(task);
    } else {
        push_free(index);
    }
    lock_release(&all->slot_lock);
}

void slot_detach(Task *task) {
    TaskRoom *all = room();
    if (task->slot == SLOT_NONE) return;
    quick_lock_release(&task->clock_lock);
    lock_take(&all->slot_lock);
    quick_lock_take(&task->clock_lock);
    if (task->slot != SLOT_NONE) {
        Slot *slot = &all->slots[task->slot];
        slot->epoch = task->epoch;
        slot->task = NULL;
        if (slot->epoch < EPOCH_LAST)
            push_free(task->slot);
        else
            all->spent_slots++;
        take_away(task);
    }
    lock_release(&all->slot_lock);
}

void task_acquire_all(Task *task) {
    TaskRoom *all = room();
    task_lock_clock(task);
    for (unsigned slot = 0; slot < SLOT_FREED; slot++) {
        const Task *owner = __atomic_load_n(&all->slots[slot].task, __ATOMIC_RELAXED);
        Epoch epoch = owner && owner->slot == slot ? owner->epoch : all->slots[slot].epoch;
        if (epoch > task->clock.of[slot]) task->clock.of[slot] = epoch;
    }
    task_unlock_clock(task);
}

uint32_t slot_owner_at(unsigned slot, Epoch epoch) {
    if (slot >= SLOT_FREED) return UINT32_MAX;
    TaskRoom *all = room();
    const Slot *one = &all->slots[slot];
    uint32_t number = UINT32_MAX;
    lock_take(&all->slot_lock);
    for (uint32_t back = 1; back <= one->owner_count && back <= SLOT_OWNERS; back++) {
        const SlotOwner *owner = &one->owners[(one->owner_count - back) % SLOT_OWNERS];
        if (owner->since > epoch) continue;
        number = owner->number;
        break;
    }
    lock_release(&all->slot_lock);
    return number;
}
