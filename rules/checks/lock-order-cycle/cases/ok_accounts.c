// case: the account with the smaller number is locked first
#include <pthread.h>
#include <stddef.h>

struct account {
    pthread_mutex_t lock;
    int number, amount;
};

static struct account a = {PTHREAD_MUTEX_INITIALIZER, 1, 100};
static struct account b = {PTHREAD_MUTEX_INITIALIZER, 2, 100};

static void transfer(struct account *from, struct account *to, int amount) {
    struct account *first = from->number < to->number ? from : to;
    struct account *second = first == from ? to : from;
    pthread_mutex_lock(&first->lock);
    pthread_mutex_lock(&second->lock);
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
