/* SPDX-License-Identifier: MIT */
/* Declarations of libthread's interface, written for chanvet so that programs parse without the library. Names, types
   and values are the library's; sizes are given (Alt is read by offset). */
#ifndef CHANVET_PLAN9_THREAD_H
#define CHANVET_PLAN9_THREAD_H

#include "libc.h"

/* Threads and procs. */
void threadmain(int argc, char *argv[]);
extern int mainstacksize;
int threadcreate(void (*entry)(void *argument), void *argument, unsigned int stack_size);
int proccreate(void (*entry)(void *argument), void *argument, unsigned int stack_size);
void threadexits(char *status);
void threadexitsall(char *status);
int threadyield(void);
int threadidle(void);
int threadid(void);
void threadsetname(char *format, ...);
void threadsetstate(char *format, ...);
char *threadgetname(void);
void threadneedbackground(void);
int threadmaybackground(void);
void threadnotify(int (*handler)(void *registers, char *note), int in);
void **threaddata(void);
void **procdata(void);
void _threadpin(void);
void _threadunpin(void);
void _threadsetsysproc(void);
#define yield threadyield
#define exits do_not_call_exits_in_threaded_programs
#define _exits do_not_call__exits_in_threaded_programs

/* Channels. */
typedef struct Alt Alt;
typedef struct Channel Channel;
typedef struct _Altarray {
    Alt **a;
    uint n, m;
} _Altarray;
enum { CHANEND, CHANSND, CHANRCV, CHANNOP, CHANNOBLK };
struct Alt {
    Channel *c;
    void *v;
    uint op;
    _Thread *thread;
};
struct Channel {
    uint bufsize, elemsize;
    uchar *buf;
    uint nbuf, off;
    _Altarray asend, arecv;
    char *name;
};
Channel *chancreate(int element_size, int count);
void chanfree(Channel *channel);
void chansetname(Channel *channel, char *format, ...);
int chanalt(Alt *cases);
int chansend(Channel *channel, void *element);
int chansendp(Channel *channel, void *pointer);
int chansendul(Channel *channel, ulong value);
int chanrecv(Channel *channel, void *element);
void *chanrecvp(Channel *channel);
ulong chanrecvul(Channel *channel);
int channbsend(Channel *channel, void *element);
int channbsendp(Channel *channel, void *pointer);
int channbsendul(Channel *channel, ulong value);
int channbrecv(Channel *channel, void *element);
void *channbrecvp(Channel *channel);
ulong channbrecvul(Channel *channel);
#define alt chanalt
#define send chansend
#define sendp chansendp
#define sendul chansendul
#define recv chanrecv
#define recvp chanrecvp
#define recvul chanrecvul
#define nbsend channbsend
#define nbsendp channbsendp
#define nbsendul channbsendul
#define nbrecv channbrecv
#define nbrecvp channbrecvp
#define nbrecvul channbrecvul

/* Counted references. */
typedef struct Ref {
    Lock lock;
    long ref;
} Ref;
long incref(Ref *reference);
long decref(Ref *reference);

/* Procs that wait for system calls. */
typedef struct Ioproc Ioproc;
Ioproc *ioproc(void);
void closeioproc(Ioproc *io);
void iointerrupt(Ioproc *io);
long iocall(Ioproc *io, long (*call)(va_list *arguments), ...);
int ioopen(Ioproc *io, char *path, int mode);
int ioclose(Ioproc *io, int descriptor);
long ioread(Ioproc *io, int descriptor, void *bytes, long count);
long ioreadn(Ioproc *io, int descriptor, void *bytes, long count);
int ioread9pmsg(Ioproc *io, int descriptor, void *bytes, int count);
long iowrite(Ioproc *io, int descriptor, void *bytes, long count);
int iodial(Ioproc *io, char *address, char *local, char *directory, int *control);
int iosendfd(Ioproc *io, int socket, int descriptor);
int iorecvfd(Ioproc *io, int socket);
int iosleep(Ioproc *io, long milliseconds);

/* Other programs. */
void threadexec(Channel *pid, int descriptors[3], char *program, char *arguments[]);
void threadexecl(Channel *pid, int descriptors[3], char *program, ...);
int threadspawn(int descriptors[3], char *program, char *arguments[]);
int threadspawnd(int descriptors[3], char *program, char *arguments[], char *directory);
int threadspawnl(int descriptors[3], char *program, ...);
Channel *threadwaitchan(void);
Waitmsg *procwait(int pid);

#endif
