// case: reader and ticker are each told by their own quit channel
#include "neco.h"

static neco_chan *lines, *reader_quit, *ticker_quit;

static void reader(int argc, void *argv[]) {
    int line;
    while (neco_chan_select(2, lines, reader_quit) == 0) neco_chan_case(lines, &line);
}

static void ticker(int argc, void *argv[]) {
    int ticks = 0;
    for (;;) {
        ticks++;
        int chosen = neco_chan_select_dl(neco_now() + NECO_MILLISECOND, 1, ticker_quit);
        if (chosen == 0) break;
    }
}

int neco_main(int argc, char **argv) {
    neco_chan_make(&lines, sizeof(int), 4);
    neco_chan_make(&reader_quit, 0, 1);
    neco_chan_make(&ticker_quit, 0, 1);
    neco_start(reader, 0);
    neco_start(ticker, 0);
    neco_sleep(5 * NECO_MILLISECOND);
    neco_chan_send(ticker_quit, NULL);
    neco_yield();
    neco_chan_send(reader_quit, NULL);
    return 0;
}
