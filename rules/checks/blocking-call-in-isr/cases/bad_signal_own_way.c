// case: what a signal handler's own part does under a condition is the handler's own doing
#include <pthread.h>
#include <signal.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static volatile sig_atomic_t children;
static int counted;

static void count_children(void) {
    if (!children) return;
    pthread_mutex_lock(&lock); // finding: blocking-call-in-isr
    counted += children;
    pthread_mutex_unlock(&lock); // step: blocking-call-in-isr
}

static void on_child(int number) {
    children++;
    count_children(); // step: blocking-call-in-isr
}

int main(void) {
    struct sigaction action = {0};
    action.sa_handler = on_child;
    sigaction(SIGCHLD, &action, NULL); // step: blocking-call-in-isr
    return 0;
}
