// case: a suspended coroutine goes on when it is resumed; here that leads into a receive without end
#include "neco.h"

static neco_chan *never;

static void hang(void) {
    int value;
    neco_chan_recv(never, &value); // missed: receive-never-sent - who resumes a suspended coroutine is not followed, so this is only suspected
}

static int went_on;

static void rest(int argc, void *argv[]) {
    neco_suspend();
    went_on = 1;
}

int neco_main(int argc, char **argv) {
    neco_chan_make(&never, sizeof(int), 0);
    neco_start(rest, 0);
    int64_t rester = neco_lastid();
    int before = went_on;
    neco_resume(rester);
    neco_join(rester);
    if (before == 0 && went_on == 1) hang();
    return 0;
}
