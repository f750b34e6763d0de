// case: a wait gives the mutex back and takes it again; here that leads into a wait without end
#include <zephyr/kernel.h>

K_MSGQ_DEFINE(never, sizeof(int), 1, 4);

static void hang(void) {
    int value;
    k_msgq_get(&never, &value, K_FOREVER); // finding: receive-never-sent
}

K_MUTEX_DEFINE(mutex);
K_CONDVAR_DEFINE(changed);
K_THREAD_STACK_DEFINE(stack, 1024);
static struct k_thread thread;
static int ready;

static void set(void *one, void *two, void *three) {
    k_mutex_lock(&mutex, K_FOREVER);
    ready = 1;
    k_condvar_signal(&changed);
    k_mutex_unlock(&mutex);
}

int main(void) {
    k_mutex_lock(&mutex, K_FOREVER);
    k_thread_create(&thread, stack, K_THREAD_STACK_SIZEOF(stack), set, NULL, NULL, NULL, 5, 0, K_NO_WAIT);
    while (!ready) k_condvar_wait(&changed, &mutex, K_FOREVER);
    k_mutex_unlock(&mutex);
    if (ready == 1) hang();
    return 0;
}
