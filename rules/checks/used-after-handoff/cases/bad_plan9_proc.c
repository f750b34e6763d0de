// case: a proc gets a request and its sender goes on counting in it
#include <libc.h>
#include <thread.h>
#include <u.h>

typedef struct Request {
    int count;
} Request;

static Channel *requests;

static void serve(void *unused) {
    Request *request = recvp(requests);
    request->count++; // finding: used-after-handoff
    free(request);
}

void threadmain(int argc, char **argv) {
    Request *request = malloc(sizeof *request);
    request->count = 0;
    requests = chancreate(sizeof(void *), 1);
    proccreate(serve, nil, 8192);
    sendp(requests, request);
    request->count++; // step: used-after-handoff
    threadexits(nil);
}
