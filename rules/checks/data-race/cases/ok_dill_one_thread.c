// case: coroutines of one thread write one variable, no two at a time
#include <libdill.h>
#include <stdio.h>

static int total;

static coroutine void add(int input) {
    int value;
    while (chrecv(input, &value, sizeof value, -1) == 0) total += value;
}

int main(void) {
    int pipe[2];
    if (chmake(pipe)) return 1;
    int one = go(add(pipe[1])), two = go(add(pipe[1]));
    for (int i = 0; i < 3; i++) {
        chsend(pipe[0], &i, sizeof i, -1);
        total++;
    }
    chdone(pipe[0]);
    bundle_wait(one, -1);
    bundle_wait(two, -1);
    printf("%d\n", total);
    hclose(one);
    hclose(two);
    hclose(pipe[0]);
    hclose(pipe[1]);
    return 0;
}
