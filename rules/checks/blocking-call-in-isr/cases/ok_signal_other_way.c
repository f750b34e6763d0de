// case: the handler tells the function which way to go: the lock is taken on the other one only
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int removed;

static void count_later(void) {
    pthread_mutex_lock(&lock);
    removed++;
    pthread_mutex_unlock(&lock);
}

static void clean_up(const char *path, int from_signal) {
    if (from_signal)
        unlink(path);
    else
        count_later();
}

static void on_end(int number) {
    clean_up("/tmp/some", 1);
    _exit(1);
}

int main(void) {
    struct sigaction action = {0};
    action.sa_handler = on_end;
    sigaction(SIGTERM, &action, NULL);
    clean_up("/tmp/other", 0);
    return 0;
}
