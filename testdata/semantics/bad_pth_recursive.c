// case: the owner of a mutex can take it again; here that leads into a wait without end
#include <pth.h>
#include <stdlib.h>

static pth_barrier_t never;

static void hang(void) {
    pth_barrier_reach(&never); // finding: barrier-never-full
}

static pth_mutex_t mutex = PTH_MUTEX_INIT;

int main(void) {
    pth_init();
    pth_barrier_init(&never, 2);
    pth_mutex_acquire(&mutex, FALSE, NULL);
    if (pth_mutex_acquire(&mutex, FALSE, NULL) == TRUE) hang();
    return 0;
}
