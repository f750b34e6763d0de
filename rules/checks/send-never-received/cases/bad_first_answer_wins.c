// case: two coroutines answer on one unbuffered channel, and main takes a single answer
#include "neco.h"

static void answer(int argc, void *argv[]) {
    neco_chan *answers = argv[0];
    int value = 1;
    neco_chan_send(answers, &value); // finding: send-never-received
}

int neco_main(int argc, char **argv) {
    neco_chan *answers;
    int value;
    neco_chan_make(&answers, sizeof(int), 0);
    neco_start(answer, 1, answers);
    neco_start(answer, 1, answers);
    neco_chan_recv(answers, &value);
    return 0;
}
