// case: the quit channel is closed through a table of functions
#include "neco.h"

struct command {
    const char *name;
    void (*run)(neco_chan *quit);
};

static void stop(neco_chan *quit) {
    neco_chan_close(quit);
}

static const struct command commands[] = {{"stop", stop}};

static void work(int argc, void *argv[]) {
    neco_chan *jobs = argv[0], *quit = argv[1];
    int job;
    while (neco_chan_select(2, jobs, quit) == 0) neco_chan_case(jobs, &job);
}

int neco_main(int argc, char **argv) {
    neco_chan *jobs, *quit;
    neco_chan_make(&jobs, sizeof(int), 0);
    neco_chan_make(&quit, 0, 0);
    neco_start(work, 2, jobs, quit);
    neco_chan_send(jobs, &argc);
    commands[0].run(quit);
    return 0;
}
