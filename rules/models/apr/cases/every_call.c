// SPDX-License-Identifier: MIT
// Every modelled call once; the comment at the end of a line is the role that its call must get.
#include <apr.h>
#include <apr_general.h>
#include <apr_pools.h>
#include <apr_errno.h>
#include <apr_strings.h>
#include <apr_time.h>
#include <apr_atomic.h>
#include <apr_thread_proc.h>
#include <apr_thread_mutex.h>
#include <apr_thread_rwlock.h>
#include <apr_thread_cond.h>
#include <apr_proc_mutex.h>
#include <apr_global_mutex.h>
#include <apr_queue.h>
#include <apr_reslist.h>
#include <apr_thread_pool.h>

static void *memory;
#define ANY(type) (*(__typeof__(type) *)memory)

void spawn_calls(void) {
    apr_thread_create(ANY(apr_thread_t **), ANY(apr_threadattr_t *), ANY(apr_thread_start_t), ANY(void *), ANY(apr_pool_t *)); // role: spawn
    apr_thread_pool_push(ANY(apr_thread_pool_t *), ANY(apr_thread_start_t), ANY(void *), ANY(apr_byte_t), ANY(void *)); // role: spawn
    apr_thread_pool_top(ANY(apr_thread_pool_t *), ANY(apr_thread_start_t), ANY(void *), ANY(apr_byte_t), ANY(void *)); // role: spawn
    apr_thread_pool_schedule(ANY(apr_thread_pool_t *), ANY(apr_thread_start_t), ANY(void *), ANY(apr_interval_time_t), ANY(void *)); // role: spawn
}

void join_calls(void) {
    apr_thread_join(ANY(apr_status_t *), ANY(apr_thread_t *)); // role: join
}

void detach_calls(void) {
    apr_thread_detach(ANY(apr_thread_t *)); // role: detach
}

void task_exit_calls(int choice) {
    if (choice == 1) apr_thread_exit(ANY(apr_thread_t *), ANY(apr_status_t)); // role: task-exit
}

void yield_calls(void) {
    apr_thread_yield(); // role: yield
}

void sleep_calls(void) {
    apr_sleep(ANY(apr_interval_time_t)); // role: sleep
}

void once_calls(void) {
    apr_thread_once(ANY(apr_thread_once_t *), ANY(void (*)(void))); // role: once
}

void make_calls(void) {
    apr_thread_mutex_create(ANY(apr_thread_mutex_t **), ANY(unsigned int), ANY(apr_pool_t *)); // role: make
    apr_thread_mutex_create(ANY(apr_thread_mutex_t **), (__typeof__(unsigned int))0, ANY(apr_pool_t *)); // role: make
    apr_thread_mutex_create(ANY(apr_thread_mutex_t **), (__typeof__(unsigned int))2, ANY(apr_pool_t *)); // role: make
    apr_thread_mutex_create(ANY(apr_thread_mutex_t **), (__typeof__(unsigned int))4, ANY(apr_pool_t *)); // role: make
    apr_thread_rwlock_create(ANY(apr_thread_rwlock_t **), ANY(apr_pool_t *)); // role: make
    apr_thread_cond_create(ANY(apr_thread_cond_t **), ANY(apr_pool_t *)); // role: make
    apr_proc_mutex_create(ANY(apr_proc_mutex_t **), ANY(const char *), ANY(apr_lockmech_e), ANY(apr_pool_t *)); // role: make
    apr_global_mutex_create(ANY(apr_global_mutex_t **), ANY(const char *), ANY(apr_lockmech_e), ANY(apr_pool_t *)); // role: make
    apr_queue_create(ANY(apr_queue_t **), ANY(unsigned int), ANY(apr_pool_t *)); // role: make
    apr_thread_pool_create(ANY(apr_thread_pool_t **), ANY(apr_size_t), ANY(apr_size_t), ANY(apr_pool_t *)); // role: make
}

