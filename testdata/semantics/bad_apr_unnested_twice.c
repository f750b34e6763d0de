// case: the owner of a mutex that is not nested waits for itself
#include <apr_general.h>
#include <apr_pools.h>
#include <apr_thread_mutex.h>

int main(void) {
    apr_pool_t *pool;
    apr_thread_mutex_t *mutex;
    apr_initialize();
    apr_pool_create(&pool, NULL);
    apr_thread_mutex_create(&mutex, APR_THREAD_MUTEX_UNNESTED, pool);
    apr_thread_mutex_lock(mutex);
    apr_thread_mutex_lock(mutex); // finding: double-lock
    return 0;
}
