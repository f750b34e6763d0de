// case: both workers get the same part
#include <pthread.h>

struct part {
    pthread_mutex_t lock;
    long *sum;
};

static void *add(void *argument) {
    struct part *part = argument;
    pthread_mutex_lock(&part->lock);
    *part->sum += 1;
    pthread_mutex_unlock(&part->lock);
    return NULL;
}

int main(void) {
    long sum = 0;
    struct part first = {.sum = &sum};
    pthread_t one, other;
    pthread_mutex_init(&first.lock, NULL);
    pthread_create(&one, NULL, add, &first);
    pthread_create(&other, NULL, add, &first);
    pthread_join(one, NULL);
    pthread_join(other, NULL);
    return 0;
}
