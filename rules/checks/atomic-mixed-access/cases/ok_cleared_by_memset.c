// case: C11 atomics in a structure that the main thread clears with memset once the worker is joined
#include <stdatomic.h>
#include <string.h>
#include <threads.h>

static struct {
    atomic_int reads, writes;
} counts;

static int work(void *unused) {
    (void)unused;
    atomic_fetch_add(&counts.writes, 1);
    return 0;
}

int main(void) {
    thrd_t worker;
    thrd_create(&worker, work, NULL);
    thrd_join(worker, NULL);
    memset(&counts, 0, sizeof counts);
    return 0;
}
