// SPDX-License-Identifier: MIT
// flags: -lpth
// options: order_coroutines=0
// Coroutines of GNU Pth are tasks with clocks of their own.
#include <pth.h>
#include <stddef.h>

static pth_mutex_t lock = PTH_MUTEX_INIT;
static int counter;

static void *work(void *unused) {
    for (int i = 0; i < 5; i++) {
#ifndef RACE
        pth_mutex_acquire(&lock, FALSE, NULL);
#endif
        counter++;
#ifndef RACE
        pth_mutex_release(&lock);
#endif
        pth_yield(NULL);
    }
    return unused;
}

int main(void) {
    pth_t tasks[3];
    pth_init();
    for (int i = 0; i < 3; i++) tasks[i] = pth_spawn(PTH_ATTR_DEFAULT, work, NULL);
    for (int i = 0; i < 3; i++) pth_join(tasks[i], NULL);
    int seen = counter;
    pth_kill();
    return seen != 15;
}
