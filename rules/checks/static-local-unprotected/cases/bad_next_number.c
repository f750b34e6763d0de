// case: two threads draw numbers from a static counter
#include <pthread.h>

static int next_number(void) {
    static int last;
    return ++last; // finding: static-local-unprotected
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
