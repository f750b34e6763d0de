// case: the consumer tests the length under the lock too
// run: --profile strict
#include <pthread.h>
#include <stdlib.h>

struct queue {
    pthread_mutex_t lock;
    int length;
};

static void put(struct queue *queue, int count) {
    pthread_mutex_lock(&queue->lock);
    queue->length += count;
    pthread_mutex_unlock(&queue->lock);
}

static int take(struct queue *queue) {

    pthread_mutex_lock(&queue->lock);
    int taken = queue->length == 0 ? 0 : queue->length;
    pthread_mutex_unlock(&queue->lock);
    pthread_mutex_lock(&queue->lock);
    queue->length = 0;
    pthread_mutex_unlock(&queue->lock);
    return taken;
}

static void *produce(void *queue) {
    put(queue, 2);
    pthread_mutex_lock(&((struct queue *)queue)->lock);
    ((struct queue *)queue)->length++;
    pthread_mutex_unlock(&((struct queue *)queue)->lock);
    return NULL;
}

int main(void) {
    pthread_t producer;
    struct queue *queue = calloc(1, sizeof *queue);
    if (!queue) return 1;
    pthread_mutex_init(&queue->lock, NULL);
    pthread_create(&producer, NULL, produce, queue);
    take(queue);
    pthread_join(producer, NULL);
    free(queue);
    return 0;
}
