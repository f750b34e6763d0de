// case: Plan 9: whoever takes a turn keeps the gate, and the one who waited for the turn gives it back for him
// run: -- -Irules/models/plan9-thread/include
#include <u.h>
#include <libc.h>
#include <thread.h>

static QLock gate;
static int turns;

void turn_take(void) {
    qlock(&gate);
    turns++;
}

void turns_run(void) {
    qlock(&gate);
    turns = 0;
    qunlock(&gate);
    while (turns < 1) yield();
    qunlock(&gate);
}
