/* SPDX-License-Identifier: MIT */
/* Declarations of APR and APR-util that thread programs need; for when the libraries' own headers are not found. Names,
   types and values are the libraries' (1.7.2, 1.6.3). All other headers of this folder lead here. */
#ifndef CHANVET_APR_H
#define CHANVET_APR_H
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#define APR_DECLARE(type) type
#define APU_DECLARE(type) type
#define APR_THREAD_FUNC
#define APR_HAS_THREADS 1
#define APR_VERSION_INT
typedef unsigned char apr_byte_t;
typedef int16_t apr_int16_t;
typedef uint16_t apr_uint16_t;
typedef int apr_int32_t;
typedef unsigned int apr_uint32_t;
typedef long apr_int64_t;
typedef unsigned long apr_uint64_t;
typedef size_t apr_size_t;
typedef ssize_t apr_ssize_t;
typedef off_t apr_off_t;

/* apr_errno.h */
typedef int apr_status_t;
#define APR_SUCCESS 0
#define APR_OS_START_ERROR 20000
#define APR_OS_START_STATUS 70000
#define APR_TIMEUP (APR_OS_START_STATUS + 7)
#define APR_INCHILD (APR_OS_START_STATUS + 1)
#define APR_DETACH (APR_OS_START_STATUS + 3)
#define APR_NOTDETACH (APR_OS_START_STATUS + 4)
#define APR_CHILD_DONE (APR_OS_START_STATUS + 5)
#define APR_CHILD_NOTDONE (APR_OS_START_STATUS + 6)
#define APR_INCOMPLETE (APR_OS_START_STATUS + 8)
#define APR_BADARG (APR_OS_START_STATUS + 22)
#define APR_EOF (APR_OS_START_STATUS + 14)
#define APR_NOTFOUND (APR_OS_START_STATUS + 15)
#define APR_EGENERAL (APR_OS_START_ERROR + 14)
#define APR_ENOTIMPL (APR_OS_START_STATUS + 23)
#define APR_EBUSY (APR_OS_START_STATUS + 25)
#define APR_EAGAIN EAGAIN
#define APR_EINTR EINTR
#define APR_ENOMEM ENOMEM
#define APR_STATUS_IS_TIMEUP(s) ((s) == APR_TIMEUP)
#define APR_STATUS_IS_EOF(s) ((s) == APR_EOF)
#define APR_STATUS_IS_EBUSY(s) ((s) == APR_EBUSY)
#define APR_STATUS_IS_EINTR(s) ((s) == APR_EINTR)
#define APR_STATUS_IS_EAGAIN(s) ((s) == APR_EAGAIN)
char *apr_strerror(apr_status_t statcode, char *buf, apr_size_t bufsize);

/* apr_general.h, apr_pools.h, apr_time.h */
typedef struct apr_pool_t apr_pool_t;
typedef struct apr_allocator_t apr_allocator_t;
typedef int (*apr_abortfunc_t)(int retcode);
typedef apr_int64_t apr_time_t;
typedef apr_int64_t apr_interval_time_t;
#define APR_USEC_PER_SEC ((apr_time_t)1000000)
#define apr_time_from_sec(sec) ((apr_time_t)(sec)*APR_USEC_PER_SEC)
#define apr_time_from_msec(msec) ((apr_time_t)(msec)*1000)
apr_status_t apr_initialize(void);
apr_status_t apr_app_initialize(int *argc, char const *const **argv, char const *const **env);
void apr_terminate(void);
void apr_terminate2(void);
apr_status_t apr_pool_create_ex(apr_pool_t **newpool, apr_pool_t *parent, apr_abortfunc_t abort_fn,
                                apr_allocator_t *allocator);
#define apr_pool_create(newpool, parent) apr_pool_create_ex(newpool, parent, NULL, NULL)
void apr_pool_clear(apr_pool_t *p);
void apr_pool_destroy(apr_pool_t *p);
void *apr_palloc(apr_pool_t *p, apr_size_t size);
#define apr_pcalloc(p, size) memset(apr_palloc(p, size), 0, size)
char *apr_pstrdup(apr_pool_t *p, const char *s);
apr_time_t apr_time_now(void);
void apr_sleep(apr_interval_time_t t);

/* apr_thread_proc.h */
typedef struct apr_thread_t apr_thread_t;
typedef struct apr_threadattr_t apr_threadattr_t;
typedef struct apr_thread_once_t apr_thread_once_t;
typedef void *(APR_THREAD_FUNC *apr_thread_start_t)(apr_thread_t *, void *);
apr_status_t apr_threadattr_create(apr_threadattr_t **new_attr, apr_pool_t *cont);
apr_status_t apr_threadattr_detach_set(apr_threadattr_t *attr, apr_int32_t on);
apr_status_t apr_threadattr_stacksize_set(apr_threadattr_t *attr, apr_size_t stacksize);
apr_status_t apr_thread_create(apr_thread_t **new_thread, apr_threadattr_t *attr, apr_thread_start_t func, void *data,
                               apr_pool_t *cont);
