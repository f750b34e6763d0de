// case: the function of a timer that is defined waits for a semaphore
#include <zephyr/kernel.h>

K_SEM_DEFINE(ready, 0, 1);

static void tick(struct k_timer *timer) {
    k_sem_take(&ready, K_FOREVER); // finding: blocking-call-in-isr
}

K_TIMER_DEFINE(timer, tick, NULL); // step: blocking-call-in-isr

int main(void) {
    k_timer_start(&timer, K_MSEC(10), K_MSEC(10));
    return 0;
}
