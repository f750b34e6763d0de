/* SPDX-License-Identifier: MIT */
/* Declarations of GLib that thread programs need; for when the library's own headers are not found. Names, types and
   values are GLib's (2.74); macros have the shape that they have there. */
#ifndef CHANVET_GLIB_H
#define CHANVET_GLIB_H
#include <limits.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define G_BEGIN_DECLS
#define G_END_DECLS
#define G_GNUC_UNUSED __attribute__((unused))
#define G_GNUC_EXTENSION __extension__
#define G_GNUC_NORETURN __attribute__((noreturn))
#define TRUE 1
#define FALSE 0
#ifndef MAX
#define MAX(a, b) (((a) > (b)) ? (a) : (b))
#define MIN(a, b) (((a) < (b)) ? (a) : (b))
#endif
#define G_N_ELEMENTS(array) (sizeof(array) / sizeof((array)[0]))

typedef char gchar;
typedef short gshort;
typedef long glong;
typedef int gint;
typedef gint gboolean;
typedef unsigned char guchar;
typedef unsigned short gushort;
typedef unsigned long gulong;
typedef unsigned int guint;
typedef float gfloat;
typedef double gdouble;
typedef int8_t gint8;
typedef uint8_t guint8;
typedef int16_t gint16;
typedef uint16_t guint16;
typedef int32_t gint32;
typedef uint32_t guint32;
typedef int64_t gint64;
typedef uint64_t guint64;
typedef signed long gssize;
typedef unsigned long gsize;
typedef intptr_t gintptr;
typedef uintptr_t guintptr;
typedef void *gpointer;
typedef const void *gconstpointer;
typedef guint32 GQuark;

#define G_MAXINT INT_MAX
#define G_MAXUINT UINT_MAX
#define G_MAXINT64 INT64_MAX
#define G_MAXUINT64 UINT64_MAX
#define G_USEC_PER_SEC 1000000
#define G_TIME_SPAN_SECOND ((gint64)1000000)
#define G_TIME_SPAN_MILLISECOND ((gint64)1000)
#define GPOINTER_TO_INT(p) ((gint)(glong)(p))
#define GPOINTER_TO_UINT(p) ((guint)(gulong)(p))
#define GINT_TO_POINTER(i) ((gpointer)(glong)(i))
#define GUINT_TO_POINTER(u) ((gpointer)(gulong)(u))
#define GPOINTER_TO_SIZE(p) ((gsize)(p))
#define GSIZE_TO_POINTER(s) ((gpointer)(gsize)(s))

typedef gpointer (*GThreadFunc)(gpointer data);
typedef void (*GFunc)(gpointer data, gpointer user_data);
typedef gint (*GCompareDataFunc)(gconstpointer a, gconstpointer b, gpointer user_data);
typedef void (*GDestroyNotify)(gpointer data);
typedef gboolean (*GSourceFunc)(gpointer user_data);

typedef struct _GError {
    GQuark domain;
    gint code;
    gchar *message;
} GError;
typedef struct _GTimeVal {
    glong tv_sec;
    glong tv_usec;
} GTimeVal;

/* Threads. */
typedef struct _GThread GThread;
typedef union _GMutex {
    gpointer p;
    guint i[2];
} GMutex;
typedef struct _GRecMutex {
    gpointer p;
    guint i[2];
} GRecMutex;
typedef struct _GRWLock {
    gpointer p;
    guint i[2];
} GRWLock;
typedef struct _GCond {
    gpointer p;
    guint i[2];
} GCond;
typedef struct _GPrivate {
    gpointer p;
    GDestroyNotify notify;
    gpointer future[2];
} GPrivate;
#define G_PRIVATE_INIT(notify) {NULL, (notify), {NULL, NULL}}
typedef enum { G_ONCE_STATUS_NOTCALLED, G_ONCE_STATUS_PROGRESS, G_ONCE_STATUS_READY } GOnceStatus;
typedef struct _GOnce {
    volatile GOnceStatus status;
    volatile gpointer retval;
} GOnce;
#define G_ONCE_INIT {G_ONCE_STATUS_NOTCALLED, NULL}
typedef enum {
    G_THREAD_PRIORITY_LOW,
    G_THREAD_PRIORITY_NORMAL,
    G_THREAD_PRIORITY_HIGH,
    G_THREAD_PRIORITY_URGENT
} GThreadPriority;

