// case: What is declared elsewhere and not used does not make the locks of this program somebody else's.
#include <pthread.h>

extern char *program_name;
extern struct log {
    pthread_mutex_t lock;
} program_log;

pthread_mutex_t first = PTHREAD_MUTEX_INITIALIZER, second = PTHREAD_MUTEX_INITIALIZER;

static void *worker(void *unused) {
    pthread_mutex_lock(&second);
    pthread_mutex_lock(&first); // finding: lock-order-cycle
    pthread_mutex_unlock(&first);
    pthread_mutex_unlock(&second);
    return unused;
}

int main(void) {
    pthread_t thread;
    pthread_create(&thread, NULL, worker, NULL);
    pthread_mutex_lock(&first);
    pthread_mutex_lock(&second); // step: lock-order-cycle
    pthread_mutex_unlock(&second);
    pthread_mutex_unlock(&first);
    pthread_join(thread, NULL);
    return 0;
}
