// SPDX-License-Identifier: MIT
// Signals: the program's handlers are called by one of ours. One that interrupts the runtime (its code, or a call it
// makes) is put off until the runtime is left; in all other places, also inside real calls, it runs at once. What was
// done before the handler was set, or before the signal was sent by a call seen here, happens before it runs.
#include "interpose/enter.h"
#include "interpose/rule.h"
#include "report/report.h"
#include "sync/sync.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

enum { SIGNALS = 65, KERNEL_MASK_SIZE = 8 };

typedef void Handler(int number, siginfo_t *information, void *context);

typedef struct SignalRoom {
    Lock lock; // setting
    struct {
        _Atomic(Handler *) handler; // NULL: not ours
        _Atomic uint64_t mask;      // the kernel's layout
        _Atomic int flags;
        uint64_t order[2]; // an address
        struct sigaction given;
    } of[SIGNALS];
} SignalRoom;

extern const char __start_qtrace_text[] __attribute__((weak, visibility("hidden")));
extern const char __stop_qtrace_text[] __attribute__((weak, visibility("hidden")));

static SignalRoom *signals(void) {
    return interpose_room()->signals;
}

static uintptr_t interrupted_counter(const void *context) {
    const ucontext_t *interrupted = context;
#if defined(__x86_64__)
    return (uintptr_t)interrupted->uc_mcontext.gregs[REG_RIP];
#else
    return (uintptr_t)interrupted->uc_mcontext.pc;
#endif
}

static bool is_inside(const void *context) {
    if (task_thread.in_runtime) return true;
    uintptr_t counter = interrupted_counter(context);
    return counter - (uintptr_t)__start_qtrace_text < (size_t)(__stop_qtrace_text - __start_qtrace_text);
}

// Raised by what the thread itself was doing: it cannot wait.
static bool is_fault(int number, const siginfo_t *information) {
    bool may_be = number == SIGSEGV || number == SIGBUS || number == SIGFPE || number == SIGILL || number == SIGTRAP ||
                  number == SIGSYS;
    return may_be && information->si_code > 0;
}

static void report_errno(Task *task, uintptr_t handler) {
    Report *report = report_borrow();
    report_start(report, REPORT_SIGNAL, "signal handler spoils errno", 0);
    report_add_stack(report, task_keep_stack(task, handler + 1));
    report_finish(report);
    report_give_back();
}

// The handler runs as the program's own code wherever it interrupted it: nothing is ignored, calls count.
static TASK_TRAMPOLINE void run_handler(Handler *handler, int number, siginfo_t *information, void *context,
                                        bool is_fault_now) {
    Task *task = task_current();
    uint32_t depth = task_pause_call(task);
    uint32_t reads = task->ignore_reads, writes = task->ignore_writes, sync = task->ignore_sync;
    task->ignore_state -= reads + writes;
    task->ignore_reads = task->ignore_writes = task->ignore_sync = 0;
    task_thread.in_signal += !is_fault_now;
    sync_acquire(task, (uintptr_t)signals()->of[number].order);
    int error = errno;
    handler(number, information, context);
    bool is_spoiled = errno != error && !is_fault_now && number != SIGTERM;
    task_thread.in_signal -= !is_fault_now && task_thread.in_signal;
    task->ignore_reads = reads, task->ignore_writes = writes, task->ignore_sync = sync;
    task->ignore_state += reads + writes;
    if (is_spoiled && runtime.options.report_signal_unsafe) {
        error = errno;
        report_errno(task, (uintptr_t)handler);
        errno = error;
    }
    task_resume_call(task, depth);
}

static Handler *handler_of(int number) {
    SignalRoom *room = signals();
    Handler *handler = atomic_load(&room->of[number].handler);
    if (handler && atomic_load(&room->of[number].flags) & SA_RESETHAND) atomic_store(&room->of[number].handler, NULL);
    return handler;
}

static void on_signal(int number, siginfo_t *information, void *context) {
    if (!is_fault(number, information) && is_inside(context)) {
        task_put_off(number, information);
        return;
    }
    Handler *handler = handler_of(number);
    if (handler) run_handler(handler, number, information, context, is_fault(number, information));
}

// As the kernel would have called it: with its mask.
static void run_late(const TaskSignal *signal) {
    uint64_t mask = atomic_load(&signals()->of[signal->number].mask), before = 0;
    if (!(atomic_load(&signals()->of[signal->number].flags) & SA_NODEFER)) mask |= UINT64_C(1) << (signal->number - 1);
    Handler *handler = handler_of(signal->number);
    if (!handler) return;
    TaskSignal copy = *signal;
    ucontext_t context;
    getcontext(&context);
    raw_call6(SYS_rt_sigprocmask, SIG_BLOCK, (long)&mask, (long)&before, KERNEL_MASK_SIZE, 0, 0);
    run_handler(handler, copy.number, &copy.information, &context, false);
    raw_call6(SYS_rt_sigprocmask, SIG_SETMASK, (long)&before, 0, KERNEL_MASK_SIZE, 0, 0);
}

