// case: a get with a time ends when it is over; here that leads into a wait without end
#include <zephyr/kernel.h>

K_MSGQ_DEFINE(never, sizeof(int), 1, 4);

static void hang(void) {
    int value;
    k_msgq_get(&never, &value, K_FOREVER); // finding: receive-never-sent
}

K_MSGQ_DEFINE(queue, sizeof(int), 1, 4);

int main(void) {
    int value;
    if (k_msgq_get(&queue, &value, K_MSEC(10)) == -EAGAIN) hang();
    return 0;
}
