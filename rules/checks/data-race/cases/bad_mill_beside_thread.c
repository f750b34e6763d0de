// case: a thread adds to a sum that a coroutine of the main thread adds to
#include <libmill.h>
#include <pthread.h>
#include <stdio.h>

static int sum;

static coroutine void collect(chan values, chan done) {
    for (int i = 0; i < 2; i++) sum += chr(values, int); // step: data-race
    chs(done, int, sum);
}

static void *correct(void *unused) {
    sum -= 1; // finding: data-race
    return unused;
}

int main(void) {
    pthread_t corrector;
    chan values = chmake(int, 2), done = chmake(int, 1);
    go(collect(chdup(values), chdup(done)));
    if (pthread_create(&corrector, NULL, correct, NULL)) return 1;
    chs(values, int, 3);
    chs(values, int, 4);
    printf("%d\n", chr(done, int));
    pthread_join(corrector, NULL);
    return 0;
}