void lock_calls(void) {
    apr_thread_mutex_lock(ANY(apr_thread_mutex_t *)); // role: lock
    apr_thread_mutex_trylock(ANY(apr_thread_mutex_t *)); // role: lock
    apr_thread_mutex_timedlock(ANY(apr_thread_mutex_t *), ANY(apr_interval_time_t)); // role: lock
    apr_thread_rwlock_rdlock(ANY(apr_thread_rwlock_t *)); // role: lock
    apr_thread_rwlock_wrlock(ANY(apr_thread_rwlock_t *)); // role: lock
    apr_thread_rwlock_tryrdlock(ANY(apr_thread_rwlock_t *)); // role: lock
    apr_thread_rwlock_trywrlock(ANY(apr_thread_rwlock_t *)); // role: lock
    apr_proc_mutex_lock(ANY(apr_proc_mutex_t *)); // role: lock
    apr_global_mutex_lock(ANY(apr_global_mutex_t *)); // role: lock
    apr_proc_mutex_trylock(ANY(apr_proc_mutex_t *)); // role: lock
    apr_global_mutex_trylock(ANY(apr_global_mutex_t *)); // role: lock
    apr_proc_mutex_timedlock(ANY(apr_proc_mutex_t *), ANY(apr_interval_time_t)); // role: lock
    apr_global_mutex_timedlock(ANY(apr_global_mutex_t *), ANY(apr_interval_time_t)); // role: lock
}

void unlock_calls(void) {
    apr_thread_mutex_unlock(ANY(apr_thread_mutex_t *)); // role: unlock
    apr_thread_rwlock_unlock(ANY(apr_thread_rwlock_t *)); // role: unlock
    apr_proc_mutex_unlock(ANY(apr_proc_mutex_t *)); // role: unlock
    apr_global_mutex_unlock(ANY(apr_global_mutex_t *)); // role: unlock
}

void free_calls(void) {
    apr_thread_mutex_destroy(ANY(apr_thread_mutex_t *)); // role: free
    apr_thread_rwlock_destroy(ANY(apr_thread_rwlock_t *)); // role: free
    apr_thread_cond_destroy(ANY(apr_thread_cond_t *)); // role: free
    apr_proc_mutex_destroy(ANY(apr_proc_mutex_t *)); // role: free
    apr_global_mutex_destroy(ANY(apr_global_mutex_t *)); // role: free
}

void wait_calls(void) {
    apr_thread_cond_wait(ANY(apr_thread_cond_t *), ANY(apr_thread_mutex_t *)); // role: wait
    apr_thread_cond_timedwait(ANY(apr_thread_cond_t *), ANY(apr_thread_mutex_t *), ANY(apr_interval_time_t)); // role: wait
}

void signal_calls(void) {
    apr_thread_cond_signal(ANY(apr_thread_cond_t *)); // role: signal
}

void broadcast_calls(void) {
    apr_thread_cond_broadcast(ANY(apr_thread_cond_t *)); // role: broadcast
}

void harmless_calls(void) {
    apr_proc_mutex_child_init(ANY(apr_proc_mutex_t **), ANY(const char *), ANY(apr_pool_t *)); // role: harmless
    apr_global_mutex_child_init(ANY(apr_global_mutex_t **), ANY(const char *), ANY(apr_pool_t *)); // role: harmless
    apr_reslist_create(ANY(apr_reslist_t **), ANY(int), ANY(int), ANY(int), ANY(apr_interval_time_t), ANY(apr_reslist_constructor), ANY(apr_reslist_destructor), ANY(void *), ANY(apr_pool_t *)); // role: harmless
    apr_reslist_release(ANY(apr_reslist_t *), ANY(void *)); // role: harmless
    apr_reslist_invalidate(ANY(apr_reslist_t *), ANY(void *)); // role: harmless
    apr_initialize(); // role: harmless
    apr_terminate(); // role: harmless
    apr_terminate2(); // role: harmless
    apr_time_now(); // role: harmless
    apr_thread_data_get(ANY(void **), ANY(const char *), ANY(apr_thread_t *)); // role: harmless
    apr_threadattr_create(ANY(apr_threadattr_t **), ANY(apr_pool_t *)); // role: harmless
    apr_threadattr_detach_set(ANY(apr_threadattr_t *), ANY(apr_int32_t)); // role: harmless
    apr_threadattr_stacksize_set(ANY(apr_threadattr_t *), ANY(apr_size_t)); // role: harmless
    apr_thread_once_init(ANY(apr_thread_once_t **), ANY(apr_pool_t *)); // role: harmless
    apr_strerror(ANY(apr_status_t), ANY(char *), ANY(apr_size_t)); // role: harmless
    apr_thread_pool_idle_max_set(ANY(apr_thread_pool_t *), ANY(apr_size_t)); // role: harmless
    apr_thread_pool_thread_max_set(ANY(apr_thread_pool_t *), ANY(apr_size_t)); // role: harmless
    apr_reslist_timeout_set(ANY(apr_reslist_t *), ANY(apr_interval_time_t)); // role: harmless
    apr_pool_create_ex(ANY(apr_pool_t **), ANY(apr_pool_t *), ANY(apr_abortfunc_t), ANY(apr_allocator_t *)); // role: harmless
    apr_app_initialize(ANY(int *), ANY(const char *const **), ANY(const char *const **)); // role: harmless
    apr_pool_clear(ANY(apr_pool_t *)); // role: harmless
    apr_pool_destroy(ANY(apr_pool_t *)); // role: harmless
    apr_thread_pool_tasks_count(ANY(apr_thread_pool_t *)); // role: harmless
    apr_thread_pool_busy_count(ANY(apr_thread_pool_t *)); // role: harmless
    apr_thread_pool_threads_count(ANY(apr_thread_pool_t *)); // role: harmless
    apr_thread_pool_idle_count(ANY(apr_thread_pool_t *)); // role: harmless
    apr_thread_pool_thread_max_get(ANY(apr_thread_pool_t *)); // role: harmless
    apr_atomic_init(ANY(apr_pool_t *)); // role: harmless
    apr_reslist_destroy(ANY(apr_reslist_t *)); // role: harmless
}

