/* SPDX-License-Identifier: MIT */
/* Declarations of the Zephyr kernel, for when its own headers are not found. Names, types and values are the kernel's;
   objects that are ready from the start (K_MSGQ_DEFINE and its like) are variables of the kernel's types, as there. */
#ifndef ZEPHYR_INCLUDE_KERNEL_H_
#define ZEPHYR_INCLUDE_KERNEL_H_
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#ifndef ARG_UNUSED
#define ARG_UNUSED(x) (void)(x)
#endif
#define BIT(n) (1UL << (n))

typedef int64_t k_ticks_t;
typedef struct {
    k_ticks_t ticks;
} k_timeout_t;
#define Z_TIMEOUT_TICKS(t) ((k_timeout_t){.ticks = (t)})
#define K_TICKS_FOREVER ((k_ticks_t)-1)
#define K_NO_WAIT ((k_timeout_t){0})
#define K_FOREVER Z_TIMEOUT_TICKS(K_TICKS_FOREVER)
#define K_MSEC(ms) Z_TIMEOUT_TICKS((k_ticks_t)(ms)*10)
#define K_USEC(us) Z_TIMEOUT_TICKS((k_ticks_t)(us) / 100 + 1)
#define K_SECONDS(s) K_MSEC((s)*1000)
#define K_MINUTES(m) K_SECONDS((m)*60)
#define K_TICKS(t) Z_TIMEOUT_TICKS(t)

struct z_list {
    void *head, *tail;
};
struct k_spinlock {
    int dummy;
};
typedef struct {
    int key;
} k_spinlock_key_t;

