// case: a signal is ignored, another has its default, and a lock is taken elsewhere
#include <pthread.h>
#include <signal.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

int main(void) {
    signal(SIGPIPE, SIG_IGN);
    signal(SIGINT, SIG_DFL);
    pthread_mutex_lock(&lock);
    pthread_mutex_unlock(&lock);
    return 0;
}
