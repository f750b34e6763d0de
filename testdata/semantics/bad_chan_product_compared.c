// case: two ways that differ only in what they learnt of a product meet again; the later test tells them apart
#include "chan.h"

int main(int argc, char **argv) {
    chan_t *ch = chan_init(1), *never = chan_init(0);
    if (2 * argc > 100)
        chan_send(ch, NULL);
    else
        chan_send(ch, NULL);
    chan_recv(ch, NULL);
    if (argc < 10) chan_recv(never, NULL); // finding: receive-never-sent
    return 0;
}
