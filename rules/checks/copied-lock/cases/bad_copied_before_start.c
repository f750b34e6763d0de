// case: each worker gets a copy of an initialised shared part, lock included (TSan: data race on the sum)
#include <pthread.h>

struct part {
    pthread_mutex_t lock;
    long *sum;
};

static void *add(void *argument) {
    struct part *part = argument;
    pthread_mutex_lock(&part->lock);
    *part->sum += 1; // finding: data-race
    pthread_mutex_unlock(&part->lock);
    return NULL;
}

int main(void) {
    long sum = 0;
    struct part first = {.sum = &sum}, second;
    pthread_t one, other;
    pthread_mutex_init(&first.lock, NULL);
    second = first; // finding: copied-lock
    pthread_create(&one, NULL, add, &first);
    pthread_create(&other, NULL, add, &second);
    pthread_join(one, NULL);
    pthread_join(other, NULL);
    return 0;
}
