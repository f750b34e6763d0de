// case: a helper takes the lock that its caller holds
#include <pthread.h>
#include <stddef.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int total, count;

static int average(void) {
    pthread_mutex_lock(&mutex); // finding: double-lock
    int result = count ? total / count : 0;
    pthread_mutex_unlock(&mutex);
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
