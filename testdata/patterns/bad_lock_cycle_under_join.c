// case: Two tasks take two locks in opposite order; main, which would start more of both, joins one of them.
#include <pthread.h>

static pthread_mutex_t orders = PTHREAD_MUTEX_INITIALIZER, stock = PTHREAD_MUTEX_INITIALIZER;
static int ordered, stocked;

static void *sell(void *unused) {
    pthread_mutex_lock(&orders); // step: lock-order-cycle
    pthread_mutex_lock(&stock);  // finding: lock-order-cycle
    ordered++;
    stocked--;
    pthread_mutex_unlock(&stock);
    pthread_mutex_unlock(&orders);
    return unused;
}

static void *restock(void *unused) {
    pthread_mutex_lock(&stock);  // step: lock-order-cycle
    pthread_mutex_lock(&orders); // step: lock-order-cycle
    stocked += ordered;
    pthread_mutex_unlock(&orders);
    pthread_mutex_unlock(&stock);
    return unused;
}

int main(void) {
    for (int day = 0; day < 3; day++) {
        pthread_t seller, buyer;
        pthread_create(&seller, NULL, sell, NULL);
        pthread_create(&buyer, NULL, restock, NULL);
        pthread_join(seller, NULL);
        pthread_join(buyer, NULL);
    }
    return 0;
}
