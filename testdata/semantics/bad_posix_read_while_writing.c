// case: a thread that writes is refused when it wants to read; here that leads into a receive without end
#include "chan.h"
#include <errno.h>
#include <pthread.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL); // finding: receive-never-sent
}

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;

int main(void) {
    never = chan_init(0);
    pthread_rwlock_wrlock(&lock);
    int again = pthread_rwlock_rdlock(&lock);
    if (again == EDEADLK) hang();
    return 0;
}
