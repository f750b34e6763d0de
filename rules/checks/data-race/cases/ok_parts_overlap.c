// case: each thread fills its part of an array
#include <pthread.h>

static int cells[8];

static void *fill_low(void *unused) {
    for (int i = 0; i < 4; i++) cells[i] = 1;
    return unused;
}

static void *fill_high(void *unused) {
    for (int i = 4; i < 8; i++) cells[i] = 2;
    return unused;
}

int main(void) {
    pthread_t low, high;
    pthread_create(&low, NULL, fill_low, NULL);
    pthread_create(&high, NULL, fill_high, NULL);
    pthread_join(low, NULL);
    pthread_join(high, NULL);
    return 0;
}
