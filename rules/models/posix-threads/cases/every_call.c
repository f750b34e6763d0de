// SPDX-License-Identifier: MIT
// Every modelled call once; the comment at the end of a line is the role that its call must get.
#define _GNU_SOURCE
#include <mqueue.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <fcntl.h>

static pthread_t thread;
static pthread_attr_t attributes;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutexattr_t mutex_attributes;
static pthread_spinlock_t spin;
static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_rwlockattr_t lock_attributes;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static pthread_condattr_t condition_attributes;
static pthread_barrier_t barrier;
static pthread_barrierattr_t barrier_attributes;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key;
static sem_t semaphore, *named;
static mqd_t queue;
static struct mq_attr queue_attributes;
static struct timespec moment;
static struct sched_param scheduling;
static struct sockaddr address;
static struct msghdr message;
static struct iovec part;
static struct pollfd descriptor;
static struct epoll_event event;
static socklen_t length;
static cpu_set_t processors;
static sigset_t signals;
static pid_t process;
static size_t size;
static unsigned int priority;
static int number;
static char text[64];
static void *memory;

static void *work(void *argument) { return argument; }

static void initialise(void) {}

void spawn_calls(void) {
    pthread_create(&thread, &attributes, work, memory); // role: spawn
}

void join_calls(void) {
    pthread_join(thread, &memory); // role: join
    pthread_tryjoin_np(thread, &memory); // role: join
    pthread_timedjoin_np(thread, &memory, &moment); // role: join
    pthread_clockjoin_np(thread, &memory, CLOCK_REALTIME, &moment); // role: join
}

void detach_calls(void) {
    pthread_detach(thread); // role: detach
}

void leave_calls(int choice) {
    if (choice == 1) pthread_exit(memory); // role: task-exit
}

void cancel_calls(void) {
    pthread_cancel(thread); // role: cancel
}

void init_calls(void) {
    pthread_mutex_init(&mutex, &mutex_attributes); // role: init
    pthread_spin_init(&spin, number); // role: init
    pthread_rwlock_init(&lock, NULL); // role: init
    pthread_cond_init(&condition, NULL); // role: init
    pthread_barrier_init(&barrier, NULL, 4); // role: init
    sem_init(&semaphore, number, 4); // role: init
}

void free_calls(void) {
    pthread_mutex_destroy(&mutex); // role: free
    pthread_spin_destroy(&spin); // role: free
    pthread_rwlock_destroy(&lock); // role: free
    pthread_cond_destroy(&condition); // role: free
    pthread_barrier_destroy(&barrier); // role: free
    sem_destroy(&semaphore); // role: free
    sem_close(&semaphore); // role: free
    mq_close(queue); // role: free
}

void lock_calls(void) {
    pthread_mutex_lock(&mutex); // role: lock
    pthread_mutex_trylock(&mutex); // role: lock
    pthread_mutex_timedlock(&mutex, &moment); // role: lock
    pthread_mutex_clocklock(&mutex, CLOCK_REALTIME, &moment); // role: lock
    pthread_spin_lock(&spin); // role: lock
    pthread_spin_trylock(&spin); // role: lock
    pthread_rwlock_rdlock(&lock); // role: lock
    pthread_rwlock_wrlock(&lock); // role: lock
    pthread_rwlock_tryrdlock(&lock); // role: lock
    pthread_rwlock_trywrlock(&lock); // role: lock
    pthread_rwlock_timedrdlock(&lock, &moment); // role: lock
    pthread_rwlock_timedwrlock(&lock, &moment); // role: lock
    pthread_rwlock_clockrdlock(&lock, CLOCK_REALTIME, &moment); // role: lock
    pthread_rwlock_clockwrlock(&lock, CLOCK_REALTIME, &moment); // role: lock
}

void unlock_calls(void) {
    pthread_mutex_unlock(&mutex); // role: unlock
    pthread_spin_unlock(&spin); // role: unlock
    pthread_rwlock_unlock(&lock); // role: unlock
}

void wait_calls(void) {
    pthread_cond_wait(&condition, &mutex); // role: wait
    pthread_cond_timedwait(&condition, &mutex, &moment); // role: wait
    pthread_cond_clockwait(&condition, &mutex, CLOCK_REALTIME, &moment); // role: wait
}

void signal_calls(void) {
    pthread_cond_signal(&condition); // role: signal
}

void broadcast_calls(void) {
    pthread_cond_broadcast(&condition); // role: broadcast
}

void barrier_wait_calls(void) {
    pthread_barrier_wait(&barrier); // role: barrier-wait
}

void once_calls(void) {
    pthread_once(&once, initialise); // role: once
}

void make_calls(void) {
    named = sem_open("/units", O_CREAT, 0600, 1); // role: make
    queue = mq_open("/jobs", O_CREAT | O_RDWR, 0600, &queue_attributes); // role: make
}

void acquire_calls(void) {
    sem_wait(&semaphore); // role: acquire
    sem_trywait(&semaphore); // role: acquire
    sem_timedwait(&semaphore, &moment); // role: acquire
    sem_clockwait(&semaphore, CLOCK_REALTIME, &moment); // role: acquire
}

void release_calls(void) {
    sem_post(&semaphore); // role: release
}

void query_calls(void) {
    sem_getvalue(&semaphore, &number); // role: query
}

void send_calls(void) {
    mq_send(queue, text, size, 4); // role: send
    mq_timedsend(queue, text, size, 4, &moment); // role: send
}

