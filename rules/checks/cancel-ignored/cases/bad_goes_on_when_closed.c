// case: a coroutine takes no notice that its calls fail since its handle is being closed, and the close never returns
#include "libdill.h"

static coroutine void log_all(int ch) {
    int line, lines = 0;
    for (;;) {
        chrecv(ch, &line, sizeof line, -1); // finding: cancel-ignored
        lines++;
    }
}

int main(void) {
    int ch[2], line = 1;
    chmake(ch);
    int logger = go(log_all(ch[1]));
    chsend(ch[0], &line, sizeof line, -1);
    hclose(logger); // step: cancel-ignored
    return 0;
}
