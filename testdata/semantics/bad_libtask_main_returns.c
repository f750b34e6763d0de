// case: when taskmain returns the other tasks go on, and one waits for ever
// run: -- -std=gnu11 -I rules/models/libtask/include
#include <task.h>

static void work(void *channel) {
    chansendul(channel, 7); // finding: send-never-received
}

void taskmain(int argc, char **argv) {
    taskcreate(work, chancreate(sizeof(unsigned long), 0), 32768);
}
