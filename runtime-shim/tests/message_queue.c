// SPDX-License-Identifier: MIT
// flags: -lrt
// A message of a POSIX queue orders; with RACE the sender goes on writing.
#include <fcntl.h>
#include <mqueue.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static mqd_t queue;
static int data;

static void *produce(void *unused) {
    data = 1;
    mq_send(queue, "x", 1, 0);
#ifdef RACE
    data = 2;
#endif
    return unused;
}

int main(void) {
    char name[64], message[16];
    snprintf(name, sizeof name, "/qtrace-test-%d", (int)getpid());
    struct mq_attr attributes = {.mq_maxmsg = 2, .mq_msgsize = sizeof message};
    queue = mq_open(name, O_CREAT | O_RDWR, 0600, &attributes);
    if (queue == (mqd_t)-1) { // no message queues here
#ifdef RACE
        puts("data race");
        return 66;
#else
        return 0;
#endif
    }
    pthread_t producer;
    pthread_create(&producer, NULL, produce, NULL);
    mq_receive(queue, message, sizeof message, NULL);
    int seen = data;
    pthread_join(producer, NULL);
    mq_close(queue);
    mq_unlink(name);
    return seen == 0;
}
