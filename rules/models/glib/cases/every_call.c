// SPDX-License-Identifier: MIT
// Every modelled call once; the comment at the end of a line is the role that its call must get.
#include "glib.h"
#include "glib-unix.h"

static void *memory;
#define ANY(type) (*(__typeof__(type) *)memory)

void spawn_calls(void) {
    g_thread_new(ANY(const gchar *), ANY(GThreadFunc), ANY(gpointer)); // role: spawn
    g_thread_try_new(ANY(const gchar *), ANY(GThreadFunc), ANY(gpointer), ANY(GError **)); // role: spawn
    g_thread_create(ANY(GThreadFunc), ANY(gpointer), ANY(gboolean), ANY(GError **)); // role: spawn
    g_thread_create_full(ANY(GThreadFunc), ANY(gpointer), ANY(gulong), ANY(gboolean), ANY(gboolean), ANY(GThreadPriority), ANY(GError **)); // role: spawn
    g_thread_pool_push(ANY(GThreadPool *), ANY(gpointer), ANY(GError **)); // role: spawn
}

void join_calls(void) {
    g_thread_join(ANY(GThread *)); // role: join
}

void detach_calls(void) {
    g_thread_unref(ANY(GThread *)); // role: detach
}

void task_exit_calls(int choice) {
    if (choice == 1) g_thread_exit(ANY(gpointer)); // role: task-exit
}

void yield_calls(void) {
    g_thread_yield(); // role: yield
}

void sleep_calls(void) {
    g_usleep(ANY(gulong)); // role: sleep
}

void init_calls(void) {
    g_mutex_init(ANY(GMutex *)); // role: init
    g_rec_mutex_init(ANY(GRecMutex *)); // role: init
    g_rw_lock_init(ANY(GRWLock *)); // role: init
    g_cond_init(ANY(GCond *)); // role: init
}

void free_calls(void) {
    g_mutex_clear(ANY(GMutex *)); // role: free
    g_mutex_free(ANY(GMutex *)); // role: free
    g_rec_mutex_clear(ANY(GRecMutex *)); // role: free
    g_rw_lock_clear(ANY(GRWLock *)); // role: free
    g_cond_clear(ANY(GCond *)); // role: free
    g_cond_free(ANY(GCond *)); // role: free
    g_async_queue_unref(ANY(GAsyncQueue *)); // role: free
    g_async_queue_unref_and_unlock(ANY(GAsyncQueue *)); // role: free
    g_thread_pool_free(ANY(GThreadPool *), ANY(gboolean), (__typeof__(gboolean))0); // role: free
}

void lock_calls(void) {
    g_mutex_lock(ANY(GMutex *)); // role: lock
    g_mutex_trylock(ANY(GMutex *)); // role: lock
    g_rec_mutex_lock(ANY(GRecMutex *)); // role: lock
    g_rec_mutex_trylock(ANY(GRecMutex *)); // role: lock
    g_rw_lock_reader_lock(ANY(GRWLock *)); // role: lock
    g_rw_lock_writer_lock(ANY(GRWLock *)); // role: lock
    g_rw_lock_reader_trylock(ANY(GRWLock *)); // role: lock
    g_rw_lock_writer_trylock(ANY(GRWLock *)); // role: lock
    g_bit_lock(ANY(volatile gint *), ANY(gint)); // role: lock
    g_bit_trylock(ANY(volatile gint *), ANY(gint)); // role: lock
}

void unlock_calls(void) {
    g_mutex_unlock(ANY(GMutex *)); // role: unlock
    g_rec_mutex_unlock(ANY(GRecMutex *)); // role: unlock
    g_rw_lock_reader_unlock(ANY(GRWLock *)); // role: unlock
    g_rw_lock_writer_unlock(ANY(GRWLock *)); // role: unlock
    g_bit_unlock(ANY(volatile gint *), ANY(gint)); // role: unlock
}

void make_calls(void) {
    g_mutex_new(); // role: make
    g_cond_new(); // role: make
    g_async_queue_new(); // role: make
    g_async_queue_new_full(ANY(GDestroyNotify)); // role: make
    g_thread_pool_new(ANY(GFunc), ANY(gpointer), ANY(gint), ANY(gboolean), ANY(GError **)); // role: make
}

void wait_calls(void) {
    g_cond_wait(ANY(GCond *), ANY(GMutex *)); // role: wait
    g_cond_wait_until(ANY(GCond *), ANY(GMutex *), ANY(gint64)); // role: wait
    g_cond_timed_wait(ANY(GCond *), ANY(GMutex *), ANY(GTimeVal *)); // role: wait
}

