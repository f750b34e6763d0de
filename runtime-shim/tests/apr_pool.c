// SPDX-License-Identifier: MIT
// packages: apr-util-1 apr-1
// A thread pool of APR.
#include <apr_general.h>
#include <apr_thread_pool.h>

static int results[10];
#ifdef RACE
int last;
#endif

static void *APR_THREAD_FUNC work(apr_thread_t *thread, void *item) {
    (void)thread;
    *(int *)item += 5;
    apr_sleep(2000);
#ifdef RACE
    last = *(int *)item;
#endif
    return NULL;
}

int main(void) {
    apr_pool_t *memory;
    apr_thread_pool_t *pool;
    int sum = 0;
    apr_initialize();
    apr_pool_create(&memory, NULL);
    apr_thread_pool_create(&pool, 3, 3, memory);
    for (int i = 0; i < 10; i++) {
        results[i] = i;
        apr_thread_pool_push(pool, work, &results[i], APR_THREAD_TASK_PRIORITY_NORMAL, NULL);
    }
    while (apr_thread_pool_tasks_count(pool) + apr_thread_pool_busy_count(pool) > 0) apr_sleep(1000);
    apr_thread_pool_destroy(pool);
    for (int i = 0; i < 10; i++) sum += results[i];
    apr_terminate();
    return sum != 95;
}
