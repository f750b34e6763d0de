// case: the owner of a mutex can lock it again; here that leads into a wait without end
#include <zephyr/kernel.h>

K_MSGQ_DEFINE(never, sizeof(int), 1, 4);

static void hang(void) {
    int value;
    k_msgq_get(&never, &value, K_FOREVER); // finding: receive-never-sent
}

K_MUTEX_DEFINE(mutex);

int main(void) {
    k_mutex_lock(&mutex, K_FOREVER);
    if (k_mutex_lock(&mutex, K_NO_WAIT) == 0) hang();
    return 0;
}
