// case: a thread asks a channel in a loop, and the thread of the same proc that would send never runs
#include <u.h>

#include <libc.h>
#include <thread.h>

enum { STACK = 32768 };

static Channel *answers;

static void answer(void *arg) {
    yield();
    sendul(answers, 1);
}

void threadmain(int argc, char **argv) {
    ulong value;
    answers = chancreate(sizeof(ulong), 1);
    threadcreate(answer, nil, STACK);
    while (nbrecv(answers, &value) != 1) // finding: busy-select
        ;
    threadexitsall(nil);
}
