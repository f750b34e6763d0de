// case: a thread that hands over its results listens for the end as well
#include <u.h>

#include <libc.h>
#include <thread.h>

enum { STACK = 32768 };

static Channel *jobs, *results, *quit, *ended;

static void work(void *arg) {
    ulong job;
    Alt alts[] = {{jobs, &job, CHANRCV}, {quit, nil, CHANRCV}, {nil, nil, CHANEND}};
    Alt handover[] = {{results, &job, CHANSND}, {quit, nil, CHANRCV}, {nil, nil, CHANEND}};
    while (alt(alts) == 0)
        if (alt(handover) != 0) break;
    sendul(ended, 1);
}

void threadmain(int argc, char **argv) {
    jobs = chancreate(sizeof(ulong), 1);
    results = chancreate(sizeof(ulong), 0);
    quit = chancreate(sizeof(ulong), 1);
    ended = chancreate(sizeof(ulong), 0);
    threadcreate(work, nil, STACK);
    sendul(jobs, 1);
    yield();
    sendul(quit, 1);
    recvul(ended);
    threadexitsall(nil);
}
