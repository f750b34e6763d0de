// case: a queue hands over copies in their order; here that leads into a wait without end
#include <zephyr/kernel.h>

K_MSGQ_DEFINE(never, sizeof(int), 1, 4);

static void hang(void) {
    int value;
    k_msgq_get(&never, &value, K_FOREVER); // finding: receive-never-sent
}

K_MSGQ_DEFINE(queue, sizeof(int), 2, 4);

int main(void) {
    int value = 1;
    k_msgq_put(&queue, &value, K_NO_WAIT);
    value = 2;
    k_msgq_put(&queue, &value, K_NO_WAIT);
    k_msgq_get(&queue, &value, K_NO_WAIT);
    if (value == 1) hang();
    return 0;
}
