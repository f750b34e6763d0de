// SPDX-License-Identifier: MIT
// Each form of writing to a descriptor orders what was done before it before what is done after the bytes were read, by
// each form of reading.
// flags: -D_FILE_OFFSET_BITS=64 -D_FORTIFY_SOURCE=2 -O2 -D_GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum { FORMS = 10 };

static int value, ends[2], later[2], answers[2], sockets[2], counter, poller;
static char bytes[8];

static int read_plain(int from) {
    return read(from, bytes, (size_t)atoi("1")) == 1;
}

static int send_form(int form) {
    char byte = 'x';
    struct iovec part = {&byte, 1};
    struct mmsghdr message = {.msg_hdr = {.msg_iov = &part, .msg_iovlen = 1}};
    switch (form) {
    case 0: return write(ends[1], &byte, 1) == 1;
    case 1: return pwritev2(ends[1], &part, 1, -1, 0) == 1;
    case 2: return eventfd_write(counter, 1) == 0;
    case 3: return sendmmsg(sockets[0], &message, 1, 0) == 1;
    case 4: return send(sockets[0], &byte, 1, 0) == 1;
    default: return write(ends[1], &byte, 1) == 1;
    }
}

static int is_ready(int form) {
    struct pollfd one = {.fd = ends[0], .events = POLLIN};
    struct epoll_event event = {.events = EPOLLIN};
    fd_set set;
    FD_ZERO(&set);
    FD_SET(ends[0], &set);
    switch (form) {
    case 7: return ppoll(&one, 1, NULL, NULL) == 1;
    case 8: return pselect(ends[0] + 1, &set, NULL, NULL, NULL, NULL) == 1;
    case 9: return epoll_pwait(poller, &event, 1, -1, NULL) == 1;
    default: return 1;
    }
}

static int receive_form(int form) {
    struct iovec part = {bytes, 1};
    struct mmsghdr message = {.msg_hdr = {.msg_iov = &part, .msg_iovlen = 1}};
    eventfd_t count;
    if (!is_ready(form)) return 0;
    switch (form) {
    case 1: return preadv2(ends[0], &part, 1, -1, 0) == 1;
    case 2: return eventfd_read(counter, &count) == 0;
    case 3: return recv(sockets[1], bytes, (size_t)atoi("1"), 0) == 1;
    case 4: return recvmmsg(sockets[1], &message, 1, 0, NULL) == 1;
    case 5: return splice(ends[0], NULL, later[1], NULL, 1, 0) == 1 && read_plain(later[0]);
    case 6: return tee(ends[0], later[1], 1, 0) == 1 && read_plain(later[0]) && read_plain(ends[0]);
    default: return read_plain(ends[0]);
    }
}

static void *other(void *argument) {
    for (int form = 0; form < FORMS; form++) {
        if (!receive_form(form) || value != form + 1) abort();
        value = -form;
        if (write(answers[1], bytes, 1) != 1) abort();
    }
    return argument;
}

int main(void) {
    pthread_t thread;
    struct epoll_event event = {.events = EPOLLIN};
    char answer[8];
    if (pipe(ends) || pipe(later) || pipe(answers) || socketpair(AF_UNIX, SOCK_DGRAM, 0, sockets)) return 1;
    counter = eventfd(0, 0);
    poller = epoll_create1(0);
    if (epoll_ctl(poller, EPOLL_CTL_ADD, ends[0], &event)) return 1;
    pthread_create(&thread, NULL, other, NULL);
    for (int form = 0; form < FORMS; form++) {
        value = form + 1;
        if (!send_form(form)) return 1;
        if (read(answers[0], answer, (size_t)atoi("1")) != 1 || value != -form) return 1;
    }
    pthread_join(thread, NULL);
    return 0;
}
