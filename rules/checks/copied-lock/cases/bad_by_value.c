// case: the account is passed by value, so each deposit locks a mutex of its own (TSan: data race on the balance)
#include <pthread.h>
#include <stdlib.h>

struct account {
    pthread_mutex_t lock;
    long *balance;
};

static long total;
static struct account account = {PTHREAD_MUTEX_INITIALIZER, &total};

static void deposit(struct account to, long amount) {
    pthread_mutex_lock(&to.lock);
    *to.balance += amount; // finding: data-race
    pthread_mutex_unlock(&to.lock);
}

static void *work(void *unused) {
    deposit(account, 10); // finding: copied-lock
    return unused;
}

int main(void) {
    pthread_t worker;
    pthread_create(&worker, NULL, work, NULL);
    pthread_mutex_lock(&account.lock);
    *account.balance += 5;
    pthread_mutex_unlock(&account.lock);
    pthread_join(worker, NULL);
    return 0;
}
