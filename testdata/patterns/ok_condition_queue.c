// case: a queue of a mutex and a condition is drained and closed; its workers report on a channel
#include <pthread.h>
#include <stdlib.h>
#include <stdbool.h>
#include "chan.h"
struct q {
    pthread_mutex_t m;
    pthread_cond_t c;
    int n;
    bool closed;
};
static void q_put(struct q *q) {
    pthread_mutex_lock(&q->m);
    q->n++;
    pthread_cond_signal(&q->c);
    pthread_mutex_unlock(&q->m);
}
static bool q_get(struct q *q) {
    pthread_mutex_lock(&q->m);
    while (!q->n && !q->closed)
        pthread_cond_wait(&q->c, &q->m);
    bool got = q->n > 0;
    if (got)
        q->n--;
    pthread_mutex_unlock(&q->m);
    return got;
}
static void q_close(struct q *q) {
    pthread_mutex_lock(&q->m);
    q->closed = true;
    pthread_cond_broadcast(&q->c);
    pthread_mutex_unlock(&q->m);
}
struct w {
    struct q *q;
    chan_t *done;
};
static void *work(void *a) {
    struct w *w = a;
    while (q_get(w->q)) {
    }
    chan_send(w->done, w);
    return NULL;
}
int main(void) {
    struct q q = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, false};
    struct w w = {&q, chan_init(0)};
    pthread_t t[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&t[i], NULL, work, &w);
    for (int i = 0; i < 5; i++)
        q_put(&q);
    q_close(&q);
    for (int i = 0; i < 2; i++)
        chan_recv(w.done, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(t[i], NULL);
    return 0;
}
