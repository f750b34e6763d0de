// case: a new thread does not run before its creator waits; here that leads into a wait without end
#include <pth.h>
#include <stdlib.h>

static pth_barrier_t never;

static void hang(void) {
    pth_barrier_reach(&never); // finding: barrier-never-full
}

static int ran;

static void *work(void *argument) {
    ran = 1;
    return NULL;
}

int main(void) {
    pth_init();
    pth_barrier_init(&never, 2);
    pth_spawn(PTH_ATTR_DEFAULT, work, NULL);
    if (ran == 0) hang();
    return 0;
}
