// case: a signal handler takes the lock that the code below it may hold
#include <pthread.h>
#include <signal.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int count;

static void on_alarm(int number) {
    pthread_mutex_lock(&lock); // finding: blocking-call-in-isr
    count++;
    pthread_mutex_unlock(&lock); // step: blocking-call-in-isr
}

int main(void) {
    signal(SIGALRM, on_alarm); // step: blocking-call-in-isr
    pthread_mutex_lock(&lock);
    count = 1;
    pthread_mutex_unlock(&lock);
    return 0;
}
