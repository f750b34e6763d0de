// case: an alt takes what is ready, also before CHANNOBLK; only without that would it hang
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
    Channel *empty = chancreate(sizeof(ulong), 1), *full = chancreate(sizeof(ulong), 1);
    ulong value = 0;
    Alt alts[] = {{empty, &value, CHANRCV}, {full, &value, CHANRCV}, {nil, nil, CHANNOBLK}};
    sendul(full, 5);
    int which = alt(alts);
    if (!(which == 1 && value == 5)) hang();
    threadexitsall(nil);
}
