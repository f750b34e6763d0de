// case: nbsend fills the buffer, then fails; only without that would it hang
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
    int first = nbsendul(ch, 1), second = nbsendul(ch, 2);
    if (!(first == 1 && second == -1)) hang();
    threadexitsall(nil);
}
