// case: of two ready channels an alt takes any: here the first; here that leads into a receive without end
#include <u.h>

#include <libc.h>
#include <thread.h>

enum { STACK = 32768 };

static Channel *never;

static void hang(void) {
    recvul(never); // finding: receive-never-sent
}

void threadmain(int argc, char **argv) {
    never = chancreate(sizeof(ulong), 0);
    Channel *left = chancreate(sizeof(ulong), 1), *right = chancreate(sizeof(ulong), 1);
    ulong value = 0;
    Alt alts[] = {{left, &value, CHANRCV}, {right, &value, CHANRCV}, {nil, nil, CHANEND}};
    sendul(left, 1);
    sendul(right, 2);
    int which = alt(alts);
    if (which == 0) hang();
    threadexitsall(nil);
}
