// case: a thread pushes to a full queue with the lock held that the thread which would pop needs
#include <apr_general.h>
#include <apr_pools.h>
#include <apr_queue.h>
#include <apr_thread_mutex.h>
#include <apr_thread_proc.h>

static apr_thread_mutex_t *mutex;
static apr_queue_t *queue;

static void *take(apr_thread_t *self, void *data) {
    void *item;
    apr_thread_mutex_lock(mutex);
    apr_queue_pop(queue, &item);
    apr_thread_mutex_unlock(mutex);
    return NULL;
}

int main(void) {
    apr_pool_t *pool;
    apr_thread_t *thread;
    apr_status_t status;
    apr_initialize();
    apr_pool_create(&pool, NULL);
    apr_queue_create(&queue, 1, pool);
    apr_thread_mutex_create(&mutex, APR_THREAD_MUTEX_DEFAULT, pool);
    apr_thread_mutex_lock(mutex);
    apr_thread_create(&thread, NULL, take, NULL, pool);
    apr_queue_push(queue, "one");
    apr_queue_push(queue, "two"); // finding: blocked-holding-lock
    apr_thread_mutex_unlock(mutex);
    apr_thread_join(&status, thread);
    return 0;
}
