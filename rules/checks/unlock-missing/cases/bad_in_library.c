// case: a library without a main: an early return keeps a lock of its own, which every other way gives back
#include <pthread.h>
#include <stdbool.h>

static pthread_mutex_t table_mutex = PTHREAD_MUTEX_INITIALIZER;
static int entries[64], count;

bool table_add(int value) {
    pthread_mutex_lock(&table_mutex); // finding: unlock-missing
    for (int i = 0; i < count; i++)
        if (entries[i] == value) return true;
    if (count == 64) {
        pthread_mutex_unlock(&table_mutex);
        return true;
    }
    entries[count++] = value;
    pthread_mutex_unlock(&table_mutex);
    return true;
}

// By one flag twice: no way keeps it.
bool table_has(int value, bool is_shared) {
    bool is_there = false;
    if (is_shared) pthread_mutex_lock(&table_mutex);
    for (int i = 0; i < count; i++) is_there |= entries[i] == value;
    if (is_shared) pthread_mutex_unlock(&table_mutex);
    return is_there;
}
