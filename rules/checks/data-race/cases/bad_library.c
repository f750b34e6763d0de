// case: a library without main guards its counter in one exported function and not in the other
#include <pthread.h>

int cache_hits(void);
void cache_hit(void);

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int hits;

void cache_hit(void) {
    pthread_mutex_lock(&lock);
    hits++; // finding: data-race
    pthread_mutex_unlock(&lock);
}

int cache_hits(void) {
    return hits;
}
