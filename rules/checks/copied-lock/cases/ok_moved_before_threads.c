// case: a structure is built in one place and moved to another before any thread exists; the old place is left alone
#include <pthread.h>

struct counter {
    pthread_mutex_t lock;
    long value;
};

static struct counter counter;

static void *count(void *unused) {
    pthread_mutex_lock(&counter.lock);
    counter.value++;
    pthread_mutex_unlock(&counter.lock);
    return unused;
}

int main(void) {
    struct counter built = {.value = 1};
    pthread_t one, other;
    pthread_mutex_init(&built.lock, NULL);
    pthread_mutex_lock(&built.lock);
    built.value++;
    pthread_mutex_unlock(&built.lock);
    counter = built;
    pthread_create(&one, NULL, count, NULL);
    pthread_create(&other, NULL, count, NULL);
    pthread_join(one, NULL);
    pthread_join(other, NULL);
    return 0;
}
