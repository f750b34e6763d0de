// case: a timer that is defined gives what main waits for
#include <zephyr/kernel.h>

K_SEM_DEFINE(ticks, 0, 1);

static void tick(struct k_timer *timer) {
    k_sem_give(&ticks);
}

K_TIMER_DEFINE(timer, tick, NULL);

int main(void) {
    k_timer_start(&timer, K_MSEC(10), K_MSEC(10));
    k_sem_take(&ticks, K_FOREVER);
    return 0;
}
