// case: two coroutines see the last credit, and both use it after they have waited for an answer
#include <libmill.h>
#include <stdio.h>

static int credit = 1;

static coroutine void buy(chan answers, chan done) {
    int left = credit; // step: atomicity-across-switch
    chr(answers, int);
    credit = left - 1; // finding: atomicity-across-switch
    chs(done, int, 1);
}

int main(void) {
    chan answers = chmake(int, 2), done = chmake(int, 2);
    go(buy(chdup(answers), chdup(done)));
    go(buy(chdup(answers), chdup(done)));
    for (int i = 0; i < 2; i++) chs(answers, int, i);
    for (int i = 0; i < 2; i++) chr(done, int);
    printf("%d\n", credit);
    return 0;
}
