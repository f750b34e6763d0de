// SPDX-License-Identifier: MIT
// packages: glib-2.0
// A pool's threads: each item is ordered after its push, and all before the end of the pool.
#include <glib.h>

static int results[10];
#ifdef RACE
int last;
#endif

static void work(gpointer item, gpointer base) {
    int *place = item;
    *place = *place + *(int *)base;
    g_usleep(2000);
#ifdef RACE
    last = *place;
#endif
}

int main(void) {
    int base = 5, sum = 0;
    GThreadPool *pool = g_thread_pool_new(work, &base, 3, TRUE, NULL);
    for (int i = 0; i < 10; i++) {
        results[i] = i;
        g_thread_pool_push(pool, &results[i], NULL);
    }
    g_thread_pool_free(pool, FALSE, TRUE);
    for (int i = 0; i < 10; i++) sum += results[i];
    return sum != 95;
}
