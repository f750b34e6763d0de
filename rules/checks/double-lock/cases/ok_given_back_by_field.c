// case: what runs between the two locks gives the lock back under the name of a field
#include <pthread.h>

static pthread_mutex_t gate_mutex = PTHREAD_MUTEX_INITIALIZER;
static int tickets;

struct gate {
    pthread_mutex_t *mutex;
    int count;
};

static struct gate gate = {&gate_mutex, 0};

static void give_back(struct gate *at) {
    at->count++;
    pthread_mutex_unlock(at->mutex);
}

void gate_pass(void) {
    pthread_mutex_lock(&gate_mutex);
    tickets++;
    give_back(&gate);
    pthread_mutex_lock(&gate_mutex);
    tickets--;
    pthread_mutex_unlock(&gate_mutex);
}
