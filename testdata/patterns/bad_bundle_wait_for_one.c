// case: the wait for a single coroutine is a wait for one that nobody serves
#include <libdill.h>
coroutine void w(int ch) {
    int v;
    chrecv(ch, &v, sizeof v, -1); // finding: receive-never-sent
}
int main(void) {
    int ch[2];
    chmake(ch);
    int h = go(w(ch[1]));
    bundle_wait(h, -1);
    hclose(h);
    return 0;
}
