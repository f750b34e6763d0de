// case: text is put together in a static buffer that C11 threads share
#include <stdio.h>
#include <threads.h>

static const char *name_of(int number) {
    static char name[16];
    name[0] = 'a' + number; // finding: static-local-unprotected
    return name;
}

static int print_name(void *number) {
    puts(name_of(*(int *)number));
    return 0;
}

int main(void) {
    thrd_t thread;
    int one = 1;
    thrd_create(&thread, print_name, &one);
    puts(name_of(2));
    thrd_join(thread, NULL);
    return 0;
}