void signal_calls(void) {
    g_cond_signal(ANY(GCond *)); // role: signal
}

void broadcast_calls(void) {
    g_cond_broadcast(ANY(GCond *)); // role: broadcast
}

void once_calls(void) {
    g_once_impl(ANY(GOnce *), ANY(GThreadFunc), ANY(gpointer)); // role: once
}

void query_calls(void) {
    (g_once_init_enter)(ANY(volatile void *)); // role: query
    (g_once_init_leave)(ANY(volatile void *), ANY(gsize)); // role: query
    g_async_queue_length(ANY(GAsyncQueue *)); // role: query
    g_async_queue_length_unlocked(ANY(GAsyncQueue *)); // role: query
}

void send_calls(void) {
    g_async_queue_push(ANY(GAsyncQueue *), ANY(gpointer)); // role: send
    g_async_queue_push_unlocked(ANY(GAsyncQueue *), ANY(gpointer)); // role: send
    g_async_queue_push_front(ANY(GAsyncQueue *), ANY(gpointer)); // role: send
    g_async_queue_push_front_unlocked(ANY(GAsyncQueue *), ANY(gpointer)); // role: send
    g_async_queue_push_sorted(ANY(GAsyncQueue *), ANY(gpointer), ANY(GCompareDataFunc), ANY(gpointer)); // role: send
    g_async_queue_push_sorted_unlocked(ANY(GAsyncQueue *), ANY(gpointer), ANY(GCompareDataFunc), ANY(gpointer)); // role: send
}

void receive_calls(void) {
    g_async_queue_pop(ANY(GAsyncQueue *)); // role: receive
    g_async_queue_pop_unlocked(ANY(GAsyncQueue *)); // role: receive
    g_async_queue_try_pop(ANY(GAsyncQueue *)); // role: receive
    g_async_queue_try_pop_unlocked(ANY(GAsyncQueue *)); // role: receive
    g_async_queue_timeout_pop(ANY(GAsyncQueue *), ANY(guint64)); // role: receive
    g_async_queue_timeout_pop_unlocked(ANY(GAsyncQueue *), ANY(guint64)); // role: receive
    g_async_queue_timed_pop(ANY(GAsyncQueue *), ANY(GTimeVal *)); // role: receive
    g_async_queue_timed_pop_unlocked(ANY(GAsyncQueue *), ANY(GTimeVal *)); // role: receive
}

