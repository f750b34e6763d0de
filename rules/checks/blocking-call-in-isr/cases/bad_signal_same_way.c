// case: two handlers come to the same lock through a function that others call too: told once
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int removed;

static void count_later(void) {
    pthread_mutex_lock(&lock); // finding: blocking-call-in-isr
    removed++;
    pthread_mutex_unlock(&lock); // step: blocking-call-in-isr
}

static void clean_up(const char *path, int from_signal) {
    if (from_signal)
        unlink(path);
    else
        count_later(); // step: blocking-call-in-isr
}

static void on_end(int number) {
    clean_up("/tmp/some", 0); // step: blocking-call-in-isr
}

static void on_child(int number) {
    clean_up("/tmp/some", number == SIGCHLD);
}

int main(void) {
    struct sigaction action = {0};
    action.sa_handler = on_end;
    sigaction(SIGTERM, &action, NULL); // step: blocking-call-in-isr
    action.sa_handler = on_child;
    sigaction(SIGCHLD, &action, NULL);
    clean_up("/tmp/other", 0);
    return 0;
}
