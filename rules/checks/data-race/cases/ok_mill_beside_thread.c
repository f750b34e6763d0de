// case: a thread leaves its part in memory of its own, added after the join
#include <libmill.h>
#include <pthread.h>
#include <stdio.h>

static int sum;

static coroutine void collect(chan values, chan done) {
    for (int i = 0; i < 2; i++) sum += chr(values, int);
    chs(done, int, sum);
}

static void *correct(void *correction) {
    *(int *)correction -= 1;
    return NULL;
}

int main(void) {
    pthread_t corrector;
    int correction = 0;
    chan values = chmake(int, 2), done = chmake(int, 1);
    go(collect(chdup(values), chdup(done)));
    if (pthread_create(&corrector, NULL, correct, &correction)) return 1;
    chs(values, int, 3);
    chs(values, int, 4);
    chr(done, int);
    pthread_join(corrector, NULL);
    sum += correction;
    printf("%d\n", sum);
    return 0;
}
