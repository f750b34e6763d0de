// case: after the first value its case is switched off, and the only case that is left has no sender
#include <u.h>

#include <libc.h>
#include <thread.h>

enum { STACK = 32768 };

static void source(void *arg) {
    sendul(arg, 1);
}

void threadmain(int argc, char **argv) {
    Channel *values = chancreate(sizeof(ulong), 0), *errors = chancreate(sizeof(ulong), 0);
    ulong value, error;
    Alt alts[] = {
        {values, &value, CHANRCV},
        {errors, &error, CHANRCV},
        {nil, nil, CHANEND},
    };
    threadcreate(source, values, STACK);
    alt(alts);
    alts[0].op = CHANNOP;
    alt(alts); // finding: select-never-ready
    threadexitsall(nil);
}
