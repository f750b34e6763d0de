// SPDX-License-Identifier: MIT
// Which sends a receive learns of, and which receives a send learns of, told by the epochs in the clocks.
#include "sync/channel.h"

#include "shadow/shadow.h"
#include "task/slot.h"

#include <stdio.h>
#include <string.h>

static int failures;

static void check(bool is_right, const char *what) {
    if (is_right) return;
    printf("wrong: %s\n", what);
    failures++;
}

static Task *tasks[6];
static char places[64][64] __attribute__((aligned(64)));

static uintptr_t channel_of(int test, uint64_t capacity) {
    uintptr_t address = (uintptr_t)places[test];
    channel_open(tasks[0], address, capacity, 0, 0);
    return address;
}

static ChannelValue value_of(int number) {
    return channel_value(&number, sizeof number);
}

typedef struct Moment {
    Task *task;
    unsigned slot;
    Epoch epoch;
} Moment;

// What the task did until now.
static Moment now(Task *task) {
    task_lock_clock(task);
    task_unlock_clock(task);
    return (Moment){task, task->slot, task->epoch};
}

static bool knows(const Task *task, Moment moment) {
    return clock_knows(&task->clock, moment.slot, moment.epoch);
}

static void send(Task *task, uintptr_t channel, int value) {
    channel_before(task, channel, CHANNEL_SEND, value_of(value));
    channel_after(task, channel, CHANNEL_SEND, value_of(value));
}

static void receive(Task *task, uintptr_t channel, int value) {
    channel_before(task, channel, CHANNEL_RECEIVE, (ChannelValue){0});
    channel_after(task, channel, CHANNEL_RECEIVE, value_of(value));
}

static void test_buffered(void) {
    uintptr_t channel = channel_of(0, 2);
    Moment first = now(tasks[1]);
    send(tasks[1], channel, 1);
    Moment second = now(tasks[1]);
    send(tasks[1], channel, 2);
    Moment before = now(tasks[2]);
    receive(tasks[2], channel, 1);
    check(knows(tasks[2], first), "a receive knows its send");
    check(!knows(tasks[2], second), "and not the next one");
    check(!knows(tasks[1], before), "nothing came back yet");
    send(tasks[1], channel, 3);
    check(knows(tasks[1], before), "send 3 of a channel of 2 knows receive 1");
    receive(tasks[2], channel, 2);
    check(knows(tasks[2], second), "the second receive knows the second send");
}

static void test_semaphore(void) { // a channel of 2 as a semaphore: the second holder does not know the first
    uintptr_t channel = channel_of(1, 2);
    send(tasks[1], channel, 0);
    Moment held = now(tasks[1]);
    receive(tasks[1], channel, 0);
    send(tasks[2], channel, 0);
    check(!knows(tasks[2], held), "there was room anyway");
    send(tasks[3], channel, 0);
    check(knows(tasks[3], held), "room was made by the first receive");
}

static void test_rendezvous(void) {
    uintptr_t channel = channel_of(2, 0);
    Moment sender = now(tasks[1]), receiver = now(tasks[2]);
    channel_before(tasks[1], channel, CHANNEL_SEND, value_of(7));
    check(!channel_may_go_on(channel, CHANNEL_SEND), "nobody receives yet");
    channel_before(tasks[2], channel, CHANNEL_RECEIVE, (ChannelValue){0});
    channel_after(tasks[2], channel, CHANNEL_RECEIVE, value_of(7));
    check(knows(tasks[2], sender), "the receiver knows a sender that is still inside");
    check(channel_may_go_on(channel, CHANNEL_SEND), "which was served");
    channel_after(tasks[1], channel, CHANNEL_SEND, value_of(7));
    check(knows(tasks[1], receiver), "and the sender the receiver");
}

static void test_overlap(void) { // the ends of two sends and two receives come in another order than they happened
    uintptr_t channel = channel_of(3, CHANNEL_UNBOUNDED);
    Moment first = now(tasks[1]), second = now(tasks[2]);
    channel_before(tasks[1], channel, CHANNEL_SEND, value_of(1));
    channel_before(tasks[2], channel, CHANNEL_SEND, value_of(2));
    channel_after(tasks[2], channel, CHANNEL_SEND, value_of(2));
    channel_after(tasks[1], channel, CHANNEL_SEND, value_of(1));
    channel_before(tasks[3], channel, CHANNEL_RECEIVE, (ChannelValue){0});
    channel_before(tasks[4], channel, CHANNEL_RECEIVE, (ChannelValue){0});
    channel_after(tasks[4], channel, CHANNEL_RECEIVE, value_of(2));
    channel_after(tasks[3], channel, CHANNEL_RECEIVE, value_of(1));
    check(knows(tasks[3], first) && !knows(tasks[3], second), "the value tells that it was the first");
    check(knows(tasks[4], second) && !knows(tasks[4], first), "the value tells that it was the second");
}

static void test_alike(void) { // values that tell nothing: both
    uintptr_t channel = channel_of(4, CHANNEL_UNBOUNDED);
    Moment first = now(tasks[1]), second = now(tasks[2]);
    channel_before(tasks[1], channel, CHANNEL_SEND, value_of(0));
    channel_before(tasks[2], channel, CHANNEL_SEND, value_of(0));
    channel_after(tasks[2], channel, CHANNEL_SEND, value_of(0));
    channel_after(tasks[1], channel, CHANNEL_SEND, value_of(0));
    receive(tasks[5], channel, 0);
    check(knows(tasks[5], first) && knows(tasks[5], second), "either may have been received");
}

static void test_failed_and_closed(void) {
    uintptr_t channel = channel_of(5, 0);
    Moment sender = now(tasks[1]);
    channel_before(tasks[1], channel, CHANNEL_SEND, value_of(3));
    channel_failed(tasks[1], channel, CHANNEL_SEND);
    Moment closer = now(tasks[0]);
    channel_close(tasks[0], channel);
    channel_before(tasks[5], channel, CHANNEL_RECEIVE, (ChannelValue){0});
    channel_failed(tasks[5], channel, CHANNEL_RECEIVE);
    channel_saw_close(tasks[5], channel);
    check(!knows(tasks[5], sender), "a send that failed orders nothing");
    check(knows(tasks[5], closer), "the close happens before the end that is seen");
}

static void test_unseen(void) { // a message that nobody was seen to send: from then on everything is ordered
    uintptr_t channel = channel_of(6, CHANNEL_UNBOUNDED);
    Moment sender = now(tasks[1]);
    send(tasks[1], channel, 1);
    receive(tasks[2], channel, 99);
    check(knows(tasks[2], sender), "it may have been any");
}

int main(void) {
    runtime.process = 1;
    options_set_defaults(&runtime.options);
    shadow_initialize();
    task_initialize();
    sync_initialize();
    tasks[0] = task_current();
    for (int i = 1; i < 6; i++) tasks[i] = task_create(NULL, TASK_COROUTINE, "test", 0);
    test_buffered();
    test_semaphore();
    test_rendezvous();
    for (int i = 1; i < 6; i++) tasks[i] = task_create(NULL, TASK_COROUTINE, "test", 0);
    test_overlap();
    test_alike();
    for (int i = 1; i < 6; i++) tasks[i] = task_create(NULL, TASK_COROUTINE, "test", 0);
    test_failed_and_closed();
    test_unseen();
    printf("%d failures\n", failures);
    return failures > 0;
}
