// case: a library without main guards its counter in both exported functions
#include <pthread.h>

int cache_hits(void);
void cache_hit(void);

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int hits;

void cache_hit(void) {
    pthread_mutex_lock(&lock);
    hits++;
    pthread_mutex_unlock(&lock);
}

int cache_hits(void) {
    pthread_mutex_lock(&lock);
    int now = hits;
    pthread_mutex_unlock(&lock);
    return now;
}
