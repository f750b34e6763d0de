// case: the critical section ends before the join
#include <stddef.h>
#include <threads.h>

static mtx_t lock;
static int jobs = 2;

static int finish(void *arg) {
    mtx_lock(&lock);
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
    mtx_unlock(&lock);
    thrd_join(thread, NULL);
    return jobs;
}
