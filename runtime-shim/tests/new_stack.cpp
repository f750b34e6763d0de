// SPDX-License-Identifier: MIT
// A block that comes from new: its stack begins where new is said.
// expect: data race
// expect: Location is heap block of size 24
// expect: new_stack.cpp:13
#include <pthread.h>

struct Counter {
    long values[3];
};

__attribute__((noinline)) static Counter *make_counter() {
    return new Counter();
}

static void *worker(void *argument) {
    static_cast<Counter *>(argument)->values[1]++;
    return nullptr;
}

int main() {
    pthread_t threads[2];
    Counter *counter = make_counter();
    for (pthread_t &thread : threads) pthread_create(&thread, nullptr, worker, counter);
    for (pthread_t thread : threads) pthread_join(thread, nullptr);
    delete counter;
}
