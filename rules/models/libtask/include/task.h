/* SPDX-License-Identifier: MIT */
/* Declarations of libtask, for when the library's own header is not found. Names, types and values are the library's. */
#ifndef _TASK_H_
#define _TASK_H_ 1
#include <inttypes.h>
#include <stdarg.h>

typedef struct Task Task;
typedef struct Tasklist Tasklist;
int anyready(void);
int taskcreate(void (*f)(void *arg), void *arg, unsigned int stacksize);
void taskexit(int);
void taskexitall(int);
void taskmain(int argc, char *argv[]);
int taskyield(void);
void **taskdata(void);
void needstack(int);
void taskname(char *, ...);
void taskstate(char *, ...);
char *taskgetname(void);
char *taskgetstate(void);
void tasksystem(void);
unsigned int taskdelay(unsigned int);
unsigned int taskid(void);
struct Tasklist {
    Task *head, *tail;
};
typedef struct QLock {
    Task *owner;
    Tasklist waiting;
} QLock;
void qlock(QLock *);
int canqlock(QLock *);
void qunlock(QLock *);
typedef struct RWLock {
    int readers;
    Task *writer;
    Tasklist rwaiting, wwaiting;
} RWLock;
void rlock(RWLock *);
int canrlock(RWLock *);
void runlock(RWLock *);
void wlock(RWLock *);
int canwlock(RWLock *);
void wunlock(RWLock *);
typedef struct Rendez {
    QLock *l;
    Tasklist waiting;
} Rendez;
void tasksleep(Rendez *);
int taskwakeup(Rendez *);
int taskwakeupall(Rendez *);
typedef struct Alt Alt;
typedef struct Altarray Altarray;
typedef struct Channel Channel;
enum { CHANEND, CHANSND, CHANRCV, CHANNOP, CHANNOBLK };
struct Alt {
    Channel *c;
    void *v;
    unsigned int op;
    Task *task;
    Alt *xalt;
};
struct Altarray {
    Alt **a;
    unsigned int n, m;
};
struct Channel {
    unsigned int bufsize, elemsize;
    unsigned char *buf;
    unsigned int nbuf, off;
    Altarray asend, arecv;
    char *name;
};
int chanalt(Alt *alts);
Channel *chancreate(int elemsize, int elemcnt);
void chanfree(Channel *c);
int chaninit(Channel *c, int elemsize, int elemcnt);
int channbrecv(Channel *c, void *v);
void *channbrecvp(Channel *c);
unsigned long channbrecvul(Channel *c);
int channbsend(Channel *c, void *v);
int channbsendp(Channel *c, void *v);
int channbsendul(Channel *c, unsigned long v);
int chanrecv(Channel *c, void *v);
void *chanrecvp(Channel *c);
unsigned long chanrecvul(Channel *c);
int chansend(Channel *c, void *v);
int chansendp(Channel *c, void *v);
int chansendul(Channel *c, unsigned long v);
int fdread(int, void *, int);
int fdread1(int, void *, int);
int fdreadn(int, void *, int);
int fdwrite(int, void *, int);
void fdwait(int, int);
int fdnoblock(int);
void fdtask(void *);
enum { UDP = 0, TCP = 1 };
int netannounce(int, char *, int);
int netaccept(int, char *, int *);
int netdial(int, char *, int);
#endif
