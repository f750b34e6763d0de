// case: two coroutines want to resume each other after they are resumed themselves
#include "neco.h"

static int64_t left_id, right_id;

static void left(int argc, void *argv[]) {
    left_id = neco_getid();
    neco_suspend(); // finding: join-cycle
    neco_resume(right_id);
}

static void right(int argc, void *argv[]) {
    right_id = neco_getid();
    neco_suspend();
    neco_resume(left_id);
}

int neco_main(int argc, char *argv[]) {
    neco_start(left, 0);
    neco_start(right, 0);
    return 0;
}
