// case: the receive gives up at its deadline
#include "libdill.h"

static int ask(int ch, int64_t deadline) {
    int answer = 0;
    if (chrecv(ch, &answer, sizeof answer, deadline) < 0) return -1;
    return answer;
}

int main(void) {
    int ch[2];
    chmake(ch);
    ask(ch[1], now() + 10);
    hclose(ch[0]);
    hclose(ch[1]);
    return 0;
}
