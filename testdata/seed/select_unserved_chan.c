// case: chan_select has a default always, so a wait on two channels that nobody serves is a loop that polls for ever
#include "chan.h"
#include <stddef.h>
#include <unistd.h>

int main(void) {
    chan_t *channels[] = {chan_init(0), chan_init(0)};
    void *value;
    while (chan_select(channels, 2, &value, NULL, 0, NULL) <
           0) // missed: select-never-ready - a task that polls is not blocked
        usleep(1000);
    return 0;
}
