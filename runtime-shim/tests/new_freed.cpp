// SPDX-License-Identifier: MIT
// delete[] of a block that another thread still uses.
// expect: heap-use-after-free
// expect: new_freed.cpp:9
#include <pthread.h>
#include <unistd.h>

__attribute__((noinline)) static void drop_list(int *list) {
    delete[] list;
}

static void *worker(void *argument) {
    usleep(300000);
    static_cast<volatile int *>(argument)[3] = 1;
    return nullptr;
}

int main() {
    pthread_t thread;
    int *list = new int[8]();
    pthread_create(&thread, nullptr, worker, list);
    drop_list(list);
    pthread_join(thread, nullptr);
}
