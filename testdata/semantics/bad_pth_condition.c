// case: a wait gives the mutex back and takes it again; here that leads into a wait without end
#include <pth.h>
#include <stdlib.h>

static pth_barrier_t never;

static void hang(void) {
    pth_barrier_reach(&never); // finding: barrier-never-full
}

static pth_mutex_t mutex = PTH_MUTEX_INIT;
static pth_cond_t changed = PTH_COND_INIT;
static int ready;

static void *set(void *argument) {
    pth_mutex_acquire(&mutex, FALSE, NULL);
    ready = 1;
    pth_cond_notify(&changed, FALSE);
    pth_mutex_release(&mutex);
    return NULL;
}

int main(void) {
    pth_init();
    pth_barrier_init(&never, 2);
    pth_mutex_acquire(&mutex, FALSE, NULL);
    pth_spawn(PTH_ATTR_DEFAULT, set, NULL);
    while (!ready) pth_cond_await(&changed, &mutex, NULL);
    pth_mutex_release(&mutex);
    if (ready == 1) hang();
    return 0;
}
