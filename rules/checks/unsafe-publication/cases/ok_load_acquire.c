// case: the load that sees the flag is an acquire
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static char greeting[16];
static atomic_int is_ready;

static void *write_greeting(void *unused) {
    greeting[0] = 'h';
    greeting[1] = 'i';
    atomic_store_explicit(&is_ready, 1, memory_order_release);
    return unused;
}

int main(void) {
    pthread_t writer;
    pthread_create(&writer, NULL, write_greeting, NULL);
    if (atomic_load_explicit(&is_ready, memory_order_acquire) == 1) putchar(greeting[0]);
    pthread_join(writer, NULL);
    return 0;
}
