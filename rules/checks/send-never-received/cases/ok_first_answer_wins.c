// case: the channel has room for the answer that main does not take
#include "neco.h"

static void answer(int argc, void *argv[]) {
    neco_chan *answers = argv[0];
    int value = 1;
    neco_chan_send(answers, &value);
}

int neco_main(int argc, char **argv) {
    neco_chan *answers;
    int value;
    neco_chan_make(&answers, sizeof(int), 1);
    neco_start(answer, 1, answers);
    neco_start(answer, 1, answers);
    neco_chan_recv(answers, &value);
    return 0;
}
