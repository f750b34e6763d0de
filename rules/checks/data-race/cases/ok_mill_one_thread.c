// case: coroutines of one thread write one variable, no two at a time
#include <libmill.h>
#include <stdio.h>

static int active;

static coroutine void visit(chan done) {
    active++;
    msleep(now() + 10);
    active--;
    chs(done, int, 1);
}

int main(void) {
    chan done = chmake(int, 0);
    for (int i = 0; i < 3; i++) go(visit(chdup(done)));
    for (int i = 0; i < 3; i++) {
        chr(done, int);
        printf("%d\n", active);
    }
    chclose(done);
    return 0;
}
