// case: the reply has a slot to wait in
#include <u.h>

#include <libc.h>
#include <thread.h>

enum { STACK = 32768 };

static Channel *reply, *tick, *finished;

static void lookup(void *arg) {
    sleep(30);
    sendul(reply, 1);
    sendp(finished, arg);
}

static void timer(void *arg) {
    sleep(5);
    sendp(tick, arg);
}

void threadmain(int argc, char **argv) {
    ulong value;
    void *nothing;
    reply = chancreate(sizeof(ulong), 1);
    tick = chancreate(sizeof(void *), 1);
    finished = chancreate(sizeof(void *), 0);
    proccreate(lookup, nil, STACK);
    proccreate(timer, nil, STACK);
    Alt alts[] = {
        {reply, &value, CHANRCV},
        {tick, &nothing, CHANRCV},
        {nil, nil, CHANEND},
    };
    alt(alts);
    recvp(finished);
    threadexitsall(nil);
}
