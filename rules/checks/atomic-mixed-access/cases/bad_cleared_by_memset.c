// case: C11 atomics in a structure that the main thread clears with memset while the worker still counts
#include <stdatomic.h>
#include <string.h>
#include <threads.h>

static struct {
    atomic_int reads, writes;
} counts;

static int work(void *unused) {
    (void)unused;
    atomic_fetch_add(&counts.writes, 1); // step: atomic-mixed-access
    return 0;
}

int main(void) {
    thrd_t worker;
    thrd_create(&worker, work, NULL);
    memset(&counts, 0, sizeof counts); // finding: atomic-mixed-access
    thrd_join(worker, NULL);
    return 0;
}
