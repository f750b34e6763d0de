// case: a proc sends as many lines as the main thread receives
#include <u.h>

#include <libc.h>
#include <thread.h>

enum { STACK = 32768, LINES = 3 };

static void reader(void *arg) {
    Channel *lines = arg;
    int i;
    for (i = 0; i < LINES; i++) sendp(lines, "line");
}

void threadmain(int argc, char **argv) {
    Channel *lines = chancreate(sizeof(char *), 1);
    int i;
    proccreate(reader, lines, STACK);
    for (i = 0; i < LINES; i++) recvp(lines);
    threadexitsall(nil);
}