/* Threads. */
struct k_thread {
    void *base[20];
};
typedef struct k_thread *k_tid_t;
typedef char k_thread_stack_t;
typedef void (*k_thread_entry_t)(void *p1, void *p2, void *p3);
struct _static_thread_data {
    struct k_thread *init_thread;
    k_thread_stack_t *init_stack;
    unsigned int init_stack_size;
    k_thread_entry_t init_entry;
    void *init_p1, *init_p2, *init_p3;
    int init_prio;
    uint32_t init_options;
    const char *init_name;
    k_timeout_t init_delay;
};
#define K_THREAD_STACK_DEFINE(name, size) k_thread_stack_t name[size]
#define K_KERNEL_STACK_DEFINE(name, size) k_thread_stack_t name[size]
#define K_THREAD_STACK_SIZEOF(name) sizeof(name)
#define K_THREAD_DEFINE(name, stack_size, entry, p1, p2, p3, prio, options, delay)                                     \
    K_KERNEL_STACK_DEFINE(_k_thread_stack_##name, stack_size);                                                         \
    struct k_thread _k_thread_obj_##name;                                                                              \
    struct _static_thread_data _k_thread_data_##name = {                                                               \
        .init_thread = &_k_thread_obj_##name,                                                                          \
        .init_stack = _k_thread_stack_##name,                                                                          \
        .init_stack_size = (stack_size),                                                                               \
        .init_entry = (k_thread_entry_t)entry,                                                                         \
        .init_p1 = (void *)p1,                                                                                         \
        .init_p2 = (void *)p2,                                                                                         \
        .init_p3 = (void *)p3,                                                                                         \
        .init_prio = (prio),                                                                                           \
        .init_options = (options),                                                                                     \
        .init_name = #name};                                                                                           \
    const k_tid_t name = (k_tid_t)&_k_thread_obj_##name
#define K_PRIO_PREEMPT(x) (x)
#define K_PRIO_COOP(x) (-(16 - (x)))
#define K_ESSENTIAL BIT(0)
k_tid_t k_thread_create(struct k_thread *new_thread, k_thread_stack_t *stack, size_t stack_size, k_thread_entry_t entry,
                        void *p1, void *p2, void *p3, int prio, uint32_t options, k_timeout_t delay);
int k_thread_join(struct k_thread *thread, k_timeout_t timeout);
void k_thread_abort(k_tid_t thread);
void k_thread_start(k_tid_t thread);
void k_thread_suspend(k_tid_t thread);
void k_thread_resume(k_tid_t thread);
int k_thread_name_set(k_tid_t thread, const char *str);
const char *k_thread_name_get(k_tid_t thread);
int k_thread_priority_get(k_tid_t thread);
void k_thread_priority_set(k_tid_t thread, int prio);
k_tid_t k_current_get(void);
int32_t k_sleep(k_timeout_t timeout);
int32_t k_msleep(int32_t ms);
int32_t k_usleep(int32_t us);
void k_busy_wait(uint32_t usec_to_wait);
void k_yield(void);
void k_wakeup(k_tid_t thread);
void k_sched_lock(void);
void k_sched_unlock(void);
bool k_is_in_isr(void);
int64_t k_uptime_get(void);
uint32_t k_uptime_get_32(void);
uint32_t k_cycle_get_32(void);
int64_t sys_clock_tick_get(void);

/* Locks. */
struct k_mutex {
    struct z_list wait_q;
    struct k_thread *owner;
    uint32_t lock_count;
    int owner_orig_prio;
};
#define Z_MUTEX_INITIALIZER(obj) {.owner = NULL, .lock_count = 0}
#define K_MUTEX_DEFINE(name) struct k_mutex name = Z_MUTEX_INITIALIZER(name)
int k_mutex_init(struct k_mutex *mutex);
int k_mutex_lock(struct k_mutex *mutex, k_timeout_t timeout);
int k_mutex_unlock(struct k_mutex *mutex);
struct k_condvar {
    struct z_list wait_q;
};
#define K_CONDVAR_DEFINE(name) struct k_condvar name = {{NULL, NULL}}
int k_condvar_init(struct k_condvar *condvar);
int k_condvar_signal(struct k_condvar *condvar);
int k_condvar_broadcast(struct k_condvar *condvar);
int k_condvar_wait(struct k_condvar *condvar, struct k_mutex *mutex, k_timeout_t timeout);
struct k_sem {
    struct z_list wait_q;
    unsigned int count;
    unsigned int limit;
};
#define K_SEM_MAX_LIMIT 0xffffffffU
#define Z_SEM_INITIALIZER(obj, initial_count, count_limit) {.count = (initial_count), .limit = (count_limit)}
#define K_SEM_DEFINE(name, initial_count, count_limit)                                                                 \
    struct k_sem name = Z_SEM_INITIALIZER(name, initial_count, count_limit)
int k_sem_init(struct k_sem *sem, unsigned int initial_count, unsigned int limit);
int k_sem_take(struct k_sem *sem, k_timeout_t timeout);
void k_sem_give(struct k_sem *sem);
void k_sem_reset(struct k_sem *sem);
unsigned int k_sem_count_get(struct k_sem *sem);
k_spinlock_key_t k_spin_lock(struct k_spinlock *l);
void k_spin_unlock(struct k_spinlock *l, k_spinlock_key_t key);

/* Queues. */
struct k_msgq {
    struct z_list wait_q;
    struct k_spinlock lock;
    size_t msg_size;
    uint32_t max_msgs;
    char *buffer_start, *buffer_end, *read_ptr, *write_ptr;
    uint32_t used_msgs;
};
#define Z_MSGQ_INITIALIZER(obj, q_buffer, q_msg_size, q_max_msgs)                                                      \
    {.msg_size = q_msg_size, .max_msgs = q_max_msgs, .buffer_start = q_buffer, .read_ptr = q_buffer}
#define K_MSGQ_DEFINE(q_name, q_msg_size, q_max_msgs, q_align)                                                         \
    static char _k_fifo_buf_##q_name[(q_max_msgs) * (q_msg_size)];                                                     \
    struct k_msgq q_name = Z_MSGQ_INITIALIZER(q_name, _k_fifo_buf_##q_name, (q_msg_size), (q_max_msgs))
void k_msgq_init(struct k_msgq *msgq, char *buffer, size_t msg_size, uint32_t max_msgs);
int k_msgq_alloc_init(struct k_msgq *msgq, size_t msg_size, uint32_t max_msgs);
int k_msgq_put(struct k_msgq *msgq, const void *data, k_timeout_t timeout);
int k_msgq_get(struct k_msgq *msgq, void *data, k_timeout_t timeout);
int k_msgq_peek(struct k_msgq *msgq, void *data);
void k_msgq_purge(struct k_msgq *msgq);
uint32_t k_msgq_num_free_get(struct k_msgq *msgq);
uint32_t k_msgq_num_used_get(struct k_msgq *msgq);
struct k_queue {
    struct z_list data_q;
    struct k_spinlock lock;
    struct z_list wait_q;
};
#define Z_QUEUE_INITIALIZER(obj) {.data_q = {NULL, NULL}}
#define K_QUEUE_DEFINE(name) struct k_queue name = Z_QUEUE_INITIALIZER(name)
void k_queue_init(struct k_queue *queue);
void k_queue_cancel_wait(struct k_queue *queue);
void k_queue_append(struct k_queue *queue, void *data);
int32_t k_queue_alloc_append(struct k_queue *queue, void *data);
void k_queue_prepend(struct k_queue *queue, void *data);
int32_t k_queue_alloc_prepend(struct k_queue *queue, void *data);
void *k_queue_get(struct k_queue *queue, k_timeout_t timeout);
int k_queue_is_empty(struct k_queue *queue);
struct k_fifo {
    struct k_queue _queue;
};
#define Z_FIFO_INITIALIZER(obj) {._queue = Z_QUEUE_INITIALIZER(obj._queue)}
#define K_FIFO_DEFINE(name) struct k_fifo name = Z_FIFO_INITIALIZER(name)
#define k_fifo_init(fifo) ({ k_queue_init(&(fifo)->_queue); })
#define k_fifo_put(fifo, data) ({ k_queue_append(&(fifo)->_queue, data); })
#define k_fifo_alloc_put(fifo, data) ({ k_queue_alloc_append(&(fifo)->_queue, data); })
#define k_fifo_cancel_wait(fifo) ({ k_queue_cancel_wait(&(fifo)->_queue); })
#define k_fifo_is_empty(fifo) k_queue_is_empty(&(fifo)->_queue)
#define k_fifo_get(fifo, timeout)                                                                                      \
    ({                                                                                                                 \
        void *fg_ret = k_queue_get(&(fifo)->_queue, timeout);                                                          \
        fg_ret;                                                                                                        \
    })
struct k_lifo {
    struct k_queue _queue;
};
#define K_LIFO_DEFINE(name) struct k_lifo name = {._queue = Z_QUEUE_INITIALIZER(name._queue)}
#define k_lifo_init(lifo) ({ k_queue_init(&(lifo)->_queue); })
#define k_lifo_put(lifo, data) ({ k_queue_prepend(&(lifo)->_queue, data); })
#define k_lifo_get(lifo, timeout)                                                                                      \
    ({                                                                                                                 \
        void *lg_ret = k_queue_get(&(lifo)->_queue, timeout);                                                          \
        lg_ret;                                                                                                        \
    })

/* Polling, events, pipes. */
struct k_poll_signal {
    struct z_list poll_events;
    unsigned int signaled;
    int result;
};
struct k_poll_event {
    struct z_list _node;
    uint32_t tag, type, state, mode;
    void *obj;
};
#define K_POLL_TYPE_IGNORE 0
#define K_POLL_TYPE_SIGNAL BIT(0)
#define K_POLL_TYPE_SEM_AVAILABLE BIT(1)
#define K_POLL_TYPE_DATA_AVAILABLE BIT(2)
#define K_POLL_TYPE_FIFO_DATA_AVAILABLE K_POLL_TYPE_DATA_AVAILABLE
#define K_POLL_TYPE_MSGQ_DATA_AVAILABLE BIT(3)
#define K_POLL_MODE_NOTIFY_ONLY 0
#define K_POLL_STATE_NOT_READY 0
#define K_POLL_EVENT_INITIALIZER(event_type, event_mode, event_obj)                                                    \
    {.type = event_type, .mode = event_mode, .obj = event_obj}
void k_poll_event_init(struct k_poll_event *event, uint32_t type, int mode, void *obj);
int k_poll(struct k_poll_event *events, int num_events, k_timeout_t timeout);
void k_poll_signal_init(struct k_poll_signal *sig);
void k_poll_signal_reset(struct k_poll_signal *sig);
int k_poll_signal_raise(struct k_poll_signal *sig, int result);
struct k_event {
    struct z_list wait_q;
    uint32_t events;
};
void k_event_init(struct k_event *event);
uint32_t k_event_post(struct k_event *event, uint32_t events);
uint32_t k_event_set(struct k_event *event, uint32_t events);
uint32_t k_event_clear(struct k_event *event, uint32_t events);
uint32_t k_event_wait(struct k_event *event, uint32_t events, bool reset, k_timeout_t timeout);
uint32_t k_event_wait_all(struct k_event *event, uint32_t events, bool reset, k_timeout_t timeout);
struct k_pipe {
    struct z_list wait_q;
};
int k_pipe_write(struct k_pipe *pipe, const uint8_t *data, size_t len, k_timeout_t timeout);
int k_pipe_read(struct k_pipe *pipe, uint8_t *data, size_t len, k_timeout_t timeout);

/* Timers, work. */
struct k_timer;
typedef void (*k_timer_expiry_t)(struct k_timer *timer);
typedef void (*k_timer_stop_t)(struct k_timer *timer);
struct k_timer {
    struct z_list wait_q;
    k_timer_expiry_t expiry_fn;
    k_timer_stop_t stop_fn;
    k_timeout_t period;
    uint32_t status;
    void *user_data;
};
#define Z_TIMER_INITIALIZER(obj, expiry, stop) {.expiry_fn = expiry, .stop_fn = stop, .status = 0}
#define K_TIMER_DEFINE(name, expiry_fn, stop_fn) struct k_timer name = Z_TIMER_INITIALIZER(name, expiry_fn, stop_fn)
void k_timer_init(struct k_timer *timer, k_timer_expiry_t expiry_fn, k_timer_stop_t stop_fn);
void k_timer_start(struct k_timer *timer, k_timeout_t duration, k_timeout_t period);
void k_timer_stop(struct k_timer *timer);
uint32_t k_timer_status_get(struct k_timer *timer);
uint32_t k_timer_status_sync(struct k_timer *timer);
struct k_work;
struct k_work_q;
typedef void (*k_work_handler_t)(struct k_work *work);
struct k_work {
    struct z_list node;
    k_work_handler_t handler;
    struct k_work_q *queue;
    uint32_t flags;
};
struct k_work_delayable {
    struct k_work work;
    void *timeout[4];
};
#define Z_WORK_INITIALIZER(work_handler) {.handler = work_handler}
#define K_WORK_DEFINE(work, work_handler) struct k_work work = Z_WORK_INITIALIZER(work_handler)
void k_work_init(struct k_work *work, k_work_handler_t handler);
void k_work_init_delayable(struct k_work_delayable *dwork, k_work_handler_t handler);
int k_work_submit(struct k_work *work);
int k_work_submit_to_queue(struct k_work_q *queue, struct k_work *work);
int k_work_schedule(struct k_work_delayable *dwork, k_timeout_t delay);

/* Interrupts. */
struct _isr_list {
    int32_t irq;
    int32_t flags;
    void *func;
    const void *param;
};
#define IRQ_CONNECT(irq_p, priority_p, isr_p, isr_param_p, flags_p)                                                    \
    do {                                                                                                               \
        static struct _isr_list _isr_declaration = {irq_p, 0, (void *)&isr_p, (const void *)isr_param_p};              \
        (void)_isr_declaration;                                                                                        \
    } while (0)
int irq_connect_dynamic(unsigned int irq, unsigned int priority, void (*routine)(const void *parameter),
                        const void *parameter, uint32_t flags);
void arch_irq_enable(unsigned int irq);
void arch_irq_disable(unsigned int irq);
#define irq_enable(irq) arch_irq_enable(irq)
#define irq_disable(irq) arch_irq_disable(irq)
unsigned int arch_irq_lock(void);
void arch_irq_unlock(unsigned int key);
#define irq_lock() arch_irq_lock()
#define irq_unlock(key) arch_irq_unlock(key)
void printk(const char *fmt, ...);
#define __ASSERT(test, ...) ((void)0)
#define __ASSERT_NO_MSG(test) ((void)0)
#define INT_TO_POINTER(x) ((void *)(intptr_t)(x))
#define POINTER_TO_INT(x) ((intptr_t)(x))
void *k_malloc(size_t size);
void k_free(void *ptr);
#endif
