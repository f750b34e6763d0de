// case: a case with CHANNOP is never taken; only without that would it hang
#include <u.h>

#include <libc.h>
#include <thread.h>

enum { STACK = 32768 };

static Channel *never;

static void hang(void) {
    recvul(never);
}

void threadmain(int argc, char **argv) {
    never = chancreate(sizeof(ulong), 0);
    Channel *left = chancreate(sizeof(ulong), 1), *right = chancreate(sizeof(ulong), 1);
    ulong value = 0;
    Alt alts[] = {{left, &value, CHANRCV}, {right, &value, CHANRCV}, {nil, nil, CHANEND}};
    sendul(left, 1);
    sendul(right, 2);
    alts[0].op = CHANNOP;
    int which = alt(alts);
    if (!(which == 1)) hang();
    threadexitsall(nil);
}
