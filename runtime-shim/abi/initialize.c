// SPDX-License-Identifier: MIT
// Brings the rooms up, once, on whichever thread calls the first entry point.
#include "abi/access.h"
#include "abi/room.h"
#include "base/memory.h"
#include "report/report.h"
#include "sync/sync.h"
#include "task/slot.h"
#include "trace/trace.h"

#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void __tsan_init(void) __attribute__((visibility("default")));

static const char *const default_options_none = "";

extern const char *__tsan_default_options(void) __attribute__((weak));
extern const char *qtrace_default_options(void) __attribute__((weak));

static void read_path(const char *variable, char path[OPTION_TEXT_SIZE]) {
    const char *value = getenv(variable);
    if (value && strlen(value) < OPTION_TEXT_SIZE) memcpy(path, value, strlen(value) + 1);
}

static void read_options(void) {
    Options *options = &runtime.options;
    char unknown[OPTION_TEXT_SIZE];
    options_set_defaults(options);
    const char *texts[] = {__tsan_default_options ? __tsan_default_options() : default_options_none,
                           qtrace_default_options ? qtrace_default_options() : default_options_none,
                           getenv("TSAN_OPTIONS"), getenv("QTRACE_OPTIONS")};
    for (int i = 0; i < 4; i++)
        if (texts[i]) options_parse(options, texts[i], unknown);
    read_path("QTRACE_STEER", options->steer);
    read_path("QTRACE_EVIDENCE", options->evidence);
}

void runtime_initialize(void) {
    int new = RUNTIME_NEW;
    if (!atomic_compare_exchange_strong(&runtime.stage, &new, RUNTIME_STARTING)) return;
    task_thread.in_runtime++;
    runtime.process = raw_process_id();
    read_options();
    shadow_initialize();
    task_initialize();
    slot_on_forget(shadow_clear_all);
    sync_initialize();
    report_initialize();
    runtime.abi = memory_allocate(sizeof(AbiRoom));
    descriptor_initialize();
    introspect_initialize();
    trace_initialize();
    atomic_store(&runtime.stage, RUNTIME_READY);
    task_thread.in_runtime--;
}

typedef struct ModuleSearch {
    uintptr_t address, low, high;
} ModuleSearch;

static int visit_module(struct dl_phdr_info *info, size_t size, void *context) {
    (void)size;
    ModuleSearch *search = context;
    search->low = UINTPTR_MAX;
    search->high = 0;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
        uintptr_t low = info->dlpi_addr + segment->p_vaddr, high = low + segment->p_memsz;
        if (segment->p_type != PT_LOAD) continue;
        if (low < search->low) search->low = low;
        if (high > search->high) search->high = high;
    }
    return search->address - search->low < search->high - search->low;
}

// Instrumented modules call __tsan_init from a constructor.
static void note_instrumented(uintptr_t counter) {
    AbiRoom *room = runtime.abi;
    ModuleSearch search = {.address = counter};
    for (uint32_t i = 0; i < room->instrumented_count; i++)
        if (counter - room->instrumented[i].low < room->instrumented[i].high - room->instrumented[i].low) return;
    if (!dl_iterate_phdr(visit_module, &search)) return;
    lock_take(&room->lock);
    uint32_t count = room->instrumented_count;
    if (count < INSTRUMENTED_LIMIT) {
        room->instrumented[count].low = search.low;
        room->instrumented[count].high = search.high;
        atomic_store_explicit(&room->instrumented_count, count + 1, memory_order_release);
    }
    lock_release(&room->lock);
}

void __tsan_init(void) {
    runtime_initialize();
    task_thread.in_runtime++;
    note_instrumented((uintptr_t)__builtin_return_address(0));
    task_thread.in_runtime--;
}

// libqtrace.so is initialized first of all, before an allocator takes the room of the shadow; the C library has not set
// environ then, but glibc gives constructors what main gets.
static __attribute__((constructor(101))) void initialize_early(int count, char **arguments, char **environment) {
    (void)count, (void)arguments;
    if (!environ) environ = environment;
    runtime_initialize();
}
