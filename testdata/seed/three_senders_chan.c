// case: three senders into a channel of capacity 1 and three receives: every order ends
#include "chan.h"
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>

enum { SENDERS = 3 };

static chan_t *ch;

static void *sender(void *arg) {
    printf("sender %d: entering\n", *(int *)arg);
    chan_send(ch, arg);
    printf("sender %d: exited\n", *(int *)arg);
    return NULL;
}

int main(void) {
    pthread_t threads[SENDERS];
    int ids[SENDERS];
    ch = chan_init(1);
    for (int i = 0; i < SENDERS; i++) {
        ids[i] = i;
        pthread_create(&threads[i], NULL, sender, &ids[i]);
    }
    for (int i = 0; i < SENDERS; i++) {
        void *id;
        chan_recv(ch, &id);
        printf("main received: %d\n", *(int *)id);
    }
    for (int i = 0; i < SENDERS; i++) pthread_join(threads[i], NULL);
    chan_dispose(ch);
    return 0;
}
