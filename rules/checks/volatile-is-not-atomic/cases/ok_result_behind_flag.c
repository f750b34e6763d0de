// case: a C11 thread writes its result into the heap and then an atomic one that says it is there
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <threads.h>

struct answer {
    int value;
    atomic_int is_there;
};

static int compute(void *arg) {
    struct answer *answer = arg;
    answer->value = 42;
    answer->is_there = 1;
    return 0;
}

int main(void) {
    thrd_t thread;
    struct answer *answer = calloc(1, sizeof *answer);
    if (!answer) return 1;
    thrd_create(&thread, compute, answer);
    while (!answer->is_there) thrd_yield();
    printf("%d\n", answer->value);
    thrd_join(thread, NULL);
    free(answer);
    return 0;
}
