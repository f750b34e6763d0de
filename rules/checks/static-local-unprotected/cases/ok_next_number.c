// case: two threads draw numbers from an atomic static counter
#include <pthread.h>
#include <stdatomic.h>

static int next_number(void) {
    static atomic_int last;
    return ++last;
}

static void *work(void *unused) {
    int number = next_number();
    return number > 1 ? NULL : unused;
}

int main(void) {
    pthread_t one, two;
    pthread_create(&one, NULL, work, NULL);
    pthread_create(&two, NULL, work, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return 0;
}
