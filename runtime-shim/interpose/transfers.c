// SPDX-License-Identifier: MIT
// Forms of read and write that no model names: at an offset, of several parts, what _FORTIFY_SOURCE makes of them, from
// one descriptor to another.
#include "interpose/transfer.h"

#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/sendfile.h>
#include <sys/socket.h>

#define READS_PARTS(name, offset_type)                                                                                 \
    WRAPPER ssize_t name(int number, const struct iovec *parts, int count, offset_type offset) {                       \
        uintptr_t counter = CALLER;                                                                                    \
        READS(number, INSIDE(task, REAL(name)(number, parts, count, offset)),                                          \
              touch_parts(parts, (size_t)count, (size_t)got, true, counter));                                          \
    }
#define READS_PARTS_FLAGS(name, offset_type)                                                                           \
    WRAPPER ssize_t name(int number, const struct iovec *parts, int count, offset_type offset, int flags) {            \
        uintptr_t counter = CALLER;                                                                                    \
        READS(number, INSIDE(task, REAL(name)(number, parts, count, offset, flags)),                                   \
              touch_parts(parts, (size_t)count, (size_t)got, true, counter));                                          \
    }
#define WRITES_PARTS(name, offset_type)                                                                                \
    WRAPPER ssize_t name(int number, const struct iovec *parts, int count, offset_type offset) {                       \
        uintptr_t counter = CALLER;                                                                                    \
        WRITES(number, INSIDE(task, REAL(name)(number, parts, count, offset)),                                         \
               touch_parts(parts, count > 0 ? (size_t)count : 0, SIZE_MAX, false, counter));                           \
    }
#define WRITES_PARTS_FLAGS(name, offset_type)                                                                          \
    WRAPPER ssize_t name(int number, const struct iovec *parts, int count, offset_type offset, int flags) {            \
        uintptr_t counter = CALLER;                                                                                    \
        WRITES(number, INSIDE(task, REAL(name)(number, parts, count, offset, flags)),                                  \
               touch_parts(parts, count > 0 ? (size_t)count : 0, SIZE_MAX, false, counter));                           \
    }

READS_PARTS(preadv, off_t)
READS_PARTS(preadv64, off64_t)
READS_PARTS_FLAGS(preadv2, off_t)
READS_PARTS_FLAGS(preadv64v2, off64_t)
WRITES_PARTS(pwritev, off_t)
WRITES_PARTS(pwritev64, off64_t)
WRITES_PARTS_FLAGS(pwritev2, off_t)
WRITES_PARTS_FLAGS(pwritev64v2, off64_t)

// glibc's, for calls into an array whose size the compiler knows.
WRAPPER ssize_t __read_chk(int number, void *to, size_t size, size_t room);
WRAPPER ssize_t __pread_chk(int number, void *to, size_t size, off_t offset, size_t room);
WRAPPER ssize_t __pread64_chk(int number, void *to, size_t size, off64_t offset, size_t room);
WRAPPER ssize_t __recv_chk(int number, void *to, size_t size, size_t room, int flags);
WRAPPER ssize_t __recvfrom_chk(int number, void *to, size_t size, size_t room, int flags, struct sockaddr *address,
                               socklen_t *length);

ssize_t __read_chk(int number, void *to, size_t size, size_t room) {
    uintptr_t counter = CALLER;
    READS(number, INSIDE(task, REAL(__read_chk)(number, to, size, room)), call_writes(to, (size_t)got, counter));
}
ssize_t __pread_chk(int number, void *to, size_t size, off_t offset, size_t room) {
    uintptr_t counter = CALLER;
    READS(number, INSIDE(task, REAL(__pread_chk)(number, to, size, offset, room)),
          call_writes(to, (size_t)got, counter));
}
ssize_t __pread64_chk(int number, void *to, size_t size, off64_t offset, size_t room) {
    uintptr_t counter = CALLER;
    READS(number, INSIDE(task, REAL(__pread64_chk)(number, to, size, offset, room)),
          call_writes(to, (size_t)got, counter));
}
// A truncated datagram can be said to be longer than there was room (MSG_TRUNC).
ssize_t __recv_chk(int number, void *to, size_t size, size_t room, int flags) {
    uintptr_t counter = CALLER;
    READS(number, INSIDE(task, REAL(__recv_chk)(number, to, size, room, flags)),
          call_writes(to, (size_t)got < size ? (size_t)got : size, counter));
}
ssize_t __recvfrom_chk(int number, void *to, size_t size, size_t room, int flags, struct sockaddr *address,
                       socklen_t *length) {
    uintptr_t counter = CALLER;
    READS(number, INSIDE(task, REAL(__recvfrom_chk)(number, to, size, room, flags, address, length)),
          call_writes(to, (size_t)got < size ? (size_t)got : size, counter));
}

