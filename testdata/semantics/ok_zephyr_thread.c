// case: a thread gets its three arguments, and a join waits for it; only without that would it hang
#include <zephyr/kernel.h>

K_MSGQ_DEFINE(never, sizeof(int), 1, 4);

static void hang(void) {
    int value;
    k_msgq_get(&never, &value, K_FOREVER);
}

K_THREAD_STACK_DEFINE(stack, 1024);
static struct k_thread thread;
static int sum;

static void work(void *one, void *two, void *three) {
    sum = *(int *)three;
}

int main(void) {
    static int seven = 7;
    k_thread_create(&thread, stack, K_THREAD_STACK_SIZEOF(stack), work, NULL, NULL, &seven, 5, 0, K_NO_WAIT);
    k_thread_join(&thread, K_FOREVER);
    if (!(sum == 7)) hang();
    return 0;
}