GThread *g_thread_new(const gchar *name, GThreadFunc func, gpointer data);
GThread *g_thread_try_new(const gchar *name, GThreadFunc func, gpointer data, GError **error);
GThread *g_thread_create(GThreadFunc func, gpointer data, gboolean joinable, GError **error);
GThread *g_thread_create_full(GThreadFunc func, gpointer data, gulong stack_size, gboolean joinable, gboolean bound,
                              GThreadPriority priority, GError **error);
gpointer g_thread_join(GThread *thread);
GThread *g_thread_ref(GThread *thread);
void g_thread_unref(GThread *thread);
GThread *g_thread_self(void);
void g_thread_exit(gpointer retval) G_GNUC_NORETURN;
void g_thread_yield(void);
void g_usleep(gulong microseconds);
guint g_get_num_processors(void);
gint64 g_get_monotonic_time(void);
gint64 g_get_real_time(void);
guint32 g_random_int(void);

void g_mutex_init(GMutex *mutex);
void g_mutex_clear(GMutex *mutex);
void g_mutex_lock(GMutex *mutex);
gboolean g_mutex_trylock(GMutex *mutex);
void g_mutex_unlock(GMutex *mutex);
GMutex *g_mutex_new(void);
void g_mutex_free(GMutex *mutex);
void g_rec_mutex_init(GRecMutex *rec_mutex);
void g_rec_mutex_clear(GRecMutex *rec_mutex);
void g_rec_mutex_lock(GRecMutex *rec_mutex);
gboolean g_rec_mutex_trylock(GRecMutex *rec_mutex);
void g_rec_mutex_unlock(GRecMutex *rec_mutex);
void g_rw_lock_init(GRWLock *rw_lock);
void g_rw_lock_clear(GRWLock *rw_lock);
void g_rw_lock_writer_lock(GRWLock *rw_lock);
gboolean g_rw_lock_writer_trylock(GRWLock *rw_lock);
void g_rw_lock_writer_unlock(GRWLock *rw_lock);
void g_rw_lock_reader_lock(GRWLock *rw_lock);
gboolean g_rw_lock_reader_trylock(GRWLock *rw_lock);
void g_rw_lock_reader_unlock(GRWLock *rw_lock);
void g_cond_init(GCond *cond);
void g_cond_clear(GCond *cond);
void g_cond_wait(GCond *cond, GMutex *mutex);
void g_cond_signal(GCond *cond);
void g_cond_broadcast(GCond *cond);
gboolean g_cond_wait_until(GCond *cond, GMutex *mutex, gint64 end_time);
GCond *g_cond_new(void);
void g_cond_free(GCond *cond);
gboolean g_cond_timed_wait(GCond *cond, GMutex *mutex, GTimeVal *abs_time);
gpointer g_private_get(GPrivate *key);
void g_private_set(GPrivate *key, gpointer value);
void g_private_replace(GPrivate *key, gpointer value);
gpointer g_once_impl(GOnce *once, GThreadFunc func, gpointer arg);
gboolean g_once_init_enter(volatile void *location);
void g_once_init_leave(volatile void *location, gsize result);
void g_bit_lock(volatile gint *address, gint lock_bit);
gboolean g_bit_trylock(volatile gint *address, gint lock_bit);
void g_bit_unlock(volatile gint *address, gint lock_bit);

#define G_LOCK_NAME(name) g__##name##_lock
#define G_LOCK_DEFINE_STATIC(name) static G_LOCK_DEFINE(name)
#define G_LOCK_DEFINE(name) GMutex G_LOCK_NAME(name)
#define G_LOCK_EXTERN(name) extern GMutex G_LOCK_NAME(name)
#define G_LOCK(name) g_mutex_lock(&G_LOCK_NAME(name))
#define G_UNLOCK(name) g_mutex_unlock(&G_LOCK_NAME(name))
#define G_TRYLOCK(name) g_mutex_trylock(&G_LOCK_NAME(name))
#define g_once(once, func, arg)                                                                                        \
    ((__atomic_load_n(&(once)->status, __ATOMIC_ACQUIRE) == G_ONCE_STATUS_READY) ? (once)->retval                      \
                                                                                 : g_once_impl((once), (func), (arg)))
#define g_once_init_enter(location)                                                                                    \
    (G_GNUC_EXTENSION({ (!g_atomic_pointer_get(location) && g_once_init_enter(location)); }))
#define g_once_init_leave(location, result) (G_GNUC_EXTENSION({ g_once_init_leave((location), (gsize)(result)); }))

