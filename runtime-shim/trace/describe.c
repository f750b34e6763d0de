// SPDX-License-Identifier: MIT
// Tables: each task, stack, object and module is written once, when an event first names it.
#include "base/print.h"
#include "report/report.h"
#include "trace/event.h"
#include "trace/room.h"

#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

// Whether this call is the first for the bit.
static bool is_new(_Atomic uint64_t *bits, uint64_t bit) {
    uint64_t mask = (uint64_t)1 << (bit % 64);
    if (trace_has_bit(bits, bit)) return false;
    return !(atomic_fetch_or_explicit(&bits[bit / 64], mask, memory_order_relaxed) & mask);
}

// Who called main, or the function of a thread, is of no interest, and the C library's symbols take long to read.
static uint32_t count_frames(const TraceRoom *room, const Stack *stack) {
    uint32_t count = stack->count;
    for (; count > 1; count--) {
        uintptr_t address = stack->frames[count - 1];
        bool is_library = address - room->library_low < room->library_high - room->library_low;
        if (!is_library && !report_is_trampoline(address)) break;
    }
    return count < QTRACE_FRAME_LIMIT ? count : QTRACE_FRAME_LIMIT;
}

void trace_describe_site(TraceRoom *room, StackId site) {
    if (!site || site >= QTRACE_SITE_LIMIT || !is_new(room->described_sites, site)) return;
    Stack stack;
    struct {
        TraceSite site;
        uint64_t addresses[QTRACE_FRAME_LIMIT];
    } record = {.site = {.id = site}};
    stack_store_get(site, &stack);
    uint32_t count = count_frames(room, &stack);
    record.site.count = count;
    for (uint32_t i = 0; i < count; i++) record.addresses[i] = stack.frames[i] - 1;
    lock_take(&room->table_lock);
    trace_table_append(room, QREC_SITE, &record, sizeof(TraceSite) + 8 * (size_t)count, NULL, NULL);
    lock_release(&room->table_lock);
}

void trace_describe_task(TraceRoom *room, const Task *task) {
    if (task->number >= TASK_BITS || !is_new(room->described_tasks, task->number)) return;
    char name[TASK_NAME_SIZE + 16];
    bool is_main = task->number == 0;
    if (task->name[0])
        print_into(name, sizeof name, "%s", task->name);
    else if (is_main)
        print_into(name, sizeof name, "main");
    else
        print_into(name, sizeof name, "T%u", task->number);
    TraceTask record = {.id = trace_task_id(task),
                        .parent = is_main ? 0 : task->creator + 1,
                        .kind = is_main                     ? QTASK_MAIN
                                : task->kind == TASK_THREAD ? QTASK_THREAD
                                                            : QTASK_COROUTINE,
                        .site = task->creation_stack,
                        .thread_id = (uint64_t)task->thread_id};
    trace_describe_site(room, task->creation_stack);
    lock_take(&room->table_lock);
    trace_table_append(room, QREC_TASK, &record, sizeof record, name, NULL);
    lock_release(&room->table_lock);
}

static TraceObjectKind object_kind(const TraceEntry *entry) {
    switch (entry->kind) {
    case QEV_ACQUIRE:
    case QEV_RELEASE: return entry->flags & QTRACE_SHARED ? QOBJECT_READERS_LOCK : QOBJECT_LOCK;
    case QEV_SEND:
    case QEV_RECEIVE:
    case QEV_CLOSE: return QOBJECT_CHANNEL;
    case QEV_NOTIFY: return QOBJECT_CONDITION;
    default: break;
    }
    switch (entry->wait) {
    case QWAIT_SEND:
    case QWAIT_RECEIVE: return QOBJECT_CHANNEL;
    case QWAIT_LOCK: return QOBJECT_LOCK;
    case QWAIT_LOCK_SHARED: return QOBJECT_READERS_LOCK;
    case QWAIT_CONDITION: return QOBJECT_CONDITION;
    case QWAIT_SEMAPHORE: return QOBJECT_SEMAPHORE;
    case QWAIT_COUNTER: return QOBJECT_COUNTER;
    case QWAIT_BARRIER: return QOBJECT_BARRIER;
    case QWAIT_ONCE: return QOBJECT_ONCE;
    default: return QOBJECT_OTHER;
    }
}

// Where the address stands, or could; NULL when the table is full. The table lock is held, or only asked whether it
// stands there: nobody adds or ends an object that another thread uses.
static TracedObject *object_slot(TraceRoom *room, uintptr_t address) {
    uint32_t at = (uint32_t)((address >> 3) * UINT64_C(0x9e3779b97f4a7c15) >> 40);
    TracedObject *removed = NULL;
    for (uint32_t i = 0; i < OBJECT_LIMIT; i++) {
        TracedObject *slot = &room->objects[(at + i) % OBJECT_LIMIT];
        uintptr_t there = __atomic_load_n(&slot->address, __ATOMIC_RELAXED);
        if (there == address) return slot;
        if (there == 1 && !removed) removed = slot;
        if (!there) return removed ? removed : room->object_count < OBJECT_LIMIT / 2 ? slot : NULL;
    }
    return removed;
}

