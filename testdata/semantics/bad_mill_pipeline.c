// case: a stage that ends without chdone leaves the next one waiting
#include "libmill.h"

static coroutine void produce(chan to) {
    for (int i = 0; i < 3; i++) chs(to, int, i);
}

int main(void) {
    chan ch = chmake(int, 0);
    int sum = 0;
    go(produce(chdup(ch)));
    for (;;) {
        int value = chr(ch, int); // finding: receive-never-sent
        if (value == -1) break;
        sum += value;
    }
    return sum;
}
