// case: what is waited for is read again into a local variable, which is tested
#include <pthread.h>
#include <stddef.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int *first, is_closing;

static void *drain(void *arg) {
    pthread_mutex_lock(&mutex);
    for (;;) {
        int *item = first;
        if (!item) {
            if (is_closing) break;
            pthread_cond_wait(&changed, &mutex);
            continue;
        }
        first = NULL;
    }
    pthread_mutex_unlock(&mutex);
    return arg;
}

int main(void) {
    static int value;
    pthread_t drainer;
    pthread_create(&drainer, NULL, drain, NULL);
    pthread_mutex_lock(&mutex);
    first = &value;
    is_closing = 1;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&mutex);
    pthread_join(drainer, NULL);
    return 0;
}
