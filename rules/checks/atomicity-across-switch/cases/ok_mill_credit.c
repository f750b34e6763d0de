// case: two coroutines take their credit before they wait for an answer
#include <libmill.h>
#include <stdio.h>

static int credit = 1;

static coroutine void buy(chan answers, chan done) {
    credit = credit - 1;
    chr(answers, int);
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
