// case: the halves of a pair are two streams: both directions can wait at a time; only without that would it hang
#include "libdill.h"

static int never[2];

static void hang(void) {
    int value;
    chrecv(never[0], &value, sizeof value, -1);
}

static coroutine void send_there(int ch) {
    int value = 1;
    chsend(ch, &value, sizeof value, -1);
}

static coroutine void send_back(int ch) {
    int value = 2;
    chsend(ch, &value, sizeof value, -1);
}

int main(void) {
    chmake(never);
    int ch[2], there = 0, back = 0;
    chmake(ch);
    int a = go(send_there(ch[0])), b = go(send_back(ch[1]));
    chrecv(ch[1], &there, sizeof there, -1);
    chrecv(ch[0], &back, sizeof back, -1);
    if (!(there == 1 && back == 2)) hang();
    hclose(a);
    hclose(b);
    return 0;
}
