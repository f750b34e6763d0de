// case: the client sends its second request while the server waits to hand over the first reply
#include <u.h>

#include <libc.h>
#include <thread.h>

enum { STACK = 32768 };

typedef struct Service Service;
struct Service {
    Channel *requests;
    Channel *replies;
};

static void server(void *arg) {
    Service *service = arg;
    int i;
    for (i = 0; i < 2; i++) {
        ulong request = recvul(service->requests);
        sendul(service->replies, request + 1); // finding: channel-wait-cycle
    }
}

void threadmain(int argc, char **argv) {
    Service service;
    service.requests = chancreate(sizeof(ulong), 0);
    service.replies = chancreate(sizeof(ulong), 0);
    threadcreate(server, &service, STACK);
    sendul(service.requests, 1);
    sendul(service.requests, 2); // step: channel-wait-cycle
    recvul(service.replies);
    recvul(service.replies);
    threadexitsall(nil);
}
