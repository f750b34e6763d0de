// case: a wait gives the mutex back and takes it again; here that leads into a wait without end
#include <apr_general.h>
#include <apr_pools.h>
#include <apr_queue.h>
#include <apr_thread_cond.h>
#include <apr_thread_mutex.h>
#include <apr_thread_proc.h>

static apr_pool_t *pool;
static apr_queue_t *never;

static void hang(void) {
    void *item;
    apr_queue_pop(never, &item); // finding: receive-never-sent
}

static void start(void) {
    apr_initialize();
    apr_pool_create(&pool, NULL);
    apr_queue_create(&never, 1, pool);
}

static apr_thread_mutex_t *mutex;
static apr_thread_cond_t *changed;
static int ready;

static void *set(apr_thread_t *self, void *data) {
    apr_thread_mutex_lock(mutex);
    ready = 1;
    apr_thread_cond_signal(changed);
    apr_thread_mutex_unlock(mutex);
    return NULL;
}

int main(void) {
    start();
    apr_thread_t *thread;
    apr_status_t status;
    apr_thread_mutex_create(&mutex, APR_THREAD_MUTEX_DEFAULT, pool);
    apr_thread_cond_create(&changed, pool);
    apr_thread_mutex_lock(mutex);
    apr_thread_create(&thread, NULL, set, NULL, pool);
    while (!ready) apr_thread_cond_wait(changed, mutex);
    apr_thread_mutex_unlock(mutex);
    apr_thread_join(&status, thread);
    if (ready == 1) hang();
    return 0;
}
