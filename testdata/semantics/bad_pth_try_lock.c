// case: a try of a mutex that another holds fails; here that leads into a wait without end
#include <pth.h>
#include <stdlib.h>

static pth_barrier_t never;

static void hang(void) {
    pth_barrier_reach(&never); // finding: barrier-never-full
}

static pth_mutex_t mutex = PTH_MUTEX_INIT;
static int got;

static void *try_it(void *argument) {
    got = pth_mutex_acquire(&mutex, TRUE, NULL);
    return NULL;
}

int main(void) {
    pth_init();
    pth_barrier_init(&never, 2);
    pth_mutex_acquire(&mutex, FALSE, NULL);
    pth_join(pth_spawn(PTH_ATTR_DEFAULT, try_it, NULL), NULL);
    if (got == FALSE) hang();
    return 0;
}
