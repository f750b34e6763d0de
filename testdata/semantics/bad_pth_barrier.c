// case: a barrier lets all go when enough have come; here that leads into a wait without end
#include <pth.h>
#include <stdlib.h>

static pth_barrier_t never;

static void hang(void) {
    pth_barrier_reach(&never); // finding: barrier-never-full
}

static pth_barrier_t both;

static void *work(void *argument) {
    pth_barrier_reach(&both);
    return NULL;
}

int main(void) {
    int through = 0;
    pth_init();
    pth_barrier_init(&never, 2);
    pth_barrier_init(&both, 2);
    pth_spawn(PTH_ATTR_DEFAULT, work, NULL);
    pth_barrier_reach(&both);
    through = 1;
    if (through == 1) hang();
    return 0;
}
