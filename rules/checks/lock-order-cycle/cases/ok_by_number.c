// case: accounts are locked in the order of their numbers, whoever pays whom
#include <pthread.h>

struct account {
    int number;
    long balance;
    pthread_mutex_t mutex;
};

static struct account first = {1, 100, PTHREAD_MUTEX_INITIALIZER}, second = {2, 100, PTHREAD_MUTEX_INITIALIZER};

static void transfer(struct account *from, struct account *to, long amount) {
    if (from->number < to->number) {
        pthread_mutex_lock(&from->mutex);
        pthread_mutex_lock(&to->mutex);
    } else {
        pthread_mutex_lock(&to->mutex);
        pthread_mutex_lock(&from->mutex);
    }
    from->balance -= amount;
    to->balance += amount;
    pthread_mutex_unlock(&to->mutex);
    pthread_mutex_unlock(&from->mutex);
}

static void *pay(void *argument) {
    for (long i = 0; i < 100000; i++) transfer(&first, &second, i);
    return argument;
}

static void *pay_back(void *argument) {
    for (long i = 0; i < 100000; i++) transfer(&second, &first, i);
    return argument;
}

int main(void) {
    pthread_t payer, other;
    pthread_create(&payer, NULL, pay, NULL);
    pthread_create(&other, NULL, pay_back, NULL);
    pthread_join(payer, NULL);
    pthread_join(other, NULL);
    return 0;
}