WRAPPER int eventfd_read(int number, eventfd_t *value) {
    uintptr_t counter = CALLER;
    descriptor_use(number, counter);
    Task *task = outer_task();
    int result = INSIDE(task, REAL(eventfd_read)(number, value));
    if (!task || result) return result;
    descriptor_acquire(task, number, counter);
    call_writes(value, sizeof *value, counter);
    return result;
}
WRAPPER int eventfd_write(int number, eventfd_t value) {
    uintptr_t counter = CALLER;
    descriptor_use(number, counter);
    Task *task = outer_task();
    if (task) descriptor_release(task, number, counter);
    return INSIDE(task, REAL(eventfd_write)(number, value));
}

static void touch_messages(const struct mmsghdr *messages, int count, bool is_write, uintptr_t counter) {
    for (int i = 0; i < count; i++)
        touch_parts(messages[i].msg_hdr.msg_iov, messages[i].msg_hdr.msg_iovlen,
                    is_write ? messages[i].msg_len : SIZE_MAX, is_write, counter);
}

WRAPPER int recvmmsg(int number, struct mmsghdr *messages, unsigned count, int flags, struct timespec *time) {
    uintptr_t counter = CALLER;
    descriptor_use(number, counter);
    Task *task = outer_task();
    int got = INSIDE(task, REAL(recvmmsg)(number, messages, count, flags, time));
    if (!task || got < 0) return got;
    descriptor_acquire(task, number, counter);
    touch_messages(messages, got, true, counter);
    return got;
}
WRAPPER int sendmmsg(int number, struct mmsghdr *messages, unsigned count, int flags) {
    uintptr_t counter = CALLER;
    touch_messages(messages, (int)count, false, counter);
    descriptor_use(number, counter);
    Task *task = outer_task();
    if (task) descriptor_release(task, number, counter);
    return INSIDE(task, REAL(sendmmsg)(number, messages, count, flags));
}

// Who reads behind it is ordered after who wrote before it: what lay there when the call began is passed on at once,
// what it waited for when it is over.
static void pass_on(Task *task, int from, int to, uintptr_t counter) {
    if (!task) return;
    descriptor_acquire(task, from, counter);
    descriptor_release(task, to, counter);
}

#define PASSES(from, to, call)                                                                                         \
    uintptr_t counter = CALLER;                                                                                        \
    descriptor_use(from, counter);                                                                                     \
    descriptor_use(to, counter);                                                                                       \
    Task *task = outer_task();                                                                                         \
    pass_on(task, from, to, counter);                                                                                  \
    ssize_t passed = INSIDE(task, call);                                                                               \
    pass_on(task, from, to, counter);                                                                                  \
    return passed

WRAPPER ssize_t sendfile(int to, int from, off_t *offset, size_t size) {
    PASSES(from, to, REAL(sendfile)(to, from, offset, size));
}
WRAPPER ssize_t sendfile64(int to, int from, off64_t *offset, size_t size) {
    PASSES(from, to, REAL(sendfile64)(to, from, offset, size));
}
WRAPPER ssize_t splice(int from, off64_t *at, int to, off64_t *place, size_t size, unsigned flags) {
    PASSES(from, to, REAL(splice)(from, at, to, place, size, flags));
}
WRAPPER ssize_t tee(int from, int to, size_t size, unsigned flags) {
    PASSES(from, to, REAL(tee)(from, to, size, flags));
}
WRAPPER ssize_t copy_file_range(int from, off64_t *at, int to, off64_t *place, size_t size, unsigned flags) {
    PASSES(from, to, REAL(copy_file_range)(from, at, to, place, size, flags));
}
