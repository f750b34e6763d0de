// case: a function is given a deadline, keeps it for the question and takes a later one for the answer
#include "libdill.h"

static int ask(int ch, int64_t deadline) {
    int value = 1;
    if (chsend(ch, &value, sizeof value, deadline) < 0) return -1;
    if (chrecv(ch, &value, sizeof value, now() + 1000) < 0) return -1; // finding: deadline-exceeds-caller
    return value;
}

static coroutine void answer(int ch) {
    int value;
    chrecv(ch, &value, sizeof value, -1);
}

int main(void) {
    int ch[2], server;
    chmake(ch);
    server = go(answer(ch[1]));
    int value = ask(ch[0], now() + 100); // step: deadline-exceeds-caller
    hclose(server);
    return value > 0;
}
