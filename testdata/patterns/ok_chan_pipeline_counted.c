// case: three stages that each loop n times
#include "chan.h"
#include <pthread.h>
static chan_t *a, *b;
static int n;
static void *first(void *x) {
    int count = *(int *)x;
    for (int i = 0; i < count; i++)
        chan_send(a, x);
    return NULL;
}
static void *second(void *x) {
    int count = *(int *)x;
    void *v;
    for (int i = 0; i < count; i++) {
        chan_recv(a, &v);
        chan_send(b, v);
    }
    return NULL;
}
int main(int argc, char **argv) {
    pthread_t t, u;
    n = argc + 3;
    int count = n;
    a = chan_init(0);
    b = chan_init(0);
    pthread_create(&t, NULL, first, &n);
    pthread_create(&u, NULL, second, &n);
    void *v;
    for (int i = 0; i < count; i++)
        chan_recv(b, &v);
    pthread_join(t, NULL);
    pthread_join(u, NULL);
    return 0;
}
