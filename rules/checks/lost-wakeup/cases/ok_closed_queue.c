// case: a queue that four workers empty; its end is told to all of them
#include <pthread.h>
#include <stdlib.h>
enum { ROOM = 100 };
typedef struct Queue {
    pthread_mutex_t mutex;
    pthread_cond_t filled, drained;
    int items[ROOM];
    unsigned count;
    int is_closed;
} Queue;
static Queue queue;
static void put(Queue *q, int item) {
    pthread_mutex_lock(&q->mutex);
    while (q->count == ROOM) pthread_cond_wait(&q->drained, &q->mutex);
    q->items[q->count++] = item;
    pthread_cond_signal(&q->filled);
    pthread_mutex_unlock(&q->mutex);
}
static int take(Queue *q, int *item) {
    pthread_mutex_lock(&q->mutex);
    while (q->count == 0 && !q->is_closed) pthread_cond_wait(&q->filled, &q->mutex);
    if (q->count == 0) {
        pthread_mutex_unlock(&q->mutex);
        return 0;
    }
    *item = q->items[--q->count];
    pthread_cond_signal(&q->drained);
    pthread_mutex_unlock(&q->mutex);
    return 1;
}
static void *worker(void *arg) {
    int item, sum = 0;
    while (take(arg, &item)) sum += item;
    return NULL;
}
int main(int argc, char **argv) {
    int n = argc > 1 ? atoi(argv[1]) : 1000;
    pthread_t threads[4];
    pthread_mutex_init(&queue.mutex, NULL);
    pthread_cond_init(&queue.filled, NULL);
    pthread_cond_init(&queue.drained, NULL);
    for (int i = 0; i < 4; i++) pthread_create(&threads[i], NULL, worker, &queue);
    for (int i = 0; i < n; i++) put(&queue, i);
    pthread_mutex_lock(&queue.mutex);
    queue.is_closed = 1;
    pthread_cond_broadcast(&queue.filled);
    pthread_mutex_unlock(&queue.mutex);
    for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
    return 0;
}
