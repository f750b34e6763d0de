// case: client and server fill each other's bounded channel, because the client sends all before it reads a reply
#include "chan.h"
#include <pthread.h>
#include <stddef.h>

enum { REQUESTS = 4 };

struct link {
    chan_t *requests;
    chan_t *replies;
};

static void *serve(void *arg) {
    struct link *link = arg;
    for (int i = 0; i < REQUESTS; i++) {
        void *request;
        chan_recv(link->requests, &request);
        chan_send(link->replies, request); // finding: channel-wait-cycle
    }
    return NULL;
}

int main(void) {
    struct link link = {chan_init(1), chan_init(1)};
    pthread_t server;
    pthread_create(&server, NULL, serve, &link);
    for (int i = 0; i < REQUESTS; i++) chan_send(link.requests, &link); // step: channel-wait-cycle
    for (int i = 0; i < REQUESTS; i++) chan_recv(link.replies, NULL);
    pthread_join(server, NULL);
    return 0;
}
