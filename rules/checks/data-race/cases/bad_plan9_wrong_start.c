// case: a helper that was meant as a thread of the same proc is started as a proc
#include <libc.h>
#include <thread.h>
#include <u.h>

typedef struct Window {
    int width, height;
} Window;

static Window window;
static Channel *resized;

static void resize(void *unused) {
    for (int i = 0; i < 2; i++) {
        ulong size = recvul(resized);
        window.width = size >> 16; // finding: data-race
        window.height = size & 0xffff;
    }
}

void threadmain(int argc, char **argv) {
    resized = chancreate(sizeof(ulong), 1);
    proccreate(resize, nil, 8192);
    sendul(resized, 100);
    print("%d\n", window.width); // step: data-race
    sendul(resized, 200);
    threadexits(nil);
}
