// case: nbsend without a receiver does not wait; only without that would it hang
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
    Channel *ch = chancreate(sizeof(ulong), 0);
    int sent = nbsendul(ch, 1);
    if (!(sent == -1)) hang();
    threadexitsall(nil);
}
