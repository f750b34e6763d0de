// case: k workers send one result each, and main takes k
#include "chan.h"
#include <pthread.h>
static chan_t *results;
static void *work(void *a) {
    chan_send(results, a);
    return NULL;
}
int main(int argc, char **argv) {
    int k = argc + 3;
    results = chan_init(0);
    for (int i = 0; i < k; i++) {
        pthread_t t;
        pthread_create(&t, NULL, work, argv);
        pthread_detach(t);
    }
    void *x;
    for (int i = 0; i < k; i++)
        chan_recv(results, &x);
    return 0;
}
