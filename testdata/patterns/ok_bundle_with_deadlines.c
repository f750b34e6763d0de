// case: a bundle of senders with deadlines is closed by a receiver that stops early
#include <libdill.h>
#include <stdio.h>
#include <errno.h>
coroutine void worker(int ch, int id) {
    for (int i = 0; i < 3; i++) {
        if (chsend(ch, &id, sizeof id, now() + 100) < 0)
            return;
    }
}
int main(void) {
    int ch[2];
    chmake(ch);
    int b = bundle();
    for (int i = 0; i < 3; i++)
        bundle_go(b, worker(ch[0], i));
    for (int i = 0; i < 5; i++) {
        int v;
        int rc = chrecv(ch[1], &v, sizeof v, now() + 1000);
        if (rc < 0 && errno == ETIMEDOUT)
            break;
    }
    hclose(b);
    hclose(ch[0]);
    hclose(ch[1]);
    return 0;
}
