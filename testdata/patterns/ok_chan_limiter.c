// case: a channel of capacity k as limiter: k of n tasks work at a time, however many they are
#include "chan.h"
#include <pthread.h>
static chan_t *tokens;
static void *work(void *a) {
    void *token;
    chan_send(tokens, a);
    chan_recv(tokens, &token);
    return NULL;
}
int main(int argc, char **argv) {
    int n = argc + 3;
    tokens = chan_init(argc + 2);
    for (int i = 0; i < n; i++) {
        pthread_t t;
        pthread_create(&t, NULL, work, argv);
        pthread_detach(t);
    }
    pthread_exit(NULL);
}
