// case: the value of chdone ends the loop of the next stage
#include "libmill.h"

static coroutine void produce(chan to) {
    for (int i = 0; i < 3; i++) chs(to, int, i);
    chdone(to, int, -1);
    chclose(to);
}

int main(void) {
    chan ch = chmake(int, 0);
    int sum = 0;
    go(produce(chdup(ch)));
    for (;;) {
        int value = chr(ch, int);
        if (value == -1) break;
        sum += value;
    }
    chclose(ch);
    return sum;
}
