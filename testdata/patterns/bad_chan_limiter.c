// case: a channel of capacity k as limiter, and tasks that fail keep their token
#include "chan.h"
#include <pthread.h>
#include <stdlib.h>
static chan_t *tokens;
static void *work(void *a) {
    void *token;
    chan_send(tokens, a); // finding: channel-wait-cycle
    if (rand() % 2)
        return NULL;
    chan_recv(tokens, &token);
    return NULL;
}
int main(int argc, char **argv) {
    enum { N = 4 };
    pthread_t t[N];
    tokens = chan_init(2);
    for (int i = 0; i < N; i++)
        pthread_create(&t[i], NULL, work, argv);
    for (int i = 0; i < N; i++)
        pthread_join(t[i], NULL);
    return 0;
}
