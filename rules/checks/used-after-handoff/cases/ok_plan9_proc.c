// case: a proc gets a request that its sender does not touch again
#include <libc.h>
#include <thread.h>
#include <u.h>

typedef struct Request {
    int count;
} Request;

static Channel *requests;

static void serve(void *unused) {
    Request *request = recvp(requests);
    request->count++;
    free(request);
}

void threadmain(int argc, char **argv) {
    Request *request = malloc(sizeof *request);
    request->count = 0;
    requests = chancreate(sizeof(void *), 1);
    proccreate(serve, nil, 8192);
    request->count++;
    sendp(requests, request);
    threadexits(nil);
}
