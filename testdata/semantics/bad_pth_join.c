// case: a join waits for the end of the thread; here that leads into a wait without end
#include <pth.h>
#include <stdlib.h>

static pth_barrier_t never;

static void hang(void) {
    pth_barrier_reach(&never); // finding: barrier-never-full
}

static int ran;

static void *work(void *argument) {
    pth_yield(NULL);
    ran = 1;
    return NULL;
}

int main(void) {
    pth_init();
    pth_barrier_init(&never, 2);
    pth_join(pth_spawn(PTH_ATTR_DEFAULT, work, NULL), NULL);
    if (ran == 1) hang();
    return 0;
}
