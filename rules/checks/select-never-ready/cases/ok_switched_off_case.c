// case: the only case that is left is served by a second thread
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
    threadcreate(source, errors, STACK);
    alts[0].op = CHANNOP;
    alt(alts);
    threadexitsall(nil);
}
