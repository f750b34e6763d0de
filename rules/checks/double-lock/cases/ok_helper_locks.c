// case: the caller uses the form that expects the lock
#include <pthread.h>
#include <stddef.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int total, count;

static int average(void) {
    int result = count ? total / count : 0;
    return result;
}

int main(void) {
    pthread_mutex_lock(&mutex);
    total += 10;
    count++;
    int result = average();
    pthread_mutex_unlock(&mutex);
    return result == 10 ? 0 : 1;
}
