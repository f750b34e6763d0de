// case: two C11 threads raise a counter, both under the lock
#include <threads.h>

static mtx_t lock;
static int count;

static int careful(void *unused) {
    (void)unused;
    mtx_lock(&lock);
    count++;
    mtx_unlock(&lock);
    return 0;
}

static int careless(void *unused) {
    (void)unused;
    mtx_lock(&lock);
    count++;
    mtx_unlock(&lock);
    return 0;
}

int main(void) {
    thrd_t one, two;
    mtx_init(&lock, mtx_plain);
    thrd_create(&one, careful, NULL);
    thrd_create(&two, careless, NULL);
    thrd_join(one, NULL);
    thrd_join(two, NULL);
    return 0;
}
