// case: a library without a main: the way of an error gives the lock back, and then so does the common end
#include <pthread.h>

static pthread_mutex_t table_mutex = PTHREAD_MUTEX_INITIALIZER;
static int entries[64], count;

int table_add(int value) {
    pthread_mutex_lock(&table_mutex);
    if (count == 64) {
        pthread_mutex_unlock(&table_mutex);
        value = -1;
    } else {
        entries[count++] = value;
        pthread_mutex_unlock(&table_mutex);
    }
    pthread_mutex_unlock(&table_mutex); // finding: unlock-not-held
    return value;
}
