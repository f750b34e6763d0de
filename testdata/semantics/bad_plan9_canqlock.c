// case: canqlock of a held QLock gives 0; here that leads into a receive without end
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
    static QLock gate;
    int first = canqlock(&gate), second = canqlock(&gate);
    if (first == 1 && second == 0) hang();
    threadexitsall(nil);
}
