// case: a receive without a deadline waits for a peer that does not exist
#include "libdill.h"

static int ask(int ch, int64_t deadline) {
    int answer = 0;
    if (chrecv(ch, &answer, sizeof answer, deadline) < 0) // finding: receive-never-sent
        return -1;
    return answer;
}

int main(void) {
    int ch[2];
    chmake(ch);
    ask(ch[1], -1);
    hclose(ch[0]);
    hclose(ch[1]);
    return 0;
}
