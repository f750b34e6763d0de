// case: a channel of capacity 2 lets two of six tasks run at a time
#include "chan.h"
#include <pthread.h>
#include <unistd.h>
static chan_t *tokens;
static int done;
static void *task(void *a) {
    chan_send(tokens, a);
    usleep(10);
    void *x;
    chan_recv(tokens, &x);
    return NULL;
}
int main(void) {
    pthread_t t[6];
    tokens = chan_init(2);
    for (int i = 0; i < 6; i++)
        pthread_create(&t[i], NULL, task, NULL);
    for (int i = 0; i < 6; i++)
        pthread_join(t[i], NULL);
    chan_dispose(tokens);
    return 0;
}
