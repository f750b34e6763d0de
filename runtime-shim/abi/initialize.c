// SPDX-License-Identifier: MIT
// Brings the rooms up, once, on whichever thread calls the first entry point.
#include "abi/access.h"
#include "abi/room.h"
#include "base/memory.h"
#include "report/report.h"
#include "sync/sync.h"
#include "task/slot.h"
#include "trace/trace.h"

#include <stdlib.h>
#include <string.h>

void __tsan_init(void) __attribute__((visibility("default")));

static const char *const default_options_none = "";

extern const char *__tsan_default_options(void) __attribute__((weak));
extern const char *qtrace_default_options(void) __attribute__((weak));

static void read_options(void) {
    Options *options = &runtime.options;
    char unknown[OPTION_TEXT_SIZE];
    options_set_defaults(options);
    const char *texts[] = {__tsan_default_options ? __tsan_default_options() : default_options_none,
                           qtrace_default_options ? qtrace_default_options() : default_options_none,
                           getenv("TSAN_OPTIONS"), getenv("QTRACE_OPTIONS")};
    for (int i = 0; i < 4; i++)
        if (texts[i]) options_parse(options, texts[i], unknown);
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
    trace_initialize();
    atomic_store(&runtime.stage, RUNTIME_READY);
    task_thread.in_runtime--;
}

void __tsan_init(void) {
    runtime_initialize();
}

static __attribute__((constructor(101))) void initialize_early(void) {
    runtime_initialize();
}
