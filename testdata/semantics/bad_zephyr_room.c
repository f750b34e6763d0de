// case: a put to a queue with room does not wait; here that leads into a wait without end
#include <zephyr/kernel.h>

K_MSGQ_DEFINE(never, sizeof(int), 1, 4);

static void hang(void) {
    int value;
    k_msgq_get(&never, &value, K_FOREVER); // finding: receive-never-sent
}

K_MSGQ_DEFINE(queue, sizeof(int), 2, 4);

int main(void) {
    int value = 1;
    k_msgq_put(&queue, &value, K_FOREVER);
    if (k_msgq_put(&queue, &value, K_NO_WAIT) == 0) hang();
    return 0;
}
