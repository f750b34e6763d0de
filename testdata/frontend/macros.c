// Code from macro bodies: no cursor of it is "from the main file".
#include <pthread.h>
#define LOCK(m) pthread_mutex_lock(&(m))
#define FOREVER for (;;)
#define PASTE(a, b) a##b
#define CHECK(call)                                                                                                    \
    do {                                                                                                               \
        if (call) abort_at(__FILE__, __LINE__);                                                                        \
    } while (0)
void abort_at(const char *file, int line);
static pthread_mutex_t mutex_one = PTHREAD_MUTEX_INITIALIZER;
void spin(void) {
    FOREVER {
        LOCK(mutex_one);
        pthread_mutex_unlock(&mutex_one);
    }
}
void pasted(void) {
    pthread_mutex_lock(&PASTE(mutex, _one));
    CHECK(pthread_mutex_unlock(
        &mutex_one));
}
