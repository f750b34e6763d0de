// case: a worker that nobody listens to any more puts its result into the buffer
#include "libmill.h"

static coroutine void measure(chan result) {
    msleep(now() + 50);
    chs(result, int, 1);
}

int main(void) {
    chan result = chmake(int, 1);
    int value = -1;
    go(measure(chdup(result)));
    choose {
    in(result, int, got):
        value = got;
    deadline(now() + 10):
        value = 0;
    end
    }
    msleep(now() + 100);
    return value;
}
