// SPDX-License-Identifier: MIT
// Sockets: as files.c, and what was done before a connect happens before what is done after the accept.
#include "abi/descriptor.h"
#include "interpose/enter.h"

#include <sys/socket.h>

WRAPPER int socket(int domain, int type, int protocol) {
    Task *task = outer_task();
    int number = INSIDE(task, REAL(socket)(domain, type, protocol));
    if (!task) return number;
    if (number >= 0) descriptor_open(task, number, DESCRIPTOR_SOCKETS, CALLER);
    return number;
}

WRAPPER int socketpair(int domain, int type, int protocol, int numbers[2]) {
    Task *task = outer_task();
    int result = INSIDE(task, REAL(socketpair)(domain, type, protocol, numbers));
    if (!task) return result;
    if (result == 0) call_writes(numbers, 2 * sizeof *numbers, CALLER);
    if (result == 0) descriptor_open_pair(task, numbers, DESCRIPTOR_OWN, CALLER);
    return result;
}

WRAPPER int bind(int number, const struct sockaddr *address, socklen_t size) {
    descriptor_use(number, CALLER);
    return REAL(bind)(number, address, size);
}
WRAPPER int listen(int number, int limit) {
    descriptor_use(number, CALLER);
    return REAL(listen)(number, limit);
}
WRAPPER int shutdown(int number, int how) {
    descriptor_use(number, CALLER);
    return REAL(shutdown)(number, how);
}

BY_HAND(connect) {
    int number = (int)arguments[0];

    descriptor_use(number, counter);
    Task *task = outer_task();
    if (task) descriptor_connecting(task);
    return CALL_ON(int);
}

static int accepted(Task *task, int listening, int number, const struct sockaddr *address, const socklen_t *size,
                    uintptr_t counter) {
    if (!task) return number;
    if (number >= 0) {
        descriptor_acquire(task, listening, counter);
        descriptor_open(task, number, DESCRIPTOR_SOCKETS, counter);
        descriptor_accepted(task);
    }
    if (number >= 0 && address && size) {
        call_writes(size, sizeof *size, counter);
        call_writes(address, *size, counter);
    }
    return number;
}

BY_HAND(accept) {
    int listening = (int)arguments[0];
    struct sockaddr *address = (struct sockaddr *)arguments[1];
    socklen_t *size = (socklen_t *)arguments[2];

    descriptor_use(listening, counter);
    Task *task = outer_task();
    return accepted(task, listening, CALL_ON(int), address, size, counter);
}
BY_HAND(accept4) {
    int listening = (int)arguments[0];
    struct sockaddr *address = (struct sockaddr *)arguments[1];
    socklen_t *size = (socklen_t *)arguments[2];

    descriptor_use(listening, counter);
    Task *task = outer_task();
    return accepted(task, listening, CALL_ON(int), address, size, counter);
}

static void touch_message(const struct msghdr *message, size_t size, bool is_write, uintptr_t counter) {
    for (size_t i = 0; i < message->msg_iovlen && size; i++) {
        size_t here = message->msg_iov[i].iov_len < size ? message->msg_iov[i].iov_len : size;
        if (is_write)
            call_writes(message->msg_iov[i].iov_base, here, counter);
        else
            call_reads(message->msg_iov[i].iov_base, here, counter);
        size -= here;
    }
}

// Descriptors that came with the message are new here.
static void open_received(Task *task, struct msghdr *message, uintptr_t counter) {
    for (struct cmsghdr *part = CMSG_FIRSTHDR(message); part; part = CMSG_NXTHDR(message, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
        const int *numbers = (const int *)(void *)CMSG_DATA(part);
        for (size_t i = 0; i < (part->cmsg_len - CMSG_LEN(0)) / sizeof *numbers; i++)
            descriptor_open(task, numbers[i], DESCRIPTOR_SOCKETS, counter);
    }
}

#define RECEIVES(call, touched)                                                                                        \
    descriptor_use(number, counter);                                                                                   \
    Task *task = outer_task();                                                                                         \
    ssize_t got = (call);                                                                                              \
    if (!task) return got;                                                                                             \
    if (got >= 0) descriptor_acquire(task, number, counter);                                                           \
    if (got >= 0) touched;                                                                                             \
    return got

BY_HAND(recv) {
    int number = (int)arguments[0];
    void *to = (void *)arguments[1];
    size_t size = (size_t)arguments[2];

    RECEIVES(CALL_ON(ssize_t), call_writes(to, (size_t)got < size ? (size_t)got : size, counter));
}
BY_HAND(recvfrom) {
    int number = (int)arguments[0];
    void *to = (void *)arguments[1];
    size_t size = (size_t)arguments[2];

    RECEIVES(CALL_ON(ssize_t), call_writes(to, (size_t)got < size ? (size_t)got : size, counter));
}
BY_HAND(recvmsg) {
    int number = (int)arguments[0];
    struct msghdr *message = (struct msghdr *)arguments[1];

    RECEIVES(CALL_ON(ssize_t), {
        touch_message(message, (size_t)got, true, counter);
        open_received(task, message, counter);
    });
}

#define SENDS(call, touched)                                                                                           \
    touched;                                                                                                           \
    descriptor_use(number, counter);                                                                                   \
    Task *task = outer_task();                                                                                         \
    if (task) descriptor_release(task, number, counter);                                                               \
    ssize_t sent = (call);                                                                                             \
    return sent

BY_HAND(send) {
    int number = (int)arguments[0];
    const void *from = (const void *)arguments[1];
    size_t size = (size_t)arguments[2];

    SENDS(CALL_ON(ssize_t), call_reads(from, size, counter));
}
BY_HAND(sendto) {
    int number = (int)arguments[0];
    const void *from = (const void *)arguments[1];
    size_t size = (size_t)arguments[2];

    SENDS(CALL_ON(ssize_t), call_reads(from, size, counter));
}
BY_HAND(sendmsg) {
    int number = (int)arguments[0];
    const struct msghdr *message = (const struct msghdr *)arguments[1];

    SENDS(CALL_ON(ssize_t), touch_message(message, SIZE_MAX, false, counter));
}
