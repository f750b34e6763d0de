// case: a thread takes lines or the end, and the end is sent
#include <u.h>

#include <libc.h>
#include <thread.h>

enum { STACK = 32768 };

static Channel *lines, *quit, *ended;

static void printer(void *arg) {
    char *line;
    Alt alts[] = {{lines, &line, CHANRCV}, {quit, nil, CHANRCV}, {nil, nil, CHANEND}};
    while (alt(alts) == 0) {
    }
    sendul(ended, 1);
}

void threadmain(int argc, char **argv) {
    lines = chancreate(sizeof(char *), 1);
    quit = chancreate(sizeof(ulong), 0);
    ended = chancreate(sizeof(ulong), 0);
    threadcreate(printer, nil, STACK);
    sendp(lines, "one");
    sendul(quit, 1);
    recvul(ended);
    threadexitsall(nil);
}
