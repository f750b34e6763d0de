// case: a session is cloned with memcpy while its semaphore is in use; posts go to the original, waits to the clone
#include <pthread.h>
#include <semaphore.h>
#include <string.h>

struct session {
    sem_t ready;
    int number;
};

static struct session session, clone;

static void *serve(void *unused) {
    sem_post(&session.ready); // step: copied-lock
    return unused;
}

int main(void) {
    pthread_t server;
    sem_init(&session.ready, 0, 0);
    pthread_create(&server, NULL, serve, NULL);
    memcpy(&clone, &session, sizeof clone); // finding: copied-lock
    sem_wait(&clone.ready);                 // finding: semaphore-never-posted
    pthread_join(server, NULL);
    return clone.number;
}
