// SPDX-License-Identifier: MIT
// One thread closes what another still writes to: the number may be another file by then.
// expect: WARNING: qtrace: data race
// expect: Location is file descriptor
#include <pthread.h>
#include <stdint.h>
#include <unistd.h>

void __tsan_testonly_barrier_init(uint32_t *barrier, unsigned count);
void __tsan_testonly_barrier_wait(uint32_t *barrier);

static int ends[2];
static uint32_t barrier;

static void *use(void *argument) {
    if (write(ends[1], "x", 1) != 1) return argument;
    __tsan_testonly_barrier_wait(&barrier);
    return NULL;
}

int main(void) {
    pthread_t thread;
    __tsan_testonly_barrier_init(&barrier, 2);
    if (pipe(ends)) return 1;
    pthread_create(&thread, 0, use, 0);
    __tsan_testonly_barrier_wait(&barrier);
    close(ends[1]);
    pthread_join(thread, 0);
    return 0;
}
