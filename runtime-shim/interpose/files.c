// SPDX-License-Identifier: MIT
// System calls that make, close, read and write descriptors: what they do to the program's memory, and what they order
// (abi/descriptor.h). Memory is checked outside the counted call, orders inside it.
#include "interpose/transfer.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/uio.h>
#include <unistd.h>

// The call's result is a new descriptor.
#define OPENS(order, call)                                                                                             \
    Task *task = outer_task();                                                                                         \
    int number = (call);                                                                                               \
    if (!task) return number;                                                                                          \
    if (number >= 0) descriptor_open(task, number, order, CALLER);                                                     \
    return number

static int open_mode(int flags, va_list arguments) {
    return flags & (O_CREAT | __O_TMPFILE) ? va_arg(arguments, int) : 0;
}

#define OPEN(name)                                                                                                     \
    WRAPPER int name(const char *path, int flags, ...) {                                                               \
        va_list arguments;                                                                                             \
        va_start(arguments, flags);                                                                                    \
        int mode = open_mode(flags, arguments);                                                                        \
        va_end(arguments);                                                                                             \
        OPENS(DESCRIPTOR_FILES, INSIDE(task, REAL(name)(path, flags, mode)));                                          \
    }
OPEN(open)
OPEN(open64)

#define OPEN_AT(name)                                                                                                  \
    WRAPPER int name(int folder, const char *path, int flags, ...) {                                                   \
        va_list arguments;                                                                                             \
        va_start(arguments, flags);                                                                                    \
        int mode = open_mode(flags, arguments);                                                                        \
        va_end(arguments);                                                                                             \
        OPENS(DESCRIPTOR_FILES, INSIDE(task, REAL(name)(folder, path, flags, mode)));                                  \
    }
OPEN_AT(openat)
OPEN_AT(openat64)

WRAPPER int creat(const char *path, mode_t mode) {
    OPENS(DESCRIPTOR_FILES, INSIDE(task, REAL(creat)(path, mode)));
}
WRAPPER int creat64(const char *path, mode_t mode) {
    OPENS(DESCRIPTOR_FILES, INSIDE(task, REAL(creat64)(path, mode)));
}
WRAPPER int eventfd(unsigned count, int flags) {
    OPENS(DESCRIPTOR_OWN, INSIDE(task, REAL(eventfd)(count, flags)));
}
WRAPPER int signalfd(int number_given, const sigset_t *signals, int flags) {
    OPENS(DESCRIPTOR_NO_ORDER, INSIDE(task, REAL(signalfd)(number_given, signals, flags)));
}
WRAPPER int inotify_init(void) {
    OPENS(DESCRIPTOR_NO_ORDER, INSIDE(task, REAL(inotify_init)()));
}
WRAPPER int inotify_init1(int flags) {
    OPENS(DESCRIPTOR_NO_ORDER, INSIDE(task, REAL(inotify_init1)(flags)));
}
WRAPPER int epoll_create(int size) {
    OPENS(DESCRIPTOR_OWN, INSIDE(task, REAL(epoll_create)(size)));
}
WRAPPER int epoll_create1(int flags) {
    OPENS(DESCRIPTOR_OWN, INSIDE(task, REAL(epoll_create1)(flags)));
}

// What was done before a descriptor was given to epoll happens before it is reported.
WRAPPER int epoll_ctl(int poll, int operation, int number, struct epoll_event *event) {
    Task *task = outer_task();
    if (task) {
        descriptor_use(poll, CALLER);
        descriptor_use(number, CALLER);
        if (operation != EPOLL_CTL_DEL) descriptor_release(task, poll, CALLER);
    }
    int result = INSIDE(task, REAL(epoll_ctl)(poll, operation, number, event));
    return result;
}

static int end_poll(Task *task, int poll, int count, const struct epoll_event *events, uintptr_t counter) {
    if (!task) return count;
    if (count > 0) descriptor_acquire(task, poll, counter);
    if (count > 0) call_writes(events, (size_t)count * sizeof *events, counter);
    return count;
}

BY_HAND(epoll_wait) {
    int poll = (int)arguments[0];
    struct epoll_event *events = (struct epoll_event *)arguments[1];

    Task *task = outer_task();
    return end_poll(task, poll, CALL_ON(int), events, counter);
}
WRAPPER int epoll_pwait(int poll, struct epoll_event *events, int limit, int milliseconds, const sigset_t *mask) {
    Task *task = outer_task();
    return end_poll(task, poll, INSIDE(task, REAL(epoll_pwait)(poll, events, limit, milliseconds, mask)), events,
                    CALLER);
}

WRAPPER int epoll_pwait2(int poll, struct epoll_event *events, int limit, const struct timespec *time,
                         const sigset_t *mask);
