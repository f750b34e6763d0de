// case: an alt can send; only without that would it hang
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
    Channel *ch = chancreate(sizeof(ulong), 1);
    ulong value = 5;
    Alt alts[] = {{ch, &value, CHANSND}, {nil, nil, CHANEND}};
    int which = alt(alts);
    ulong got = recvul(ch);
    if (!(which == 0 && got == 5)) hang();
    threadexitsall(nil);
}
