// case: whoever comes while the function of a once runs waits for its end; here that leads into a receive without end
#include "chan.h"
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL); // finding: receive-never-sent
}

static pthread_once_t once = PTHREAD_ONCE_INIT;
static atomic_int done;

static void prepare(void) {
    usleep(50000);
    done = 1;
}

static void *use(void *arg) {
    pthread_once(&once, prepare);
    return NULL;
}

int main(void) {
    never = chan_init(0);
    pthread_t thread;
    pthread_create(&thread, NULL, use, NULL);
    pthread_once(&once, prepare);
    int seen = done;
    pthread_join(thread, NULL);
    if (seen == 1) hang();
    return 0;
}
