// case: a library without a main asks before it locks
#include <pthread.h>

static pthread_mutex_t table_mutex = PTHREAD_MUTEX_INITIALIZER;
static int entries[64], count;

static void enter(void) {
    pthread_mutex_lock(&table_mutex);
}

static void leave(void) {
    pthread_mutex_unlock(&table_mutex);
}

static int grow(int wanted) {
    enter();
    int is_full = wanted > 64;
    leave();
    return !is_full;
}

static int reserve(int wanted) {
    return wanted <= count || grow(wanted);
}

int table_add(int value) {
    if (!reserve(value)) return -1;
    enter();
    entries[count++] = value;
    leave();
    return 0;
}
