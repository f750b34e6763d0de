// case: an interrupt handler locks a mutex, which only threads may
#include <zephyr/irq.h>
#include <zephyr/kernel.h>

K_MUTEX_DEFINE(lock);

static void receive(const void *parameter) {
    if (k_mutex_lock(&lock, K_NO_WAIT) == 0) // finding: blocking-call-in-isr
        k_mutex_unlock(&lock); // step: blocking-call-in-isr
}

int main(void) {
    IRQ_CONNECT(5, 1, receive, NULL, 0); // step: blocking-call-in-isr
    irq_enable(5);
    return 0;
}