static __attribute__((constructor(102))) void initialize_signals(void) {
    interpose_room()->signals = memory_allocate(sizeof(SignalRoom));
    task_on_delivery(run_late);
}

static bool is_function(const struct sigaction *action) {
    return action->sa_handler != SIG_DFL && action->sa_handler != SIG_IGN;
}

static int set_action(SignalRoom *room, int number, const struct sigaction *action, struct sigaction *before) {
    struct sigaction ours, old;
    bool was_ours = atomic_load(&room->of[number].handler);
    struct sigaction was_given = room->of[number].given;
    if (action && is_function(action)) {
        ours = *action;
        ours.sa_sigaction = on_signal;
        ours.sa_flags |= SA_SIGINFO;
        room->of[number].given = *action;
        uint64_t mask;
        memcpy(&mask, &action->sa_mask, sizeof mask);
        atomic_store(&room->of[number].mask, mask);
        atomic_store(&room->of[number].flags, action->sa_flags);
        atomic_store(&room->of[number].handler, action->sa_sigaction);
    }
    int result = REAL(sigaction)(number, action && is_function(action) ? &ours : action, &old);
    if (result == 0 && action && !is_function(action)) atomic_store(&room->of[number].handler, NULL);
    if (result == 0 && before) *before = was_ours && old.sa_sigaction == on_signal ? was_given : old;
    return result;
}

WRAPPER int sigaction(int number, const struct sigaction *restrict action, struct sigaction *restrict before) {
    SignalRoom *room = signals();
    if (!room || number <= 0 || number >= SIGNALS || task_thread.in_runtime)
        return REAL(sigaction)(number, action, before);
    Task *task = outer_task();
    if (task && action) sync_release(task, (uintptr_t)room->of[number].order);
    task_thread.in_runtime++; // no handler while its settings change
    lock_take(&room->lock);
    int result = set_action(room, number, action, before);
    lock_release(&room->lock);
    task_thread.in_runtime--;
    if (task_thread.pending_signals) task_deliver_signals();
    return result;
}

static sighandler_t set_handler(int number, sighandler_t handler, int flags) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags}, before;
    sigemptyset(&action.sa_mask);
    return sigaction(number, &action, &before) ? SIG_ERR : before.sa_handler;
}

WRAPPER sighandler_t signal(int number, sighandler_t handler) {
    return set_handler(number, handler, SA_RESTART);
}
WRAPPER sighandler_t bsd_signal(int number, sighandler_t handler);
sighandler_t bsd_signal(int number, sighandler_t handler) {
    return set_handler(number, handler, SA_RESTART);
}
WRAPPER sighandler_t ssignal(int number, sighandler_t handler) {
    return set_handler(number, handler, SA_RESTART);
}
WRAPPER sighandler_t sysv_signal(int number, sighandler_t handler);
sighandler_t sysv_signal(int number, sighandler_t handler) {
    return set_handler(number, handler, SA_RESETHAND | SA_NODEFER);
}
WRAPPER sighandler_t __sysv_signal(int number, sighandler_t handler) {
    return set_handler(number, handler, SA_RESETHAND | SA_NODEFER);
}

// A signal that arrived before it is blocked has run by then.
WRAPPER int pthread_sigmask(int how, const sigset_t *restrict set, sigset_t *restrict before) {
    if (task_thread.pending_signals) task_deliver_signals();
    return REAL(pthread_sigmask)(how, set, before);
}
WRAPPER int sigprocmask(int how, const sigset_t *restrict set, sigset_t *restrict before) {
    if (task_thread.pending_signals) task_deliver_signals();
    return REAL(sigprocmask)(how, set, before);
}

static void release_to(int number) {
    Task *task = outer_task();
    if (task && signals() && number > 0 && number < SIGNALS) sync_release(task, (uintptr_t)signals()->of[number].order);
}
WRAPPER int kill(pid_t process, int number) {
    release_to(number);
    return REAL(kill)(process, number);
}
WRAPPER int pthread_kill(pthread_t thread, int number) {
    release_to(number);
    return REAL(pthread_kill)(thread, number);
}
WRAPPER int raise(int number) {
    release_to(number);
    return REAL(raise)(number);
}
WRAPPER int sigqueue(pid_t process, int number, const union sigval value) {
    release_to(number);
    return REAL(sigqueue)(process, number, value);
}
