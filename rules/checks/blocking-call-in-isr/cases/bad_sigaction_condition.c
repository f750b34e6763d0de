// case: a signal handler that sigaction was given signals a condition in a function that it calls
#include <pthread.h>
#include <signal.h>
#include <string.h>

static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

static void wake(void) {
    pthread_cond_signal(&changed); // finding: blocking-call-in-isr
}

static void on_child(int number) {
    wake(); // step: blocking-call-in-isr
}

int main(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_child;
    sigaction(SIGCHLD, &action, NULL); // step: blocking-call-in-isr
    return 0;
}
