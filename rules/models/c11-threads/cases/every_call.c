// SPDX-License-Identifier: MIT
// Every modelled call once; the comment at the end of a line is the role that its call must get.
#include <threads.h>

static thrd_t thread;
static mtx_t mutex;
static cnd_t condition;
static once_flag once = ONCE_FLAG_INIT;
static tss_t key;
static struct timespec moment;
static int number;
static void *memory;

static int work(void *argument) { return argument != 0; }

static void initialise(void) {}

void spawn_calls(void) {
    thrd_create(&thread, work, memory); // role: spawn
}

void join_calls(void) {
    thrd_join(thread, &number); // role: join
}

void detach_calls(void) {
    thrd_detach(thread); // role: detach
}

void leave_calls(int choice) {
    if (choice == 1) thrd_exit(number); // role: task-exit
}

void yield_calls(void) {
    thrd_yield(); // role: yield
}

void sleep_calls(void) {
    thrd_sleep(&moment, &moment); // role: sleep
}

void init_calls(void) {
    mtx_init(&mutex, number); // role: init
    cnd_init(&condition); // role: init
}

void free_calls(void) {
    mtx_destroy(&mutex); // role: free
    cnd_destroy(&condition); // role: free
}

void lock_calls(void) {
    mtx_lock(&mutex); // role: lock
    mtx_timedlock(&mutex, &moment); // role: lock
    mtx_trylock(&mutex); // role: lock
}

void unlock_calls(void) {
    mtx_unlock(&mutex); // role: unlock
}

void wait_calls(void) {
    cnd_wait(&condition, &mutex); // role: wait
    cnd_timedwait(&condition, &mutex, &moment); // role: wait
}

void signal_calls(void) {
    cnd_signal(&condition); // role: signal
}

void broadcast_calls(void) {
    cnd_broadcast(&condition); // role: broadcast
}

void once_calls(void) {
    call_once(&once, initialise); // role: once
}

void harmless_calls(void) {
    thrd_current(); // role: harmless
    tss_delete(key); // role: harmless
    tss_get(key); // role: harmless
    thrd_equal(thread, thread); // role: harmless
    tss_create(&key, NULL); // role: harmless
    tss_set(key, memory); // role: harmless
}
