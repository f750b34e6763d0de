// SPDX-License-Identifier: MIT
#include "wait/dump.h"

#include "wait/describe.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>

enum { HANDLER_SECONDS = 10, SECOND = 1000000000 };

// The kernel's own layout: sigaction itself may be wrapped.
typedef struct KernelAction {
    void (*handler)(int);
    unsigned long flags;
    void (*restorer)(void);
    uint64_t mask;
} KernelAction;

enum { KERNEL_RESTORER = 0x04000000 };

static long kernel_action(int signal, const KernelAction *action, KernelAction *before) {
    return raw_call6(SYS_rt_sigaction, signal, (long)action, (long)before, sizeof action->mask, 0, 0);
}

static void never_returns(void) {
    raw_exit(128 + SIGQUIT);
}

// The monitor prints: this thread may hold any lock just now. Then the process ends as it would have without us.
static void on_quit(int signal) {
    WaitRoom *room = wait_room();
    struct timespec time = {HANDLER_SECONDS, 0};
    atomic_store(&room->dump_state, DUMP_WANTED);
    atomic_store(&room->bell, 1);
    raw_wake((const uint32_t *)&room->bell, 1);
    raw_call6(SYS_futex, (long)&room->dump_state, FUTEX_WAIT_PRIVATE, DUMP_WANTED, (long)&time, 0, 0);
    KernelAction none = {0};
    uint64_t mask = UINT64_C(1) << (signal - 1);
    kernel_action(signal, &none, NULL);
    raw_call6(SYS_rt_sigprocmask, SIG_UNBLOCK, (long)&mask, 0, sizeof mask, 0, 0);
    raw_call3(SYS_kill, raw_process_id(), signal, 0);
    never_returns();
}

bool dump_is_handler_ours(void) {
    KernelAction now;
    return kernel_action(SIGQUIT, NULL, &now) == 0 && now.handler == on_quit;
}

void dump_watch_quit(void) {
    KernelAction now, ours = {on_quit, KERNEL_RESTORER, never_returns, ~UINT64_C(0)};
    if (kernel_action(SIGQUIT, NULL, &now) == 0 && !now.handler) kernel_action(SIGQUIT, &ours, NULL);
}

static void print_age(Printer *printer, const WaitRecord *record) {
    uint64_t seconds = (raw_nanoseconds() - record->since) / SECOND;
    if (seconds >= 120)
        print_format(printer, ", %lu minutes", (unsigned long)(seconds / 60));
    else if (seconds)
        print_format(printer, ", %lu s", (unsigned long)seconds);
}

static void print_task(Printer *printer, const Snapshot *snapshot, uint32_t index, uint32_t alike) {
    char text[160];
    report_name_task(snapshot->rows[index].task, text, sizeof text);
    print_format(printer, "\n%s", text);
    if (alike > 1) print_format(printer, " (and %u more alike)", alike - 1);
    describe_wait(snapshot, index, text, sizeof text);
    print_format(printer, " [%s", snapshot->rows[index].state == TASK_CREATED ? "has not begun" : text);
    if (snapshot->rows[index].is_waiting) print_age(printer, &snapshot->rows[index].record);
    print_text(printer, "]:\n");
    report_print_stack(printer, describe_stack(snapshot, index));
}

void dump_print(void) {
    Snapshot *snapshot = raw_map(NULL, sizeof *snapshot);
    if (!snapshot) return;
    Printer printer;
    printer_start(&printer, report_descriptor());
    snapshot_take(snapshot);
    print_format(&printer, "qtrace: %u tasks (pid=%d)\n", snapshot->count, runtime.process);
    for (uint32_t i = 0; i < snapshot->count; i++) {
        uint32_t alike = 1;
        bool is_known = false;
        for (uint32_t k = 0; k < i && !is_known; k++) is_known = describe_is_alike(snapshot, k, i);
        if (is_known) continue;
        for (uint32_t k = i + 1; k < snapshot->count; k++) alike += describe_is_alike(snapshot, k, i);
        print_task(&printer, snapshot, i, alike);
    }
    print_text(&printer, "\n");
    printer_flush(&printer);
    raw_unmap(snapshot, sizeof *snapshot);
}
