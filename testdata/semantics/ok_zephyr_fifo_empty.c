// case: a get without waiting of an empty fifo gives NULL; only without that would it hang
#include <zephyr/kernel.h>

K_MSGQ_DEFINE(never, sizeof(int), 1, 4);

static void hang(void) {
    int value;
    k_msgq_get(&never, &value, K_FOREVER);
}

K_FIFO_DEFINE(fifo);

int main(void) {
    if (!(k_fifo_get(&fifo, K_NO_WAIT) == NULL)) hang();
    return 0;
}
