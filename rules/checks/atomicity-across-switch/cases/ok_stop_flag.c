// case: a flag that everybody only clears; who clears it second changes nothing
#include <libdill.h>
#include <stdbool.h>

static bool is_running;

static coroutine void work(int channel) {
    while (is_running) {
        int value;
        if (chrecv(channel, &value, sizeof value, -1) < 0) return;
        if (!value) is_running = false;
    }
}

int main(void) {
    int channel[2];
    chmake(channel);
    is_running = true;
    int first = go(work(channel[1]));
    int second = go(work(channel[1]));
    int end = 0;
    chsend(channel[0], &end, sizeof end, -1);
    chsend(channel[0], &end, sizeof end, -1);
    bundle_wait(first, -1);
    bundle_wait(second, -1);
    hclose(first);
    hclose(second);
    hclose(channel[0]);
    hclose(channel[1]);
    return 0;
}