void harmless_calls(void) {
    g_async_queue_lock(ANY(GAsyncQueue *)); // role: harmless
    g_async_queue_unlock(ANY(GAsyncQueue *)); // role: harmless
    g_async_queue_ref_unlocked(ANY(GAsyncQueue *)); // role: harmless
    g_main_loop_quit(ANY(GMainLoop *)); // role: harmless
    g_main_loop_unref(ANY(GMainLoop *)); // role: harmless
    g_main_context_unref(ANY(GMainContext *)); // role: harmless
    g_main_context_wakeup(ANY(GMainContext *)); // role: harmless
    g_main_context_acquire(ANY(GMainContext *)); // role: harmless
    g_main_context_release(ANY(GMainContext *)); // role: harmless
    g_main_context_push_thread_default(ANY(GMainContext *)); // role: harmless
    g_main_context_pop_thread_default(ANY(GMainContext *)); // role: harmless
    g_source_destroy(ANY(GSource *)); // role: harmless
    g_source_unref(ANY(GSource *)); // role: harmless
    g_source_remove(ANY(guint)); // role: harmless
    g_main_loop_is_running(ANY(GMainLoop *)); // role: harmless
    g_main_context_pending(ANY(GMainContext *)); // role: harmless
    g_main_context_dispatch(ANY(GMainContext *)); // role: harmless
    g_source_attach(ANY(GSource *), ANY(GMainContext *)); // role: harmless
    g_source_set_callback(ANY(GSource *), ANY(GSourceFunc), ANY(gpointer), ANY(GDestroyNotify)); // role: harmless
    g_idle_add(ANY(GSourceFunc), ANY(gpointer)); // role: harmless
    g_idle_add_full(ANY(gint), ANY(GSourceFunc), ANY(gpointer), ANY(GDestroyNotify)); // role: harmless
    g_timeout_add(ANY(guint), ANY(GSourceFunc), ANY(gpointer)); // role: harmless
    g_timeout_add_seconds(ANY(guint), ANY(GSourceFunc), ANY(gpointer)); // role: harmless
    g_timeout_add_full(ANY(gint), ANY(guint), ANY(GSourceFunc), ANY(gpointer), ANY(GDestroyNotify)); // role: harmless
    g_timeout_add_seconds_full(ANY(gint), ANY(guint), ANY(GSourceFunc), ANY(gpointer), ANY(GDestroyNotify)); // role: harmless
    g_unix_signal_add(ANY(gint), ANY(GSourceFunc), ANY(gpointer)); // role: harmless
    g_main_context_invoke(ANY(GMainContext *), ANY(GSourceFunc), ANY(gpointer)); // role: harmless
    g_thread_self(); // role: harmless
    g_get_num_processors(); // role: harmless
    g_get_monotonic_time(); // role: harmless
    g_get_real_time(); // role: harmless
    g_random_int(); // role: harmless
    g_main_context_new(); // role: harmless
    g_main_context_default(); // role: harmless
    g_main_context_get_thread_default(); // role: harmless
    g_main_context_ref_thread_default(); // role: harmless
    g_idle_source_new(); // role: harmless
    g_thread_ref(ANY(GThread *)); // role: harmless
    g_async_queue_ref(ANY(GAsyncQueue *)); // role: harmless
    g_private_get(ANY(GPrivate *)); // role: harmless
    g_timeout_source_new(ANY(guint)); // role: harmless
    g_thread_pool_unprocessed(ANY(GThreadPool *)); // role: harmless
    g_thread_pool_get_num_threads(ANY(GThreadPool *)); // role: harmless
    g_thread_pool_get_max_threads(ANY(GThreadPool *)); // role: harmless
    g_main_loop_ref(ANY(GMainLoop *)); // role: harmless
    g_main_loop_get_context(ANY(GMainLoop *)); // role: harmless
    g_main_context_ref(ANY(GMainContext *)); // role: harmless
    g_private_set(ANY(GPrivate *), ANY(gpointer)); // role: harmless
    g_private_replace(ANY(GPrivate *), ANY(gpointer)); // role: harmless
    g_main_loop_new(ANY(GMainContext *), ANY(gboolean)); // role: harmless
    g_thread_pool_set_max_threads(ANY(GThreadPool *), ANY(gint), ANY(GError **)); // role: harmless
    g_print(ANY(const gchar *)); // role: harmless
    g_printerr(ANY(const gchar *)); // role: harmless
    g_log(ANY(const gchar *), ANY(GLogLevelFlags), ANY(const gchar *)); // role: harmless
}

void io_calls(void) {
    g_main_loop_run(ANY(GMainLoop *)); // role: io
    g_main_context_iteration(ANY(GMainContext *), ANY(gboolean)); // role: io
    g_main_context_wait(ANY(GMainContext *), ANY(GCond *), ANY(GMutex *)); // role: io
    g_poll(ANY(GPollFD *), ANY(guint), ANY(gint)); // role: io
}

void wait_group_wait_calls(void) {
    g_thread_pool_free(ANY(GThreadPool *), ANY(gboolean), ANY(gboolean)); // role: wait-group-wait
}

void process_exit_calls(int choice) {
    if (choice == 1) g_log(ANY(const gchar *), (__typeof__(GLogLevelFlags))4, ANY(const gchar *)); // role: process-exit
}

void allocate_calls(void) {
    g_malloc(ANY(gsize)); // role: allocate
    g_try_malloc(ANY(gsize)); // role: allocate
    g_malloc0(ANY(gsize)); // role: allocate
    g_try_malloc0(ANY(gsize)); // role: allocate
    g_slice_alloc(ANY(gsize)); // role: allocate
    g_slice_alloc0(ANY(gsize)); // role: allocate
    g_malloc_n(ANY(gsize), ANY(gsize)); // role: allocate
    g_malloc0_n(ANY(gsize), ANY(gsize)); // role: allocate
    g_try_malloc_n(ANY(gsize), ANY(gsize)); // role: allocate
    g_try_malloc0_n(ANY(gsize), ANY(gsize)); // role: allocate
    g_realloc(ANY(gpointer), ANY(gsize)); // role: allocate
    g_try_realloc(ANY(gpointer), ANY(gsize)); // role: allocate
    g_strdup(ANY(const gchar *)); // role: allocate
}

void free_memory_calls(void) {
    g_free(ANY(gpointer)); // role: free-memory
    g_slice_free1(ANY(gsize), ANY(gpointer)); // role: free-memory
}
