// case: main tells the server to end before it waits for it
#include "libdill.h"

static coroutine void serve(int requests, int quit) {
    int request, reason;
    struct chclause clauses[] = {
        {CHRECV, requests, &request, sizeof request},
        {CHRECV, quit, &reason, sizeof reason},
    };
    for (;;) {
        switch (choose(clauses, 2, -1)) {
        case 0:
            break;
        case 1:
            return;
        }
    }
}

int main(void) {
    int requests[2], quit[2], request = 1, group = bundle();
    chmake(requests);
    chmake(quit);
    bundle_go(group, serve(requests[1], quit[1]));
    chsend(requests[0], &request, sizeof request, -1);
    chsend(quit[0], &request, sizeof request, -1);
    bundle_wait(group, -1);
    return 0;
}
