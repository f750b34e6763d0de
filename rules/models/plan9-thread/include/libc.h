/* SPDX-License-Identifier: MIT */
/* The part of plan9port's <libc.h> that thread programs use: locks, printing, memory, process calls. Written for chanvet
   so that programs parse without the library. */
#ifndef CHANVET_PLAN9_LIBC_H
#define CHANVET_PLAN9_LIBC_H

#include "u.h"

#define nil ((void *)0)
#define nelem(array) (sizeof(array) / sizeof((array)[0]))
#define USED(value) ((void)(value))
#define SET(value) ((value) = 0)

typedef unsigned int Rune;
typedef long p9jmp_buf[sizeof(sigjmp_buf) / sizeof(long)];

enum { OREAD = 0, OWRITE = 1, ORDWR = 2, OEXEC = 3, OTRUNC = 16, OCEXEC = 32, ORCLOSE = 64 };
enum { RFNAMEG = 1, RFFDG = 4, RFNOTEG = 8, RFPROC = 16, RFMEM = 32, RFNOWAIT = 64 };
enum { NCONT, NDFLT, NSAVE, NRSTR };
#define ERRMAX 128

/* Printing. */
int print(char *format, ...);
int fprint(int descriptor, char *format, ...);
int sprint(char *text, char *format, ...);
int snprint(char *text, int length, char *format, ...);
char *seprint(char *text, char *end, char *format, ...);
char *smprint(char *format, ...);
void werrstr(char *format, ...);
int errstr(char *text, uint length);
void sysfatal(char *format, ...);

/* Memory. */
void *p9malloc(ulong size);
void *mallocz(ulong size, int clear);
void p9free(void *memory);
void *p9calloc(ulong count, ulong size);
void *p9realloc(void *memory, ulong size);
char *p9strdup(char *text);

/* Processes, files, time. */
void exits(char *status);
void _exits(char *status);
int p9sleep(long milliseconds);
long p9time(long *seconds);
vlong p9nsec(void);
int p9nrand(int limit);
int p9rand(void);
void p9srand(long seed);
int p9atoi(char *text);
char *p9getenv(char *name);
int p9open(char *path, int mode);
int p9create(char *path, int mode, ulong permissions);
int p9close(int descriptor);
int p9pipe(int descriptors[2]);
int p9dup(int from, int to);
long readn(int descriptor, void *bytes, long count);
int p9notify(void (*handler)(void *registers, char *note));
int noted(int how);
int atnotify(int (*handler)(void *registers, char *note), int in);
int postnote(int group, int process, char *note);

/* Locks. */
typedef struct _Thread _Thread;
typedef struct _Threadlist { _Thread *head, *tail; } _Threadlist;

typedef struct Lock {
    int init;
    pthread_mutex_t mutex;
    int held;
} Lock;
void lock(Lock *lock);
void unlock(Lock *lock);
int canlock(Lock *lock);

typedef struct QLock {
    Lock l;
    _Thread *owner;
    _Threadlist waiting;
} QLock;
void qlock(QLock *lock);
void qunlock(QLock *lock);
int canqlock(QLock *lock);

typedef struct Rendez {
    QLock *l;
    _Threadlist waiting;
} Rendez;
void rsleep(Rendez *rendezvous);
int rwakeup(Rendez *rendezvous);
int rwakeupall(Rendez *rendezvous);

typedef struct RWLock {
    Lock l;
    int readers;
    _Thread *writer;
    _Threadlist rwaiting, wwaiting;
} RWLock;
void rlock(RWLock *lock);
void runlock(RWLock *lock);
int canrlock(RWLock *lock);
void wlock(RWLock *lock);
void wunlock(RWLock *lock);
int canwlock(RWLock *lock);

#ifndef NOPLAN9DEFINES
#define malloc p9malloc
#define calloc p9calloc
#define realloc p9realloc
#define free p9free
#undef strdup
#define strdup p9strdup
#define sleep p9sleep
#define time p9time
#define nsec p9nsec
#define rand p9rand
#define nrand p9nrand
#define srand p9srand
#define atoi p9atoi
#define getenv p9getenv
#define open p9open
#define create p9create
#define close p9close
#define pipe p9pipe
#define dup p9dup
#define notify p9notify
#endif

/* Its `time` is a p9time where the names above are in force. */
typedef struct Waitmsg {
    int pid;
    ulong time[3];
    char *msg;
} Waitmsg;

/* Options of a command: `ARGBEGIN { case 'b': … } ARGEND`. */
extern char *argv0;
#define ARGBEGIN                                                                                                       \
    for (argv0 = *argv++, argc--; argv[0] && argv[0][0] == '-' && argv[0][1]; argc--, argv++) {                        \
        char *_option = argv[0] + 1, *_value;                                                                          \
        int _letter = 0;                                                                                               \
        (void)_value;                                                                                                  \
        while ((_letter = *_option) != 0 && _option++) switch (_letter)
#define ARGEND                                                                                                         \
    (void)_letter;                                                                                                     \
    }
#define ARGC() _letter
#define ARGF() (_value = _option, _option = "", *_value ? _value : argv[1] ? (argc--, *++argv) : (char *)0)
#define EARGF(otherwise)                                                                                               \
    (_value = _option, _option = "", *_value ? _value : argv[1] ? (argc--, *++argv) : ((otherwise), abort(), (char *)0))

#endif
