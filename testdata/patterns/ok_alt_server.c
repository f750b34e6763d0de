// case: a server in alt ends by a quit channel
#include <u.h>
#include <libc.h>
#include <thread.h>
Channel *c, *quit;
void worker(void *v) {
    Alt a[3];
    int x;
    a[0].c = c;
    a[0].v = &x;
    a[0].op = CHANRCV;
    a[1].c = quit;
    a[1].v = nil;
    a[1].op = CHANRCV;
    a[2].op = CHANEND;
    for (;;)
        switch (alt(a)) {
        case 0:
            print("%d\n", x);
            break;
        case 1:
            threadexits(nil);
        }
}
void threadmain(int argc, char **argv) {
    int i;
    c = chancreate(sizeof(int), 0);
    quit = chancreate(sizeof(int), 0);
    threadcreate(worker, nil, 8192);
    for (i = 0; i < argc; i++)
        send(c, &i);
    i = 0;
    send(quit, &i);
    threadexitsall(nil);
}
