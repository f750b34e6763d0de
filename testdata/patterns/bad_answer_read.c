// case: the answer read from standard input decides whether main takes the result
#include "chan.h"
#include <unistd.h>
#include <pthread.h>
static void *w(void *c) {
    chan_send(c, c); // finding: blocked-task-leak
    return 0;
}
int main(void) {
    chan_t *c = chan_init(0);
    pthread_t t;
    pthread_create(&t, 0, w, c);
    char q = 0;
    read(0, &q, 1);
    if (q != 'q')
        chan_recv(c, 0);
    pthread_join(t, 0);
    return 0;
}
