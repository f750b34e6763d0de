// case: a coroutine ends when its calls fail since its handle is being closed
#include "libdill.h"

static coroutine void log_all(int ch) {
    int line, lines = 0;
    for (;;) {
        if (chrecv(ch, &line, sizeof line, -1) < 0) break;
        lines++;
    }
}

int main(void) {
    int ch[2], line = 1;
    chmake(ch);
    int logger = go(log_all(ch[1]));
    chsend(ch[0], &line, sizeof line, -1);
    hclose(logger);
    return 0;
}
