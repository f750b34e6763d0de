// case: a proc sends two lines, and the main thread receives three
#include <u.h>

#include <libc.h>
#include <thread.h>

enum { STACK = 32768, LINES = 3 };

static void reader(void *arg) {
    Channel *lines = arg;
    int i;
    for (i = 1; i < LINES; i++) sendp(lines, "line");
}

void threadmain(int argc, char **argv) {
    Channel *lines = chancreate(sizeof(char *), 1);
    int i;
    proccreate(reader, lines, STACK);
    for (i = 0; i < LINES; i++) recvp(lines); // finding: receive-never-sent
    threadexitsall(nil);
}
