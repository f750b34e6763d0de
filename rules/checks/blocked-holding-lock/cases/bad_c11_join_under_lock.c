// case: a thread is joined in a critical section that it has to pass itself
#include <stddef.h>
#include <threads.h>

static mtx_t lock;
static int jobs = 2;

static int finish(void *arg) {
    mtx_lock(&lock); // step: blocked-holding-lock
    jobs--;
    mtx_unlock(&lock);
    return 0;
}

int main(void) {
    thrd_t thread;
    mtx_init(&lock, mtx_plain);
    mtx_lock(&lock);
    jobs--;
    thrd_create(&thread, finish, NULL);
    thrd_join(thread, NULL); // finding: blocked-holding-lock
    mtx_unlock(&lock);
    return jobs;
}
