// case: one of two fields of a heap object is changed outside its lock
#include <pthread.h>
#include <stdlib.h>

struct account {
    pthread_mutex_t lock;
    int balance, changes;
};

static void *earn(void *arg) {
    struct account *account = arg;
    pthread_mutex_lock(&account->lock);
    account->balance += 10;
    pthread_mutex_unlock(&account->lock);
    account->changes++; // finding: data-race
    return NULL;
}

int main(void) {
    pthread_t one, two;
    struct account *account = calloc(1, sizeof *account);
    if (!account) return 1;
    pthread_mutex_init(&account->lock, NULL);
    pthread_create(&one, NULL, earn, account);
    pthread_create(&two, NULL, earn, account);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    free(account);
    return 0;
}
