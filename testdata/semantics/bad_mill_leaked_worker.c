// case: a worker that nobody listens to any more once the deadline is over
#include "libmill.h"

static coroutine void measure(chan result) {
    msleep(now() + 50);
    chs(result, int, 1); // finding: blocked-task-leak
}

int main(void) {
    chan result = chmake(int, 0);
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
