// case: an alt takes the case that is ready; only without that would it hang
// run: -- -std=gnu11 -I rules/models/libtask/include
#include <stdlib.h>
#include <task.h>

enum { STACK = 32768 };
static Channel *never;

static void hang(void) {
    chanrecvul(never);
}

void taskmain(int argc, char **argv) {
    unsigned long one = 0, two = 0;
    never = chancreate(sizeof(unsigned long), 0);
    Channel *first = chancreate(sizeof(unsigned long), 1), *second = chancreate(sizeof(unsigned long), 1);
    Alt cases[] = {{first, &one, CHANRCV}, {second, &two, CHANRCV}, {NULL, NULL, CHANEND}};
    chansendul(second, 5);
    if (!(chanalt(cases) == 1)) hang();
    taskexitall(0);
}
