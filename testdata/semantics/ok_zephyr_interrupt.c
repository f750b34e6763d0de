// case: an interrupt handler puts what main waits for
#include <zephyr/irq.h>
#include <zephyr/kernel.h>

K_MSGQ_DEFINE(bytes, 1, 16, 1);

static void receive(const void *parameter) {
    char byte = 1;
    k_msgq_put(&bytes, &byte, K_NO_WAIT);
}

int main(void) {
    char byte;
    IRQ_CONNECT(5, 1, receive, NULL, 0);
    irq_enable(5);
    k_msgq_get(&bytes, &byte, K_FOREVER);
    return 0;
}
