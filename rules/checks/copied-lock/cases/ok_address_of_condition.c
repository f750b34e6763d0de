// case: the waiter has the address of the gate
#include <pthread.h>
#include <stdbool.h>

struct gate {
    pthread_mutex_t lock;
    pthread_cond_t opened;
    bool *is_open;
};

static bool is_open;
static struct gate gate;

static void *wait_for_gate(void *unused) {
    struct gate *mine = &gate;
    pthread_mutex_lock(&mine->lock);
    while (!*mine->is_open) pthread_cond_wait(&mine->opened, &mine->lock);
    pthread_mutex_unlock(&mine->lock);
    return unused;
}

int main(void) {
    pthread_t waiter;
    pthread_mutex_init(&gate.lock, NULL);
    pthread_cond_init(&gate.opened, NULL);
    gate.is_open = &is_open;
    pthread_create(&waiter, NULL, wait_for_gate, NULL);
    pthread_mutex_lock(&gate.lock);
    is_open = true;
    pthread_cond_signal(&gate.opened);
    pthread_mutex_unlock(&gate.lock);
    pthread_join(waiter, NULL);
    return 0;
}
