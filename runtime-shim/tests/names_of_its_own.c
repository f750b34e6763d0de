// SPDX-License-Identifier: MIT
// A program may have functions and variables of any name, also those of the runtime inside, and a puts of its own.
#include <pthread.h>
#include <stdlib.h>

int runtime = 1;
int report_start(int value);
int task_create(int value);
int puts(const char *text);

int report_start(int value) {
    return value + runtime;
}
int task_create(int value) {
    return report_start(value) + 1;
}
int puts(const char *text) {
    return text[0];
}

static void *run(void *argument) {
    free(malloc(10));
    return argument;
}

int main(void) {
    pthread_t thread;
    pthread_create(&thread, 0, run, 0);
    pthread_join(thread, 0);
    return task_create(1) == 3 && puts("a") == 'a' ? 0 : 1;
}