void receive_calls(void) {
    mq_receive(queue, text, size, &priority); // role: receive
    mq_timedreceive(queue, text, size, &priority, &moment); // role: receive
}

void sleep_calls(void) {
    sleep(4); // role: sleep
    usleep(1000); // role: sleep
    nanosleep(&moment, &moment); // role: sleep
    clock_nanosleep(CLOCK_REALTIME, number, &moment, &moment); // role: sleep
}

void yield_calls(void) {
    sched_yield(); // role: yield
    pthread_yield(); // role: yield
}

void io_calls(void) {
    read(number, memory, size); // role: io
    pread(number, memory, size, 0); // role: io
    readv(number, &part, number); // role: io
    writev(number, &part, number); // role: io
    write(number, memory, size); // role: io
    sendmsg(number, &message, number); // role: io
    connect(number, &address, length); // role: io
    accept(number, &address, &length); // role: io
    recv(number, memory, size, number); // role: io
    recvfrom(number, memory, size, number, &address, &length); // role: io
    recvmsg(number, &message, number); // role: io
    send(number, memory, size, number); // role: io
    pwrite(number, memory, size, 0); // role: io
    accept4(number, &address, &length, number); // role: io
    sendto(number, memory, size, number, &address, length); // role: io
    poll(&descriptor, 1, number); // role: io
    ppoll(&descriptor, 1, &moment, &signals); // role: io
    select(number, NULL, NULL, NULL, NULL); // role: io
    pselect(number, NULL, NULL, NULL, &moment, &signals); // role: io
    epoll_wait(number, &event, number, number); // role: io
    pause(); // role: io
    sigsuspend(&signals); // role: io
    wait(&number); // role: io
    sigwait(&signals, &number); // role: io
    sigwaitinfo(&signals, NULL); // role: io
    waitpid(process, &number, number); // role: io
    wait3(&number, number, NULL); // role: io
    wait4(process, &number, number, NULL); // role: io
    sigtimedwait(&signals, NULL, &moment); // role: io
}

void harmless_calls1(void) {
    pthread_self(); // role: harmless
    pthread_testcancel(); // role: yield
    getpid(); // role: harmless
    gettid(); // role: harmless
    pthread_mutexattr_settype(&mutex_attributes, number); // role: attribute
    pthread_rwlockattr_setkind_np(&lock_attributes, number); // role: attribute
    pthread_attr_setdetachstate(&attributes, number); // role: attribute
    pthread_attr_init(&attributes); // role: attribute
    pthread_mutexattr_init(&mutex_attributes); // role: attribute
    pthread_condattr_init(&condition_attributes); // role: harmless
    pthread_rwlockattr_init(&lock_attributes); // role: attribute
    pthread_barrierattr_init(&barrier_attributes); // role: harmless
    pthread_attr_destroy(&attributes); // role: harmless
    pthread_mutexattr_destroy(&mutex_attributes); // role: harmless
    pthread_condattr_destroy(&condition_attributes); // role: harmless
    pthread_rwlockattr_destroy(&lock_attributes); // role: harmless
    pthread_barrierattr_destroy(&barrier_attributes); // role: harmless
    pthread_key_delete(key); // role: harmless
    sem_unlink(text); // role: harmless
    mq_unlink(text); // role: harmless
    close(number); // role: harmless
    pthread_setconcurrency(number); // role: harmless
    pthread_mutex_consistent(&mutex); // role: harmless
    pthread_getspecific(key); // role: harmless
    pthread_setspecific(key, memory); // role: harmless
    pthread_equal(thread, thread); // role: harmless
    pthread_attr_setstacksize(&attributes, size); // role: harmless
    pthread_kill(thread, number); // role: harmless
    pthread_setname_np(thread, text); // role: harmless
    pthread_condattr_setclock(&condition_attributes, CLOCK_REALTIME); // role: harmless
    pthread_mutexattr_setprotocol(&mutex_attributes, number); // role: harmless
    pthread_mutexattr_setpshared(&mutex_attributes, number); // role: harmless
    pthread_mutexattr_setrobust(&mutex_attributes, number); // role: attribute
    pthread_condattr_setpshared(&condition_attributes, number); // role: harmless
    pthread_attr_setscope(&attributes, number); // role: harmless
    pthread_attr_setinheritsched(&attributes, number); // role: harmless
    pthread_attr_setschedpolicy(&attributes, number); // role: harmless
    pthread_attr_setschedparam(&attributes, &scheduling); // role: harmless
    pthread_key_create(&key, NULL); // role: harmless
    pthread_attr_getstacksize(&attributes, &size); // role: harmless
}

void cleanup_blocks(__pthread_unwind_buf_t *block) {
    __pthread_register_cancel(block); // role: attribute
    __pthread_unregister_cancel(block); // role: attribute
}

void harmless_calls2(void) {
    pthread_setcancelstate(number, &number); // role: attribute
    pthread_setcanceltype(number, &number); // role: attribute
    mq_getattr(queue, &queue_attributes); // role: harmless
    pthread_sigmask(number, &signals, &signals); // role: harmless
    pthread_getaffinity_np(thread, size, &processors); // role: harmless
    pthread_getschedparam(thread, &number, &scheduling); // role: harmless
    pthread_setaffinity_np(thread, size, &processors); // role: harmless
    pthread_setschedparam(thread, number, &scheduling); // role: harmless
    mq_setattr(queue, &queue_attributes, &queue_attributes); // role: harmless
    pthread_atfork(initialise, initialise, initialise); // role: harmless
    pthread_getname_np(thread, text, size); // role: harmless
}
