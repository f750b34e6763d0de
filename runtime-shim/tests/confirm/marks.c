// SPDX-License-Identifier: MIT
// Two tasks with marks; by itself the program prints 12, since the second comes later.
#include <pthread.h>
#include <qtrace.h>
#include <unistd.h>

static void print(const char *text) {
    ssize_t ignored = write(STDOUT_FILENO, text, 1);
    (void)ignored;
}

static void *first(void *unused) {
    qtrace_mark("first");
    print("1");
    return unused;
}

static void *second(void *unused) {
    usleep(100000);
    print("2");
    qtrace_mark("second");
    return unused;
}

int main(void) {
    pthread_t one, two;
    pthread_create(&one, NULL, first, NULL);
    pthread_create(&two, NULL, second, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return 0;
}
