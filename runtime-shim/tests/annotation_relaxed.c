// SPDX-License-Identifier: MIT
// An order made by an annotation at the address of an atomic outlives the relaxed store that follows it.
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

void AnnotateHappensBefore(const char *file, int line, const volatile void *address);
void AnnotateHappensAfter(const char *file, int line, const volatile void *address);

static atomic_int is_ready;
static int value;

static void *take(void *argument) {
    while (!atomic_load_explicit(&is_ready, memory_order_relaxed)) sched_yield();
    AnnotateHappensAfter(__FILE__, __LINE__, &is_ready);
    value++;
    return argument;
}

int main(void) {
    pthread_t thread;
    pthread_create(&thread, 0, take, 0);
    value = 1;
    AnnotateHappensBefore(__FILE__, __LINE__, &is_ready);
    atomic_store_explicit(&is_ready, 1, memory_order_relaxed);
    pthread_join(thread, 0);
    return value == 2 ? 0 : 1;
}
