// case: the server chooses on the halves that it kept
#include "libdill.h"

struct client {
    int ours, theirs;
};

static coroutine void ask(int ch) {
    int request = 1;
    chsend(ch, &request, sizeof request, -1);
}

static void client_start(struct client *client, int group) {
    int ch[2];
    chmake(ch);
    client->ours = ch[0];
    client->theirs = ch[1];
    bundle_go(group, ask(client->theirs));
}

int main(void) {
    struct client one, two;
    int request, group = bundle();
    client_start(&one, group);
    client_start(&two, group);
    struct chclause clauses[] = {
        {CHRECV, one.ours, &request, sizeof request},
        {CHRECV, two.ours, &request, sizeof request},
    };
    for (int served = 0; served < 2; served++) choose(clauses, 2, -1);
    bundle_wait(group, -1);
    return 0;
}