/* Lockers: freed at the end of their block. */
#define g_autoptr(type) __attribute__((cleanup(glib_autoptr_cleanup_##type))) type##_autoptr
#define g_autofree __attribute__((cleanup(g_autoptr_cleanup_generic_gfree)))
#define g_auto(type) __attribute__((cleanup(glib_auto_cleanup_##type))) type
#define G_DEFINE_AUTOPTR_CLEANUP_FUNC(type, function)                                                                  \
    typedef type *type##_autoptr;                                                                                      \
    static G_GNUC_UNUSED inline void glib_autoptr_clear_##type(type *pointer) {                                        \
        if (pointer) (function)(pointer);                                                                              \
    }                                                                                                                  \
    static G_GNUC_UNUSED inline void glib_autoptr_cleanup_##type(type **pointer) { glib_autoptr_clear_##type(*pointer); }
#define G_LOCKER(type, mutex_type, name, lock, unlock)                                                                 \
    typedef void type;                                                                                                 \
    static G_GNUC_UNUSED inline type *name##_new(mutex_type *mutex) {                                                  \
        lock(mutex);                                                                                                   \
        return (type *)mutex;                                                                                          \
    }                                                                                                                  \
    static G_GNUC_UNUSED inline void name##_free(type *locker) { unlock((mutex_type *)locker); }                       \
    G_DEFINE_AUTOPTR_CLEANUP_FUNC(type, name##_free)
G_LOCKER(GMutexLocker, GMutex, g_mutex_locker, g_mutex_lock, g_mutex_unlock)
G_LOCKER(GRecMutexLocker, GRecMutex, g_rec_mutex_locker, g_rec_mutex_lock, g_rec_mutex_unlock)
G_LOCKER(GRWLockWriterLocker, GRWLock, g_rw_lock_writer_locker, g_rw_lock_writer_lock, g_rw_lock_writer_unlock)
G_LOCKER(GRWLockReaderLocker, GRWLock, g_rw_lock_reader_locker, g_rw_lock_reader_lock, g_rw_lock_reader_unlock)

/* Atomic operations. */
#define g_atomic_int_get(atomic) (G_GNUC_EXTENSION({ (gint)__atomic_load_n((atomic), __ATOMIC_SEQ_CST); }))
#define g_atomic_int_set(atomic, value) __atomic_store_n((atomic), (value), __ATOMIC_SEQ_CST)
#define g_atomic_int_inc(atomic) ((void)__atomic_fetch_add((atomic), 1, __ATOMIC_SEQ_CST))
#define g_atomic_int_dec_and_test(atomic) (__atomic_fetch_sub((atomic), 1, __ATOMIC_SEQ_CST) == 1)
#define g_atomic_int_add(atomic, value) ((gint)__atomic_fetch_add((atomic), (value), __ATOMIC_SEQ_CST))
#define g_atomic_int_compare_and_exchange(atomic, old, new_value)                                                      \
    (G_GNUC_EXTENSION({                                                                                                \
        gint gaicae_old = (old);                                                                                       \
        __atomic_compare_exchange_n((atomic), &gaicae_old, (new_value), FALSE, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)     \
            ? TRUE                                                                                                     \
            : FALSE;                                                                                                   \
    }))
#define g_atomic_pointer_get(atomic) __atomic_load_n((atomic), __ATOMIC_SEQ_CST)
#define g_atomic_pointer_set(atomic, value) __atomic_store_n((atomic), (__typeof__(*(atomic)))(value), __ATOMIC_SEQ_CST)

/* Queues between threads. */
typedef struct _GAsyncQueue GAsyncQueue;
GAsyncQueue *g_async_queue_new(void);
GAsyncQueue *g_async_queue_new_full(GDestroyNotify item_free_func);
GAsyncQueue *g_async_queue_ref(GAsyncQueue *queue);
void g_async_queue_unref(GAsyncQueue *queue);
void g_async_queue_ref_unlocked(GAsyncQueue *queue);
void g_async_queue_unref_and_unlock(GAsyncQueue *queue);
void g_async_queue_lock(GAsyncQueue *queue);
void g_async_queue_unlock(GAsyncQueue *queue);
void g_async_queue_push(GAsyncQueue *queue, gpointer data);
void g_async_queue_push_unlocked(GAsyncQueue *queue, gpointer data);
void g_async_queue_push_front(GAsyncQueue *queue, gpointer item);
void g_async_queue_push_front_unlocked(GAsyncQueue *queue, gpointer item);
void g_async_queue_push_sorted(GAsyncQueue *queue, gpointer data, GCompareDataFunc func, gpointer user_data);
void g_async_queue_push_sorted_unlocked(GAsyncQueue *queue, gpointer data, GCompareDataFunc func, gpointer user_data);
gpointer g_async_queue_pop(GAsyncQueue *queue);
gpointer g_async_queue_pop_unlocked(GAsyncQueue *queue);
gpointer g_async_queue_try_pop(GAsyncQueue *queue);
gpointer g_async_queue_try_pop_unlocked(GAsyncQueue *queue);
gpointer g_async_queue_timeout_pop(GAsyncQueue *queue, guint64 timeout);
gpointer g_async_queue_timeout_pop_unlocked(GAsyncQueue *queue, guint64 timeout);
gpointer g_async_queue_timed_pop(GAsyncQueue *queue, GTimeVal *end_time);
gpointer g_async_queue_timed_pop_unlocked(GAsyncQueue *queue, GTimeVal *end_time);
gint g_async_queue_length(GAsyncQueue *queue);
gint g_async_queue_length_unlocked(GAsyncQueue *queue);

typedef struct _GThreadPool {
    GFunc func;
    gpointer user_data;
    gboolean exclusive;
} GThreadPool;
GThreadPool *g_thread_pool_new(GFunc func, gpointer user_data, gint max_threads, gboolean exclusive, GError **error);
void g_thread_pool_free(GThreadPool *pool, gboolean immediate, gboolean wait_);
gboolean g_thread_pool_push(GThreadPool *pool, gpointer data, GError **error);
guint g_thread_pool_unprocessed(GThreadPool *pool);
gboolean g_thread_pool_set_max_threads(GThreadPool *pool, gint max_threads, GError **error);
gint g_thread_pool_get_max_threads(GThreadPool *pool);
guint g_thread_pool_get_num_threads(GThreadPool *pool);

/* Main loops. */
typedef struct _GMainContext GMainContext;
typedef struct _GMainLoop GMainLoop;
typedef struct _GSource GSource;
typedef struct _GPollFD {
    gint fd;
    gushort events, revents;
} GPollFD;
#define G_PRIORITY_DEFAULT 0
#define G_PRIORITY_DEFAULT_IDLE 200
#define G_SOURCE_REMOVE FALSE
#define G_SOURCE_CONTINUE TRUE
GMainContext *g_main_context_new(void);
GMainContext *g_main_context_default(void);
GMainContext *g_main_context_ref(GMainContext *context);
void g_main_context_unref(GMainContext *context);
GMainContext *g_main_context_get_thread_default(void);
GMainContext *g_main_context_ref_thread_default(void);
void g_main_context_push_thread_default(GMainContext *context);
void g_main_context_pop_thread_default(GMainContext *context);
gboolean g_main_context_iteration(GMainContext *context, gboolean may_block);
gboolean g_main_context_pending(GMainContext *context);
void g_main_context_dispatch(GMainContext *context);
void g_main_context_wakeup(GMainContext *context);
gboolean g_main_context_acquire(GMainContext *context);
void g_main_context_release(GMainContext *context);
gboolean g_main_context_wait(GMainContext *context, GCond *cond, GMutex *mutex);
void g_main_context_invoke(GMainContext *context, GSourceFunc function, gpointer data);
GMainLoop *g_main_loop_new(GMainContext *context, gboolean is_running);
void g_main_loop_run(GMainLoop *loop);
void g_main_loop_quit(GMainLoop *loop);
GMainLoop *g_main_loop_ref(GMainLoop *loop);
void g_main_loop_unref(GMainLoop *loop);
gboolean g_main_loop_is_running(GMainLoop *loop);
GMainContext *g_main_loop_get_context(GMainLoop *loop);
gint g_poll(GPollFD *fds, guint nfds, gint timeout);
guint g_idle_add(GSourceFunc function, gpointer data);
guint g_idle_add_full(gint priority, GSourceFunc function, gpointer data, GDestroyNotify notify);
guint g_timeout_add(guint interval, GSourceFunc function, gpointer data);
guint g_timeout_add_seconds(guint interval, GSourceFunc function, gpointer data);
guint g_timeout_add_full(gint priority, guint interval, GSourceFunc function, gpointer data, GDestroyNotify notify);
guint g_timeout_add_seconds_full(gint priority, guint interval, GSourceFunc function, gpointer data,
                                 GDestroyNotify notify);
GSource *g_idle_source_new(void);
GSource *g_timeout_source_new(guint interval);
void g_source_set_callback(GSource *source, GSourceFunc func, gpointer data, GDestroyNotify notify);
guint g_source_attach(GSource *source, GMainContext *context);
void g_source_destroy(GSource *source);
void g_source_unref(GSource *source);
gboolean g_source_remove(guint tag);

/* Memory and messages. */
gpointer g_malloc(gsize n_bytes);
gpointer g_malloc0(gsize n_bytes);
gpointer g_malloc_n(gsize n_blocks, gsize n_block_bytes);
gpointer g_malloc0_n(gsize n_blocks, gsize n_block_bytes);
gpointer g_try_malloc(gsize n_bytes);
gpointer g_try_malloc0(gsize n_bytes);
gpointer g_try_malloc_n(gsize n_blocks, gsize n_block_bytes);
gpointer g_try_malloc0_n(gsize n_blocks, gsize n_block_bytes);
gpointer g_realloc(gpointer mem, gsize n_bytes);
gpointer g_try_realloc(gpointer mem, gsize n_bytes);
gpointer g_slice_alloc(gsize block_size);
gpointer g_slice_alloc0(gsize block_size);
void g_slice_free1(gsize block_size, gpointer mem_block);
gchar *g_strdup(const gchar *string);
void g_free(gpointer mem);
static G_GNUC_UNUSED inline void g_autoptr_cleanup_generic_gfree(void *pointer) { g_free(*(void **)pointer); }
#define g_new(type, count) ((type *)g_malloc_n((gsize)(count), sizeof(type)))
#define g_new0(type, count) ((type *)g_malloc0_n((gsize)(count), sizeof(type)))
#define g_slice_new(type) ((type *)g_slice_alloc(sizeof(type)))
#define g_slice_new0(type) ((type *)g_slice_alloc0(sizeof(type)))
#define g_slice_free(type, mem) g_slice_free1(sizeof(type), (mem))

typedef enum {
    G_LOG_FLAG_RECURSION = 1 << 0,
    G_LOG_FLAG_FATAL = 1 << 1,
    G_LOG_LEVEL_ERROR = 1 << 2,
    G_LOG_LEVEL_CRITICAL = 1 << 3,
    G_LOG_LEVEL_WARNING = 1 << 4,
    G_LOG_LEVEL_MESSAGE = 1 << 5,
    G_LOG_LEVEL_INFO = 1 << 6,
    G_LOG_LEVEL_DEBUG = 1 << 7
} GLogLevelFlags;
#define G_LOG_DOMAIN ((gchar *)0)
void g_print(const gchar *format, ...);
void g_printerr(const gchar *format, ...);
void g_log(const gchar *log_domain, GLogLevelFlags log_level, const gchar *format, ...);
#define g_error(...)                                                                                                   \
    do {                                                                                                               \
        g_log(G_LOG_DOMAIN, G_LOG_LEVEL_ERROR, __VA_ARGS__);                                                           \
        for (;;)                                                                                                       \
            ;                                                                                                          \
    } while (0)
#define g_critical(...) g_log(G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, __VA_ARGS__)
#define g_warning(...) g_log(G_LOG_DOMAIN, G_LOG_LEVEL_WARNING, __VA_ARGS__)
#define g_message(...) g_log(G_LOG_DOMAIN, G_LOG_LEVEL_MESSAGE, __VA_ARGS__)
#define g_info(...) g_log(G_LOG_DOMAIN, G_LOG_LEVEL_INFO, __VA_ARGS__)
#define g_debug(...) g_log(G_LOG_DOMAIN, G_LOG_LEVEL_DEBUG, __VA_ARGS__)
void g_assertion_message_expr(const char *domain, const char *file, int line, const char *func, const char *expr)
    G_GNUC_NORETURN;
#define g_assert(expr)                                                                                                 \
    do {                                                                                                               \
        if (!(expr)) g_assertion_message_expr(G_LOG_DOMAIN, __FILE__, __LINE__, __func__, #expr);                      \
    } while (0)
#define g_return_if_fail(expr)                                                                                         \
    do {                                                                                                               \
        if (!(expr)) return;                                                                                           \
    } while (0)
#define g_return_val_if_fail(expr, val)                                                                                \
    do {                                                                                                               \
        if (!(expr)) return (val);                                                                                     \
    } while (0)
#endif