WRAPPER int epoll_pwait2(int poll, struct epoll_event *events, int limit, const struct timespec *time,
                         const sigset_t *mask) {
    Task *task = outer_task();
    return end_poll(task, poll, INSIDE(task, REAL(epoll_pwait2)(poll, events, limit, time, mask)), events, CALLER);
}

WRAPPER int close(int number) {
    Task *task = outer_task();
    if (task) descriptor_close(task, number, true, CALLER);
    return INSIDE(task, REAL(close)(number));
}

static void copied(Task *task, int from, int to, bool is_checked, uintptr_t counter) {
    if (to >= 0) descriptor_copy(task, from, to, is_checked, counter);
}

// The lowest free number is given out as soon as another task has closed it: no race to be found there.
WRAPPER int dup(int from) {
    Task *task = outer_task();
    int to = INSIDE(task, REAL(dup)(from));
    if (task) copied(task, from, to, true, CALLER);
    return to;
}
WRAPPER int dup2(int from, int to) {
    Task *task = outer_task();
    int result = INSIDE(task, REAL(dup2)(from, to));
    if (task) copied(task, from, result, false, CALLER);
    return result;
}
WRAPPER int dup3(int from, int to, int flags) {
    Task *task = outer_task();
    int result = INSIDE(task, REAL(dup3)(from, to, flags));
    if (task) copied(task, from, result, false, CALLER);
    return result;
}

static int opened_pair(Task *task, int result, const int *numbers, uintptr_t counter) {
    if (!task) return result;
    if (result == 0) call_writes(numbers, 2 * sizeof *numbers, counter);
    if (result == 0) descriptor_open_pair(task, numbers, DESCRIPTOR_OWN, counter);
    return result;
}

WRAPPER int pipe(int numbers[2]) {
    Task *task = outer_task();
    return opened_pair(task, INSIDE(task, REAL(pipe)(numbers)), numbers, CALLER);
}
WRAPPER int pipe2(int numbers[2], int flags) {
    Task *task = outer_task();
    return opened_pair(task, INSIDE(task, REAL(pipe2)(numbers, flags)), numbers, CALLER);
}

BY_HAND(read) {
    int number = (int)arguments[0];
    void *to = (void *)arguments[1];

    READS(number, CALL_ON(ssize_t), call_writes(to, (size_t)got, counter));
}
BY_HAND(pread) {
    int number = (int)arguments[0];
    void *to = (void *)arguments[1];

    READS(number, CALL_ON(ssize_t), call_writes(to, (size_t)got, counter));
}
WRAPPER ssize_t pread64(int number, void *to, size_t size, off64_t offset) {
    uintptr_t counter = CALLER;
    READS(number, INSIDE(task, REAL(pread64)(number, to, size, offset)), call_writes(to, (size_t)got, counter));
}
BY_HAND(readv) {
    int number = (int)arguments[0];
    const struct iovec *parts = (const struct iovec *)arguments[1];
    int count = (int)arguments[2];

    READS(number, CALL_ON(ssize_t), touch_parts(parts, count, (size_t)got, true, counter));
}
BY_HAND(write) {
    int number = (int)arguments[0];
    const void *from = (const void *)arguments[1];
    size_t size = (size_t)arguments[2];

    WRITES(number, CALL_ON(ssize_t), call_reads(from, size, counter));
}
BY_HAND(pwrite) {
    int number = (int)arguments[0];
    const void *from = (const void *)arguments[1];
    size_t size = (size_t)arguments[2];

    WRITES(number, CALL_ON(ssize_t), call_reads(from, size, counter));
}
WRAPPER ssize_t pwrite64(int number, const void *from, size_t size, off64_t offset) {
    uintptr_t counter = CALLER;
    WRITES(number, INSIDE(task, REAL(pwrite64)(number, from, size, offset)), call_reads(from, size, counter));
}
BY_HAND(writev) {
    int number = (int)arguments[0];
    const struct iovec *parts = (const struct iovec *)arguments[1];
    int count = (int)arguments[2];

    WRITES(number, CALL_ON(ssize_t), touch_parts(parts, count, SIZE_MAX, false, counter));
}
WRAPPER DIR *opendir(const char *path) {
    Task *task = outer_task();
    DIR *folder = INSIDE(task, REAL(opendir)(path));
    if (!task) return folder;
    if (folder) descriptor_open(task, dirfd(folder), DESCRIPTOR_FILES, CALLER);
    return folder;
}
WRAPPER int closedir(DIR *folder) {
    Task *task = outer_task();
    if (task) descriptor_close(task, dirfd(folder), true, CALLER);
    return INSIDE(task, REAL(closedir)(folder));
}
