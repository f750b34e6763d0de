// case: the value is set and nobody is told
#include <stddef.h>
#include <threads.h>

static mtx_t mutex;
static cnd_t changed;
static int value;

static int set(void *arg) {
    mtx_lock(&mutex);
    value = 1;
    mtx_unlock(&mutex);
    return 0;
}

int main(void) {
    thrd_t setter;
    mtx_init(&mutex, mtx_plain);
    cnd_init(&changed);
    thrd_create(&setter, set, NULL);
    mtx_lock(&mutex);
    while (!value) cnd_wait(&changed, &mutex); // finding: lost-wakeup
    mtx_unlock(&mutex);
    thrd_join(setter, NULL);
    return 0;
}
