// case: pthread_once runs its function one time; only without that would it hang
#include "chan.h"
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <time.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL);
}

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int runs;

static void set_up(void) {
    runs++;
}

static void *use(void *arg) {
    pthread_once(&once, set_up);
    return NULL;
}

int main(void) {
    never = chan_init(0);
    pthread_t thread;
    pthread_create(&thread, NULL, use, NULL);
    pthread_once(&once, set_up);
    pthread_join(thread, NULL);
    if (!(runs == 1)) hang();
    return 0;
}