static uint32_t add_object(TraceRoom *room, TraceObjectKind kind, uintptr_t address, uint64_t capacity,
                           const char *name, StackId site) {
    TracedObject *slot = object_slot(room, address);
    if (!slot || room->next_object == QTRACE_OBJECT_LIMIT - 1) {
        trace_drop_record(room);
        return 0;
    }
    if (!slot->address) room->object_count++;
    slot->id = ++room->next_object;
    __atomic_store_n(&slot->address, address, __ATOMIC_RELAXED);
    TraceObject record = {.id = slot->id, .kind = kind, .site = site, .address = address, .capacity = capacity};
    trace_table_append(room, QREC_OBJECT, &record, sizeof record, name, NULL);
    return slot->id;
}

uint32_t trace_find_object(TraceRoom *room, TraceRing *ring, const TraceEntry *entry) {
    uint32_t generation = atomic_load_explicit(&room->object_generation, memory_order_acquire);
    uint32_t at = (uint32_t)((entry->object >> 3) * UINT64_C(0x9e3779b97f4a7c15) >> 56) % OBJECT_SLOTS;
    if (ring->objects[at].address == entry->object && ring->objects[at].generation == generation)
        return ring->objects[at].id;
    lock_take(&room->table_lock);
    TracedObject *slot = object_slot(room, entry->object);
    uint32_t id = slot && slot->address == entry->object
                      ? slot->id
                      : add_object(room, object_kind(entry), entry->object, QTRACE_UNBOUNDED, "", entry->site);
    lock_release(&room->table_lock);
    ring->objects[at].address = entry->object;
    ring->objects[at].generation = generation;
    ring->objects[at].id = id;
    return id;
}

void trace_object(TraceObjectKind kind, uintptr_t address, uint64_t capacity, const char *name, StackId site) {
    TraceRoom *room = trace_room();
    if (!room || address < 2) return;
    trace_describe_site(room, site);
    lock_take(&room->table_lock);
    add_object(room, kind, address, capacity, name ? name : "", site);
    atomic_fetch_add_explicit(&room->object_generation, 1, memory_order_release);
    lock_release(&room->table_lock);
}

void trace_object_end(uintptr_t address) {
    TraceRoom *room = trace_room();
    if (!room || address < 2) return;
    TracedObject *slot = object_slot(room, address);
    if (!slot || slot->address != address) return; // as for most: every atomic comes here
    lock_take(&room->table_lock);
    if (slot->address == address) {
        __atomic_store_n(&slot->address, 1, __ATOMIC_RELAXED);
        atomic_fetch_add_explicit(&room->object_generation, 1, memory_order_release);
    }
    lock_release(&room->table_lock);
}

static void find_build_id(const struct dl_phdr_info *info, TraceModule *module) {
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
        if (segment->p_type != PT_NOTE) continue;
        const char *at = (const char *)(info->dlpi_addr + segment->p_vaddr), *end = at + segment->p_memsz;
        while (at + sizeof(ElfW(Nhdr)) <= end) {
            const ElfW(Nhdr) *note = (const ElfW(Nhdr) *)(const void *)at;
            const char *name = at + sizeof *note, *content = name + ((note->n_namesz + 3) & ~3u);
            if (note->n_type == NT_GNU_BUILD_ID && note->n_namesz == 4 && !memcmp(name, "GNU", 4) &&
                note->n_descsz <= sizeof module->build_id) {
                module->build_id_length = (uint8_t)note->n_descsz;
                memcpy(module->build_id, content, note->n_descsz);
                return;
            }
            at = content + ((note->n_descsz + 3) & ~3u);
        }
    }
}

static bool is_known_module(TraceRoom *room, uintptr_t low) {
    for (uint32_t i = 0; i < room->module_count; i++)
        if (room->modules[i] == low) return true;
    if (room->module_count == sizeof room->modules / sizeof *room->modules) return true;
    room->modules[room->module_count++] = low;
    return false;
}

static int write_module(struct dl_phdr_info *info, size_t size, void *context) {
    TraceRoom *room = context;
    char path[4096];
    (void)size;
    print_into(path, sizeof path, "%s", info->dlpi_name);
    if (!path[0]) {
        long length = raw_read_link("/proc/self/exe", path, sizeof path - 1);
        path[length > 0 ? length : 0] = 0;
    }
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
        uintptr_t low = info->dlpi_addr + segment->p_vaddr;
        if (segment->p_type != PT_LOAD || !(segment->p_flags & PF_X) || is_known_module(room, low)) continue;
        if (strstr(path, "/libc.so") || strstr(path, "/ld-musl")) {
            room->library_low = low;
            room->library_high = low + segment->p_memsz;
        }
        TraceModule module = {
            .low = low, .high = low + segment->p_memsz, .bias = info->dlpi_addr, .offset = segment->p_offset};
        find_build_id(info, &module);
        trace_table_append(room, QREC_MODULE, &module, sizeof module, path, NULL);
    }
    return 0;
}

void trace_describe_modules(TraceRoom *room) {
    lock_take(&room->table_lock);
    dl_iterate_phdr(write_module, room);
    lock_release(&room->table_lock);
}
