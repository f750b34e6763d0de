// case: a fifo gives what was put; only without that would it hang
#include <zephyr/kernel.h>

K_MSGQ_DEFINE(never, sizeof(int), 1, 4);

static void hang(void) {
    int value;
    k_msgq_get(&never, &value, K_FOREVER);
}

struct item {
    void *reserved;
    int value;
};
K_FIFO_DEFINE(fifo);

int main(void) {
    static struct item item = {.value = 3};
    k_fifo_put(&fifo, &item);
    if (!(k_fifo_get(&fifo, K_FOREVER) == &item)) hang();
    return 0;
}
