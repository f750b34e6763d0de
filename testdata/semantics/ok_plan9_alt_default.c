// case: an alt that ends with CHANNOBLK does not wait; only without that would it hang
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
    ulong value = 0;
    Alt alts[] = {{ch, &value, CHANRCV}, {nil, nil, CHANNOBLK}};
    int which = alt(alts);
    if (!(which == -1)) hang();
    threadexitsall(nil);
}