apr_status_t apr_thread_exit(apr_thread_t *thd, apr_status_t retval);
apr_status_t apr_thread_join(apr_status_t *retval, apr_thread_t *thd);
void apr_thread_yield(void);
apr_status_t apr_thread_once_init(apr_thread_once_t **control, apr_pool_t *p);
apr_status_t apr_thread_once(apr_thread_once_t *control, void (*func)(void));
apr_status_t apr_thread_detach(apr_thread_t *thd);
apr_status_t apr_thread_data_get(void **data, const char *key, apr_thread_t *thread);

/* apr_thread_mutex.h, apr_thread_rwlock.h, apr_thread_cond.h */
typedef struct apr_thread_mutex_t apr_thread_mutex_t;
#define APR_THREAD_MUTEX_DEFAULT 0x0
#define APR_THREAD_MUTEX_NESTED 0x1
#define APR_THREAD_MUTEX_UNNESTED 0x2
#define APR_THREAD_MUTEX_TIMED 0x4
apr_status_t apr_thread_mutex_create(apr_thread_mutex_t **mutex, unsigned int flags, apr_pool_t *pool);
apr_status_t apr_thread_mutex_lock(apr_thread_mutex_t *mutex);
apr_status_t apr_thread_mutex_trylock(apr_thread_mutex_t *mutex);
apr_status_t apr_thread_mutex_timedlock(apr_thread_mutex_t *mutex, apr_interval_time_t timeout);
apr_status_t apr_thread_mutex_unlock(apr_thread_mutex_t *mutex);
apr_status_t apr_thread_mutex_destroy(apr_thread_mutex_t *mutex);
typedef struct apr_thread_rwlock_t apr_thread_rwlock_t;
apr_status_t apr_thread_rwlock_create(apr_thread_rwlock_t **rwlock, apr_pool_t *pool);
apr_status_t apr_thread_rwlock_rdlock(apr_thread_rwlock_t *rwlock);
apr_status_t apr_thread_rwlock_tryrdlock(apr_thread_rwlock_t *rwlock);
apr_status_t apr_thread_rwlock_wrlock(apr_thread_rwlock_t *rwlock);
apr_status_t apr_thread_rwlock_trywrlock(apr_thread_rwlock_t *rwlock);
apr_status_t apr_thread_rwlock_unlock(apr_thread_rwlock_t *rwlock);
apr_status_t apr_thread_rwlock_destroy(apr_thread_rwlock_t *rwlock);
typedef struct apr_thread_cond_t apr_thread_cond_t;
apr_status_t apr_thread_cond_create(apr_thread_cond_t **cond, apr_pool_t *pool);
apr_status_t apr_thread_cond_wait(apr_thread_cond_t *cond, apr_thread_mutex_t *mutex);
apr_status_t apr_thread_cond_timedwait(apr_thread_cond_t *cond, apr_thread_mutex_t *mutex, apr_interval_time_t timeout);
apr_status_t apr_thread_cond_signal(apr_thread_cond_t *cond);
apr_status_t apr_thread_cond_broadcast(apr_thread_cond_t *cond);
apr_status_t apr_thread_cond_destroy(apr_thread_cond_t *cond);

/* apr_proc_mutex.h, apr_global_mutex.h */
typedef struct apr_proc_mutex_t apr_proc_mutex_t;
typedef struct apr_global_mutex_t apr_global_mutex_t;
typedef enum {
    APR_LOCK_FCNTL,
    APR_LOCK_FLOCK,
    APR_LOCK_SYSVSEM,
    APR_LOCK_PROC_PTHREAD,
    APR_LOCK_POSIXSEM,
    APR_LOCK_DEFAULT,
    APR_LOCK_DEFAULT_TIMED
} apr_lockmech_e;
apr_status_t apr_proc_mutex_create(apr_proc_mutex_t **mutex, const char *fname, apr_lockmech_e mech, apr_pool_t *pool);
apr_status_t apr_proc_mutex_child_init(apr_proc_mutex_t **mutex, const char *fname, apr_pool_t *pool);
apr_status_t apr_proc_mutex_lock(apr_proc_mutex_t *mutex);
apr_status_t apr_proc_mutex_trylock(apr_proc_mutex_t *mutex);
apr_status_t apr_proc_mutex_timedlock(apr_proc_mutex_t *mutex, apr_interval_time_t timeout);
apr_status_t apr_proc_mutex_unlock(apr_proc_mutex_t *mutex);
apr_status_t apr_proc_mutex_destroy(apr_proc_mutex_t *mutex);
apr_status_t apr_global_mutex_create(apr_global_mutex_t **mutex, const char *fname, apr_lockmech_e mech,
                                     apr_pool_t *pool);
apr_status_t apr_global_mutex_child_init(apr_global_mutex_t **mutex, const char *fname, apr_pool_t *pool);
apr_status_t apr_global_mutex_lock(apr_global_mutex_t *mutex);
apr_status_t apr_global_mutex_trylock(apr_global_mutex_t *mutex);
apr_status_t apr_global_mutex_timedlock(apr_global_mutex_t *mutex, apr_interval_time_t timeout);
apr_status_t apr_global_mutex_unlock(apr_global_mutex_t *mutex);
apr_status_t apr_global_mutex_destroy(apr_global_mutex_t *mutex);

