// case: three senders into a channel of capacity 1 and three receives: every order ends
#include "neco.h"
#include <stdio.h>

enum { SENDERS = 3 };

static void sender(int argc, void *argv[]) {
    neco_chan *ch = argv[0];
    int id = *(int *)argv[1];
    printf("sender %d: entering\n", id);
    neco_chan_send(ch, &id);
    printf("sender %d: exited\n", id);
}

int neco_main(int argc, char **argv) {
    neco_chan *ch;
    neco_chan_make(&ch, sizeof(int), 1);
    for (int i = 0; i < SENDERS; i++) neco_start(sender, 2, ch, &i);
    for (int i = 0; i < SENDERS; i++) {
        int id;
        neco_chan_recv(ch, &id);
        printf("main received: %d\n", id);
    }
    neco_chan_release(ch);
    return 0;
}
