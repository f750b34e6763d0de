// case: a thread that is defined waits for what nobody puts
#include <zephyr/kernel.h>

K_MSGQ_DEFINE(queue, sizeof(int), 4, 4);

static void consume(void *one, void *two, void *three) {
    int value;
    for (;;) k_msgq_get(&queue, &value, K_FOREVER); // finding: receive-never-sent
}

K_THREAD_DEFINE(consumer, 1024, consume, NULL, NULL, NULL, 5, 0, 0);

int main(void) {
    for (;;) k_msleep(1000);
}