void send_calls(void) {
    apr_queue_push(ANY(apr_queue_t *), ANY(void *)); // role: send
    apr_queue_trypush(ANY(apr_queue_t *), ANY(void *)); // role: send
}

void receive_calls(void) {
    apr_queue_pop(ANY(apr_queue_t *), ANY(void **)); // role: receive
    apr_queue_trypop(ANY(apr_queue_t *), ANY(void **)); // role: receive
}

void close_calls(void) {
    apr_queue_term(ANY(apr_queue_t *)); // role: close
    apr_queue_interrupt_all(ANY(apr_queue_t *)); // role: close
}

void query_calls(void) {
    apr_queue_size(ANY(apr_queue_t *)); // role: query
    apr_atomic_cas32(ANY(volatile apr_uint32_t *), ANY(apr_uint32_t), ANY(apr_uint32_t)); // role: query
    apr_atomic_casptr(ANY(volatile void **), ANY(void *), ANY(const void *)); // role: query
}

void io_calls(void) {
    apr_reslist_acquire(ANY(apr_reslist_t *), ANY(void **)); // role: io
    apr_thread_pool_tasks_cancel(ANY(apr_thread_pool_t *), ANY(void *)); // role: io
}

void wait_group_wait_calls(void) {
    apr_thread_pool_destroy(ANY(apr_thread_pool_t *)); // role: wait-group-wait
}

void allocate_calls(void) {
    apr_palloc(ANY(apr_pool_t *), ANY(apr_size_t)); // role: allocate
    apr_pstrdup(ANY(apr_pool_t *), ANY(const char *)); // role: allocate
}

void atomic_load_calls(void) {
    apr_atomic_read32(ANY(volatile apr_uint32_t *)); // role: atomic-load
}

void atomic_store_calls(void) {
    apr_atomic_set32(ANY(volatile apr_uint32_t *), ANY(apr_uint32_t)); // role: atomic-store
}

void atomic_update_calls(void) {
    apr_atomic_add32(ANY(volatile apr_uint32_t *), ANY(apr_uint32_t)); // role: atomic-update
    apr_atomic_sub32(ANY(volatile apr_uint32_t *), ANY(apr_uint32_t)); // role: atomic-update
    apr_atomic_inc32(ANY(volatile apr_uint32_t *)); // role: atomic-update
    apr_atomic_dec32(ANY(volatile apr_uint32_t *)); // role: atomic-update
}

void atomic_exchange_calls(void) {
    apr_atomic_xchg32(ANY(volatile apr_uint32_t *), ANY(apr_uint32_t)); // role: atomic-exchange
    apr_atomic_xchgptr(ANY(volatile void **), ANY(void *)); // role: atomic-exchange
}
