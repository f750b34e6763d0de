// case: interrupt handlers give a semaphore and put without waiting
#include <zephyr/irq.h>
#include <zephyr/kernel.h>

K_SEM_DEFINE(ready, 0, 1);
K_MSGQ_DEFINE(bytes, 1, 16, 1);
static struct k_timer timer;

static void tick(struct k_timer *which) {
    k_sem_give(&ready);
}

static void receive(const void *parameter) {
    char byte = 1;
    k_msgq_put(&bytes, &byte, K_NO_WAIT);
}

int main(void) {
    k_timer_init(&timer, tick, NULL);
    irq_connect_dynamic(5, 1, receive, NULL, 0);
    return 0;
}
