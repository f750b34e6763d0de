#include "pool.h"

/* One worker takes jobs and hands results back; both channels are rendezvous. */
static channel *jobs, *results;

static void *worker(void *unused) {
    for (;;) {
        int job = channel_receive(jobs);
        channel_send(results, job * 2);
    }
    return unused;
}

int main(void) {
    thread handle;
    jobs = channel_make(0);
    results = channel_make(0);
    thread_start(&handle, worker, NULL);
    channel_send(jobs, 1);
    channel_send(jobs, 2);
    return channel_receive(results) + channel_receive(results);
}
