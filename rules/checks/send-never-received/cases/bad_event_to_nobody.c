// case: an event goes out through a function pointer to a global channel, and the main thread does not receive it
#include <u.h>

#include <libc.h>
#include <thread.h>

enum { STACK = 32768 };

static Channel *events;

static void emit(ulong event) {
    sendul(events, event); // finding: send-never-received
}

static void ignore(ulong event) {
    (void)event;
}

static void source(void *arg) {
    void (*handler)(ulong) = arg;
    ignore(0);
    handler(1);
}

void threadmain(int argc, char **argv) {
    events = chancreate(sizeof(ulong), 0);
    threadcreate(source, emit, STACK);
    yield();
}
