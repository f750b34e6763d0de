// case: nbrecv from an empty channel does not wait; only without that would it hang
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
    Channel *ch = chancreate(sizeof(int), 0);
    int value = 0, got = nbrecv(ch, &value);
    if (!(got == -1)) hang();
    threadexitsall(nil);
}
