// case: a join gets what the thread gave to pthread_exit; only without that would it hang
#include "chan.h"
#include <errno.h>
#include <pthread.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL);
}

static int answer;

static void *leave(void *arg) {
    pthread_exit(&answer);
}

int main(void) {
    never = chan_init(0);
    pthread_t thread;
    void *result;
    pthread_create(&thread, NULL, leave, NULL);
    pthread_join(thread, &result);
    if (!(result == &answer)) hang();
    return 0;
}
