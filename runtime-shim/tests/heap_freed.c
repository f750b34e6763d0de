// SPDX-License-Identifier: MIT
// expect: heap-use-after-free
// expect: Previous write of size
// expect: #0 use
#include <stdlib.h>

static void __attribute__((noinline)) use(volatile int *block) {
    *block = 1;
}

int main(void) {
    int *block = malloc(sizeof *block);
    free(block);
    use(block);
    return 0;
}
