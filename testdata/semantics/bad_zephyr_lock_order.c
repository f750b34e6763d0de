// case: two threads lock two mutexes in opposite order
#include <zephyr/kernel.h>

K_MUTEX_DEFINE(one);
K_MUTEX_DEFINE(two);

static void first(void *a, void *b, void *c) {
    k_mutex_lock(&one, K_FOREVER);
    k_mutex_lock(&two, K_FOREVER); // finding: lock-order-cycle
    k_mutex_unlock(&two);
    k_mutex_unlock(&one);
}

static void second(void *a, void *b, void *c) {
    k_mutex_lock(&two, K_FOREVER);
    k_mutex_lock(&one, K_FOREVER); // step: lock-order-cycle
    k_mutex_unlock(&one);
    k_mutex_unlock(&two);
}

K_THREAD_DEFINE(t1, 1024, first, NULL, NULL, NULL, 5, 0, 0);
K_THREAD_DEFINE(t2, 1024, second, NULL, NULL, NULL, 5, 0, 0);

int main(void) {
    for (;;) k_msleep(1000);
}
