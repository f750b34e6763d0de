// case: the clone's semaphore is initialised behind the memcpy and has a poster of its own
#include <pthread.h>
#include <semaphore.h>
#include <string.h>

struct session {
    sem_t ready;
    int number;
};

static struct session session, clone;

static void *serve(void *unused) {
    sem_post(&session.ready);
    sem_post(&clone.ready);
    return unused;
}

int main(void) {
    pthread_t server;
    sem_init(&session.ready, 0, 0);
    memcpy(&clone, &session, sizeof clone);
    sem_init(&clone.ready, 0, 0);
    pthread_create(&server, NULL, serve, NULL);
    sem_wait(&session.ready);
    sem_wait(&clone.ready);
    pthread_join(server, NULL);
    return clone.number;
}
