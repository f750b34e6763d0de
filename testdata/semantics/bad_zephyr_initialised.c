// case: a queue that is initialised has the size that it is given; here that leads into a wait without end
#include <zephyr/kernel.h>

K_MSGQ_DEFINE(never, sizeof(int), 1, 4);

static void hang(void) {
    int value;
    k_msgq_get(&never, &value, K_FOREVER); // finding: receive-never-sent
}

static struct k_msgq queue;
static char buffer[sizeof(int)];

int main(void) {
    int value = 1;
    k_msgq_init(&queue, buffer, sizeof(int), 1);
    k_msgq_put(&queue, &value, K_FOREVER);
    if (k_msgq_put(&queue, &value, K_NO_WAIT) != 0) hang();
    return 0;
}
