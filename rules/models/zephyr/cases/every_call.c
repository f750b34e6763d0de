// SPDX-License-Identifier: MIT
// Every modelled call once; the comment at the end of a line is the role that its call must get.
#include <zephyr/kernel.h>

static void *memory;
#define ANY(type) (*(__typeof__(type) *)memory)

void spawn_calls(void) {
    k_thread_create(ANY(struct k_thread *), ANY(k_thread_stack_t *), ANY(size_t), ANY(k_thread_entry_t), ANY(void *), ANY(void *), ANY(void *), ANY(int), ANY(uint32_t), ANY(k_timeout_t)); // role: spawn
}

void join_calls(void) {
    k_thread_join(ANY(struct k_thread *), ANY(k_timeout_t)); // role: join
}

void cancel_calls(void) {
    k_thread_abort(ANY(k_tid_t)); // role: cancel
}

void sleep_calls(void) {
    k_sleep(ANY(k_timeout_t)); // role: sleep
    k_msleep(ANY(int32_t)); // role: sleep
    k_usleep(ANY(int32_t)); // role: sleep
}

void yield_calls(void) {
    k_yield(); // role: yield
}

void harmless_calls(void) {
    k_busy_wait(ANY(uint32_t)); // role: harmless
    k_wakeup(ANY(k_tid_t)); // role: harmless
    k_thread_start(ANY(k_tid_t)); // role: harmless
    k_thread_resume(ANY(k_tid_t)); // role: harmless
    k_thread_suspend(ANY(k_tid_t)); // role: harmless
    k_thread_name_set(ANY(k_tid_t), ANY(const char *)); // role: harmless
    k_thread_name_get(ANY(k_tid_t)); // role: harmless
    k_thread_priority_get(ANY(k_tid_t)); // role: harmless
    k_thread_priority_set(ANY(k_tid_t), ANY(int)); // role: harmless
    k_current_get(); // role: harmless
    k_uptime_get(); // role: harmless
    k_uptime_get_32(); // role: harmless
    k_cycle_get_32(); // role: harmless
    k_is_in_isr(); // role: harmless
    sys_clock_tick_get(); // role: harmless
    k_sched_lock(); // role: harmless
    k_sched_unlock(); // role: harmless
    arch_irq_lock(); // role: harmless
    arch_irq_unlock(ANY(unsigned int)); // role: harmless
    k_spin_lock(ANY(struct k_spinlock *)); // role: harmless
    k_spin_unlock(ANY(struct k_spinlock *), ANY(k_spinlock_key_t)); // role: harmless
    k_poll_event_init(ANY(struct k_poll_event *), ANY(uint32_t), ANY(int), ANY(void *)); // role: harmless
    k_poll_signal_init(ANY(struct k_poll_signal *)); // role: harmless
    k_poll_signal_raise(ANY(struct k_poll_signal *), ANY(int)); // role: harmless
    k_poll_signal_reset(ANY(struct k_poll_signal *)); // role: harmless
    k_event_init(ANY(struct k_event *)); // role: harmless
    k_event_post(ANY(struct k_event *), ANY(uint32_t)); // role: harmless
    k_event_set(ANY(struct k_event *), ANY(uint32_t)); // role: harmless
    k_event_clear(ANY(struct k_event *), ANY(uint32_t)); // role: harmless
    k_timer_init(ANY(struct k_timer *), ANY(k_timer_expiry_t), ANY(k_timer_stop_t)); // role: harmless
    k_timer_start(ANY(struct k_timer *), ANY(k_timeout_t), ANY(k_timeout_t)); // role: harmless
    k_timer_stop(ANY(struct k_timer *)); // role: harmless
    k_timer_status_get(ANY(struct k_timer *)); // role: harmless
    irq_connect_dynamic(ANY(unsigned int), ANY(unsigned int), ANY(void (*)(const void *)), ANY(const void *), ANY(uint32_t)); // role: harmless
    arch_irq_enable(ANY(unsigned int)); // role: harmless
    arch_irq_disable(ANY(unsigned int)); // role: harmless
    k_work_init(ANY(struct k_work *), ANY(k_work_handler_t)); // role: harmless
    k_work_init_delayable(ANY(struct k_work_delayable *), ANY(k_work_handler_t)); // role: harmless
    k_work_submit(ANY(struct k_work *)); // role: harmless
    k_work_submit_to_queue(ANY(struct k_work_q *), ANY(struct k_work *)); // role: harmless
    k_work_schedule(ANY(struct k_work_delayable *), ANY(k_timeout_t)); // role: harmless
    printk(ANY(const char *)); // role: harmless
}

