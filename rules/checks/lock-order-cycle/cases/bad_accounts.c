// case: a transfer locks its accounts as they are named, and two transfers go both ways
#include <pthread.h>
#include <stddef.h>

struct account {
    pthread_mutex_t lock;
    int number, amount;
};

static struct account a = {PTHREAD_MUTEX_INITIALIZER, 1, 100};
static struct account b = {PTHREAD_MUTEX_INITIALIZER, 2, 100};

static void transfer(struct account *from, struct account *to, int amount) {
    pthread_mutex_lock(&from->lock);
    pthread_mutex_lock(&to->lock); // finding: lock-order-cycle
    from->amount -= amount;
    to->amount += amount;
    pthread_mutex_unlock(&to->lock);
    pthread_mutex_unlock(&from->lock);
}

static void *there(void *arg) {
    transfer(&a, &b, 5);
    return arg;
}

static void *back(void *arg) {
    transfer(&b, &a, 7);
    return arg;
}

int main(void) {
    pthread_t one, two;
    pthread_create(&one, NULL, there, NULL);
    pthread_create(&two, NULL, back, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return a.amount + b.amount - 200;
}