/* apr_queue.h, apr_reslist.h, apr_thread_pool.h */
typedef struct apr_queue_t apr_queue_t;
apr_status_t apr_queue_create(apr_queue_t **queue, unsigned int queue_capacity, apr_pool_t *a);
apr_status_t apr_queue_push(apr_queue_t *queue, void *data);
apr_status_t apr_queue_pop(apr_queue_t *queue, void **data);
apr_status_t apr_queue_trypush(apr_queue_t *queue, void *data);
apr_status_t apr_queue_trypop(apr_queue_t *queue, void **data);
unsigned int apr_queue_size(apr_queue_t *queue);
apr_status_t apr_queue_interrupt_all(apr_queue_t *queue);
apr_status_t apr_queue_term(apr_queue_t *queue);
typedef struct apr_reslist_t apr_reslist_t;
typedef apr_status_t (*apr_reslist_constructor)(void **resource, void *params, apr_pool_t *pool);
typedef apr_status_t (*apr_reslist_destructor)(void *resource, void *params, apr_pool_t *pool);
apr_status_t apr_reslist_create(apr_reslist_t **reslist, int min, int smax, int hmax, apr_interval_time_t ttl,
                                apr_reslist_constructor con, apr_reslist_destructor de, void *params, apr_pool_t *pool);
apr_status_t apr_reslist_destroy(apr_reslist_t *reslist);
apr_status_t apr_reslist_acquire(apr_reslist_t *reslist, void **resource);
apr_status_t apr_reslist_release(apr_reslist_t *reslist, void *resource);
apr_status_t apr_reslist_invalidate(apr_reslist_t *reslist, void *resource);
void apr_reslist_timeout_set(apr_reslist_t *reslist, apr_interval_time_t timeout);
typedef struct apr_thread_pool apr_thread_pool_t;
#define APR_THREAD_TASK_PRIORITY_LOWEST 0
#define APR_THREAD_TASK_PRIORITY_LOW 63
#define APR_THREAD_TASK_PRIORITY_NORMAL 127
#define APR_THREAD_TASK_PRIORITY_HIGH 191
#define APR_THREAD_TASK_PRIORITY_HIGHEST 255
apr_status_t apr_thread_pool_create(apr_thread_pool_t **me, apr_size_t init_threads, apr_size_t max_threads,
                                    apr_pool_t *pool);
apr_status_t apr_thread_pool_destroy(apr_thread_pool_t *me);
apr_status_t apr_thread_pool_push(apr_thread_pool_t *me, apr_thread_start_t func, void *param, apr_byte_t priority,
                                  void *owner);
apr_status_t apr_thread_pool_schedule(apr_thread_pool_t *me, apr_thread_start_t func, void *param,
                                      apr_interval_time_t time, void *owner);
apr_status_t apr_thread_pool_top(apr_thread_pool_t *me, apr_thread_start_t func, void *param, apr_byte_t priority,
                                 void *owner);
apr_status_t apr_thread_pool_tasks_cancel(apr_thread_pool_t *me, void *owner);
apr_size_t apr_thread_pool_tasks_count(apr_thread_pool_t *me);
apr_size_t apr_thread_pool_busy_count(apr_thread_pool_t *me);
apr_size_t apr_thread_pool_threads_count(apr_thread_pool_t *me);
apr_size_t apr_thread_pool_idle_count(apr_thread_pool_t *me);
apr_size_t apr_thread_pool_idle_max_set(apr_thread_pool_t *me, apr_size_t cnt);
apr_size_t apr_thread_pool_thread_max_set(apr_thread_pool_t *me, apr_size_t cnt);
apr_size_t apr_thread_pool_thread_max_get(apr_thread_pool_t *me);

/* apr_atomic.h */
apr_status_t apr_atomic_init(apr_pool_t *p);
apr_uint32_t apr_atomic_read32(volatile apr_uint32_t *mem);
void apr_atomic_set32(volatile apr_uint32_t *mem, apr_uint32_t val);
apr_uint32_t apr_atomic_add32(volatile apr_uint32_t *mem, apr_uint32_t val);
void apr_atomic_sub32(volatile apr_uint32_t *mem, apr_uint32_t val);
apr_uint32_t apr_atomic_inc32(volatile apr_uint32_t *mem);
int apr_atomic_dec32(volatile apr_uint32_t *mem);
apr_uint32_t apr_atomic_cas32(volatile apr_uint32_t *mem, apr_uint32_t with, apr_uint32_t cmp);
apr_uint32_t apr_atomic_xchg32(volatile apr_uint32_t *mem, apr_uint32_t val);
void *apr_atomic_casptr(volatile void **mem, void *with, const void *cmp);
void *apr_atomic_xchgptr(volatile void **mem, void *with);
#endif
