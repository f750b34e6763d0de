// case: a semaphore starts with the count of its definition; only without that would it hang
#include <zephyr/kernel.h>

K_MSGQ_DEFINE(never, sizeof(int), 1, 4);

static void hang(void) {
    int value;
    k_msgq_get(&never, &value, K_FOREVER);
}

K_SEM_DEFINE(semaphore, 1, 5);

int main(void) {
    k_sem_take(&semaphore, K_FOREVER);
    if (!(k_sem_take(&semaphore, K_NO_WAIT) == -EBUSY)) hang();
    return 0;
}
