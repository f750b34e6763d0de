// A call is known by its declaration, not by the word in the source or by its name alone.
#define take pthread_mutex_lock
#include <pthread.h>
typedef struct Lock Lock;
static int sem_wait(int *own) { return *own; }
int work(pthread_mutex_t *m, int *n) {
    take(m);
    (pthread_mutex_unlock)(m);
    int (*indirect)(pthread_mutex_t *) = pthread_mutex_trylock;
    indirect(m);
    return sem_wait(n);
}
