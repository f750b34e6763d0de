// case: the handler calls one of several functions; the one that locks is called in main only
#include <pthread.h>
#include <signal.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static volatile sig_atomic_t seen;
static int count;

static void note(void) {
    seen = 1;
}

static void count_one(void) {
    pthread_mutex_lock(&lock);
    count++;
    pthread_mutex_unlock(&lock);
}

static void (*const actions[])(void) = {note, count_one};
static volatile sig_atomic_t in_signal;

static void on_signal(int number) {
    actions[in_signal]();
}

int main(void) {
    signal(SIGUSR1, on_signal);
    actions[1]();
    return 0;
}