void init_calls(void) {
    k_mutex_init(ANY(struct k_mutex *)); // role: init
    k_condvar_init(ANY(struct k_condvar *)); // role: init
    k_sem_init(ANY(struct k_sem *), ANY(unsigned int), ANY(unsigned int)); // role: init
    k_msgq_init(ANY(struct k_msgq *), ANY(char *), ANY(size_t), ANY(uint32_t)); // role: init
    k_msgq_alloc_init(ANY(struct k_msgq *), ANY(size_t), ANY(uint32_t)); // role: init
    k_queue_init(ANY(struct k_queue *)); // role: init
}

void lock_calls(void) {
    k_mutex_lock(ANY(struct k_mutex *), ANY(k_timeout_t)); // role: lock
}

void unlock_calls(void) {
    k_mutex_unlock(ANY(struct k_mutex *)); // role: unlock
}

void wait_calls(void) {
    k_condvar_wait(ANY(struct k_condvar *), ANY(struct k_mutex *), ANY(k_timeout_t)); // role: wait
}

void signal_calls(void) {
    k_condvar_signal(ANY(struct k_condvar *)); // role: signal
}

void broadcast_calls(void) {
    k_condvar_broadcast(ANY(struct k_condvar *)); // role: broadcast
}

void acquire_calls(void) {
    k_sem_take(ANY(struct k_sem *), ANY(k_timeout_t)); // role: acquire
}

void release_calls(void) {
    k_sem_give(ANY(struct k_sem *)); // role: release
}

void query_calls(void) {
    k_sem_reset(ANY(struct k_sem *)); // role: query
    k_sem_count_get(ANY(struct k_sem *)); // role: query
    k_msgq_peek(ANY(struct k_msgq *), ANY(void *)); // role: query
    k_msgq_num_used_get(ANY(struct k_msgq *)); // role: query
    k_msgq_num_free_get(ANY(struct k_msgq *)); // role: query
    k_queue_is_empty(ANY(struct k_queue *)); // role: query
}

void send_calls(void) {
    k_msgq_put(ANY(struct k_msgq *), ANY(const void *), ANY(k_timeout_t)); // role: send
    k_queue_append(ANY(struct k_queue *), ANY(void *)); // role: send
    k_queue_prepend(ANY(struct k_queue *), ANY(void *)); // role: send
    k_queue_alloc_append(ANY(struct k_queue *), ANY(void *)); // role: send
    k_queue_alloc_prepend(ANY(struct k_queue *), ANY(void *)); // role: send
}

void receive_calls(void) {
    k_msgq_get(ANY(struct k_msgq *), ANY(void *), ANY(k_timeout_t)); // role: receive
    k_queue_get(ANY(struct k_queue *), ANY(k_timeout_t)); // role: receive
}

void close_calls(void) {
    k_queue_cancel_wait(ANY(struct k_queue *)); // role: close
}

void io_calls(void) {
    k_poll(ANY(struct k_poll_event *), ANY(int), ANY(k_timeout_t)); // role: io
    k_event_wait(ANY(struct k_event *), ANY(uint32_t), ANY(bool), ANY(k_timeout_t)); // role: io
    k_event_wait_all(ANY(struct k_event *), ANY(uint32_t), ANY(bool), ANY(k_timeout_t)); // role: io
    k_pipe_write(ANY(struct k_pipe *), ANY(const uint8_t *), ANY(size_t), ANY(k_timeout_t)); // role: io
    k_pipe_read(ANY(struct k_pipe *), ANY(uint8_t *), ANY(size_t), ANY(k_timeout_t)); // role: io
    k_timer_status_sync(ANY(struct k_timer *)); // role: io
}

void allocate_calls(void) {
    k_malloc(ANY(size_t)); // role: allocate
}

void free_memory_calls(void) {
    k_free(ANY(void *)); // role: free-memory
}

static void entry(void *one, void *two, void *three) { (void)one, (void)two, (void)three; }
static void handler(const void *parameter) { (void)parameter; }
static void expired(struct k_timer *timer) { (void)timer; }
static void work(struct k_work *item) { (void)item; }

K_THREAD_DEFINE(worker, 512, entry, NULL, NULL, NULL, 1, 0, 0); // role: spawn
K_SEM_DEFINE(semaphore, 0, 1);                                   // role: init
K_MSGQ_DEFINE(queue, 4, 10, 4);                                  // role: init
K_FIFO_DEFINE(fifo);                                             // role: init
K_LIFO_DEFINE(lifo);                                             // role: init
K_QUEUE_DEFINE(plain);                                           // role: init
K_TIMER_DEFINE(timer, expired, NULL);                            // role: harmless
K_WORK_DEFINE(item, work);                                       // role: harmless

void connect(void) {
    IRQ_CONNECT(1, 2, handler, NULL, 0); // role: harmless
}
