// case: both take them in one order
#include <pthread.h>
#include <stddef.h>

static pthread_mutex_t from = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t to = PTHREAD_MUTEX_INITIALIZER;
static int left = 10, right;

static void *give(void *arg) {
    pthread_mutex_lock(&from);
    pthread_mutex_lock(&to);
    left--, right++;
    pthread_mutex_unlock(&to);
    pthread_mutex_unlock(&from);
    return arg;
}

static void *take(void *arg) {
    pthread_mutex_lock(&from);
    pthread_mutex_lock(&to);
    left++, right--;
    pthread_mutex_unlock(&from);
    pthread_mutex_unlock(&to);
    return arg;
}

int main(void) {
    pthread_t one, two;
    pthread_create(&one, NULL, give, NULL);
    pthread_create(&two, NULL, take, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return left;
}
