// case: a message port gives what was put, and NULL when it is empty; only without that would it hang
#include <pth.h>
#include <stdlib.h>

static pth_barrier_t never;

static void hang(void) {
    pth_barrier_reach(&never);
}

int main(void) {
    static pth_message_t message;
    pth_init();
    pth_barrier_init(&never, 2);
    pth_msgport_t port = pth_msgport_create(NULL);
    pth_msgport_put(port, &message);
    pth_message_t *first = pth_msgport_get(port), *second = pth_msgport_get(port);
    if (!(first == &message && second == NULL)) hang();
    return 0;
}
