// SPDX-License-Identifier: MIT
// Every modelled call once; the comment at the end of a line is the role that its call must get.
#include <u.h>
#include <libc.h>
#include <thread.h>

static Channel *channel;
static Alt cases[2];
static Ioproc *io;
static Lock spin;
static QLock queueing;
static RWLock shared;
static Ref reference;
static Rendez meeting = {&queueing, {0, 0}};
static int number, descriptors[3];
static ulong size;
static char *text, *words[2];
static void *memory;

static void entry(void *argument) { (void)argument; }

static int note(void *registers, char *name) { return registers != (void *)name; }

static long call(va_list *arguments) { return arguments != 0; }

void spawn_calls(void) {
    threadcreate(entry, memory, 4); // role: spawn
    proccreate(entry, memory, 4); // role: spawn
}

void leave_calls(int choice) {
    if (choice == 1) threadexits(text); // role: task-exit
    if (choice == 2) threadexitsall(text); // role: process-exit
    if (choice == 3) sysfatal(text); // role: process-exit
}

void yield_calls(void) {
    yield(); // role: yield
    threadidle(); // role: yield
}

void make_calls(void) {
    channel = chancreate(sizeof(ulong), 4); // role: make
}

void free_calls(void) {
    chanfree(channel); // role: free
}

void send_calls(void) {
    send(channel, memory); // role: send
    sendp(channel, memory); // role: send
    sendul(channel, size); // role: send
    nbsend(channel, memory); // role: send
    nbsendp(channel, memory); // role: send
    nbsendul(channel, size); // role: send
    threadexec(channel, descriptors, text, words); // role: send
    threadexecl(channel, descriptors, text, text, nil); // role: send
}

void receive_calls(void) {
    recv(channel, memory); // role: receive
    recvp(channel); // role: receive
    recvul(channel); // role: receive
    nbrecv(channel, memory); // role: receive
    nbrecvp(channel); // role: receive
    nbrecvul(channel); // role: receive
}

void select_calls(void) {
    alt(cases); // role: select
}

void lock_calls(void) {
    lock(&spin); // role: lock
    canlock(&spin); // role: lock
    qlock(&queueing); // role: lock
    canqlock(&queueing); // role: lock
    rlock(&shared); // role: lock
    canrlock(&shared); // role: lock
    wlock(&shared); // role: lock
    canwlock(&shared); // role: lock
}

void unlock_calls(void) {
    unlock(&spin); // role: unlock
    qunlock(&queueing); // role: unlock
    runlock(&shared); // role: unlock
    wunlock(&shared); // role: unlock
}

void wait_calls(void) {
    rsleep(&meeting); // role: wait
}

void signal_calls(void) {
    rwakeup(&meeting); // role: signal
}

void broadcast_calls(void) {
    rwakeupall(&meeting); // role: broadcast
}

void query_calls(void) {
    incref(&reference); // role: query
    decref(&reference); // role: query
}

void harmless_calls(void) {
    threadwaitchan(); // role: harmless
    io = ioproc(); // role: harmless
    closeioproc(io); // role: harmless
    iointerrupt(io); // role: harmless
    threadid(); // role: harmless
    threaddata(); // role: harmless
    procdata(); // role: harmless
    threadgetname(); // role: harmless
    threadneedbackground(); // role: harmless
    threadmaybackground(); // role: harmless
    _threadpin(); // role: harmless
    _threadunpin(); // role: harmless
    _threadsetsysproc(); // role: harmless
    chansetname(channel, text); // role: harmless
    threadsetname(text); // role: harmless
    threadsetstate(text); // role: harmless
    print(text); // role: harmless
    werrstr(text); // role: harmless
    fprint(number, text); // role: harmless
    sprint(text, text); // role: harmless
    errstr(text, 4); // role: harmless
    snprint(text, number, text); // role: harmless
    seprint(text, text, text); // role: harmless
    threadnotify(note, number); // role: harmless
}

void io_calls(void) {
    iorecvfd(io, number); // role: io
    ioclose(io, number); // role: io
    iosleep(io, number); // role: io
    ioopen(io, text, number); // role: io
    iosendfd(io, number, number); // role: io
    iocall(io, call, 1); // role: io
    ioread(io, number, memory, number); // role: io
    ioreadn(io, number, memory, number); // role: io
    ioread9pmsg(io, number, memory, number); // role: io
    iowrite(io, number, memory, number); // role: io
    iodial(io, text, text, text, descriptors); // role: io
    threadspawn(descriptors, text, words); // role: io
    threadspawnd(descriptors, text, words, text); // role: io
    threadspawnl(descriptors, text, text, nil); // role: io
    procwait(number); // role: io
}

void sleep_calls(void) {
    sleep(number); // role: sleep
}

void allocate_calls(void) {
    memory = smprint(text); // role: allocate
    memory = strdup(text); // role: allocate
    memory = malloc(size); // role: allocate
    memory = realloc(memory, size); // role: allocate
    memory = calloc(size, size); // role: allocate
    memory = mallocz(size, number); // role: allocate
}

void free_memory_calls(void) {
    free(memory); // role: free-memory
}

#undef exits
#undef _exits
void leave_process(int choice) {
    if (choice == 1) exits(text); // role: process-exit
    if (choice == 2) _exits(text); // role: process-exit
}
