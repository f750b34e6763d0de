/* SPDX-License-Identifier: MIT */
/* Declarations of GNU Pth, for when the library's own header is not found. Names, types and values are the library's. */
#ifndef _PTH_H_
#define _PTH_H_
#include <poll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>
#ifndef TRUE
#define FALSE (0)
#define TRUE (!FALSE)
#endif

typedef struct pth_st *pth_t;
typedef struct pth_attr_st *pth_attr_t;
typedef struct pth_event_st *pth_event_t;
typedef struct pth_msgport_st *pth_msgport_t;
typedef struct timeval pth_time_t;
typedef int pth_key_t;
typedef int pth_once_t;
typedef int pth_status_t;
#define PTH_ATTR_DEFAULT (pth_attr_t)(0)
enum { PTH_ATTR_PRIO, PTH_ATTR_NAME, PTH_ATTR_DISPATCHES, PTH_ATTR_JOINABLE, PTH_ATTR_CANCEL_STATE,
       PTH_ATTR_STACK_SIZE };
#define PTH_EVENT_FD (1 << 1)
#define PTH_EVENT_TIME (1 << 4)
#define PTH_EVENT_MSG (1 << 5)
#define PTH_EVENT_MUTEX (1 << 6)
#define PTH_EVENT_COND (1 << 7)
#define PTH_EVENT_TID (1 << 8)
#define PTH_FREE_THIS 0
#define PTH_FREE_ALL 1
enum { PTH_STATUS_PENDING, PTH_STATUS_OCCURRED, PTH_STATUS_FAILED };
#define PTH_ONCE_INIT FALSE
#define PTH_KEY_INIT (-1)

typedef struct pth_ringnode_st {
    struct pth_ringnode_st *rn_next, *rn_prev;
} pth_ringnode_t;
typedef struct pth_message_st {
    pth_ringnode_t m_node;
    pth_msgport_t m_replyport;
    unsigned int m_size;
    void *m_data;
} pth_message_t;
typedef struct pth_mutex_st {
    pth_ringnode_t mx_node;
    int mx_state;
    pth_t mx_owner;
    unsigned long mx_count;
} pth_mutex_t;
#define PTH_MUTEX_INIT {{NULL, NULL}, 1, NULL, 0}
enum { PTH_RWLOCK_RD, PTH_RWLOCK_RW };
typedef struct pth_rwlock_st {
    int rw_state;
    unsigned int rw_mode;
    unsigned long rw_readers;
    pth_mutex_t rw_mutex_rd, rw_mutex_rw;
} pth_rwlock_t;
#define PTH_RWLOCK_INIT {1, PTH_RWLOCK_RD, 0, PTH_MUTEX_INIT, PTH_MUTEX_INIT}
typedef struct pth_cond_st {
    unsigned long cn_state;
    unsigned int cn_waiters;
} pth_cond_t;
#define PTH_COND_INIT {1, 0}
typedef struct pth_barrier_st {
    unsigned long br_state;
    int br_threshold, br_count, br_cycle;
    pth_cond_t br_cond;
    pth_mutex_t br_mutex;
} pth_barrier_t;
#define PTH_BARRIER_HEADLIGHT (-1)
#define PTH_BARRIER_TAILLIGHT (-2)

int pth_init(void);
int pth_kill(void);
pth_attr_t pth_attr_new(void);
int pth_attr_init(pth_attr_t);
int pth_attr_set(pth_attr_t, int, ...);
int pth_attr_destroy(pth_attr_t);
pth_t pth_spawn(pth_attr_t, void *(*)(void *), void *);
int pth_once(pth_once_t *, void (*)(void *), void *);
pth_t pth_self(void);
int pth_suspend(pth_t);
int pth_resume(pth_t);
int pth_yield(pth_t);
int pth_nap(pth_time_t);
int pth_wait(pth_event_t);
int pth_cancel(pth_t);
int pth_abort(pth_t);
int pth_join(pth_t, void **);
void pth_exit(void *) __attribute__((noreturn));
pth_time_t pth_time(long, long);
pth_time_t pth_timeout(long, long);
void pth_cancel_state(int, int *);
void pth_cancel_point(void);
pth_event_t pth_event(unsigned long, ...);
pth_event_t pth_event_concat(pth_event_t, ...);
pth_event_t pth_event_isolate(pth_event_t);
pth_status_t pth_event_status(pth_event_t);
int pth_event_free(pth_event_t, int);
pth_msgport_t pth_msgport_create(const char *);
void pth_msgport_destroy(pth_msgport_t);
pth_msgport_t pth_msgport_find(const char *);
int pth_msgport_pending(pth_msgport_t);
int pth_msgport_put(pth_msgport_t, pth_message_t *);
pth_message_t *pth_msgport_get(pth_msgport_t);
int pth_msgport_reply(pth_message_t *);
int pth_mutex_init(pth_mutex_t *);
int pth_mutex_acquire(pth_mutex_t *, int, pth_event_t);
int pth_mutex_release(pth_mutex_t *);
int pth_rwlock_init(pth_rwlock_t *);
int pth_rwlock_acquire(pth_rwlock_t *, int, int, pth_event_t);
int pth_rwlock_release(pth_rwlock_t *);
int pth_cond_init(pth_cond_t *);
int pth_cond_await(pth_cond_t *, pth_mutex_t *, pth_event_t);
int pth_cond_notify(pth_cond_t *, int);
int pth_barrier_init(pth_barrier_t *, int);
int pth_barrier_reach(pth_barrier_t *);
int pth_nanosleep(const struct timespec *, struct timespec *);
int pth_usleep(unsigned int);
unsigned int pth_sleep(unsigned int);
int pth_select(int, fd_set *, fd_set *, fd_set *, struct timeval *);
int pth_poll(struct pollfd *, nfds_t, int);
int pth_connect(int, const struct sockaddr *, socklen_t);
int pth_accept(int, struct sockaddr *, socklen_t *);
ssize_t pth_read(int, void *, size_t);
ssize_t pth_write(int, const void *, size_t);
ssize_t pth_recv(int, void *, size_t, int);
ssize_t pth_send(int, const void *, size_t, int);
#endif
