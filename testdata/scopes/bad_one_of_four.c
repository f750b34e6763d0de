// case: four subsystems run at once; one waits for its consumers before it closes their channel
#include "chan.h"
#include <pthread.h>

static chan_t *work_a, *done_a;

static void *produce_a(void *arg) {
    (void)arg;
    for (int i = 0; i < 3; i++) chan_send(work_a, NULL);
    chan_send(done_a, NULL);
    return NULL;
}

static void *consume_a(void *arg) {
    (void)arg;
    while (chan_recv(work_a, NULL) == 0) continue;
    chan_send(done_a, NULL);
    return NULL;
}

static void start_a(void) {
    pthread_t thread;
    work_a = chan_init(1);
    done_a = chan_init(0);
    pthread_create(&thread, NULL, produce_a, NULL);
    pthread_create(&thread, NULL, produce_a, NULL);
    pthread_create(&thread, NULL, consume_a, NULL);
    pthread_create(&thread, NULL, consume_a, NULL);
}

static void stop_a(void) {
    chan_recv(done_a, NULL);
    chan_recv(done_a, NULL);
    chan_close(work_a);
    chan_recv(done_a, NULL);
    chan_recv(done_a, NULL);
}

static chan_t *work_b, *done_b;

static void *produce_b(void *arg) {
    (void)arg;
    for (int i = 0; i < 3; i++) chan_send(work_b, NULL);
    chan_send(done_b, NULL);
    return NULL;
}

static void *consume_b(void *arg) {
    (void)arg;
    while (chan_recv(work_b, NULL) == 0) continue;
    chan_send(done_b, NULL);
    return NULL;
}

static void start_b(void) {
    pthread_t thread;
    work_b = chan_init(1);
    done_b = chan_init(0);
    pthread_create(&thread, NULL, produce_b, NULL);
    pthread_create(&thread, NULL, produce_b, NULL);
    pthread_create(&thread, NULL, consume_b, NULL);
    pthread_create(&thread, NULL, consume_b, NULL);
}

static void stop_b(void) {
    chan_recv(done_b, NULL);
    chan_recv(done_b, NULL);
    chan_close(work_b);
    chan_recv(done_b, NULL);
    chan_recv(done_b, NULL);
}

static chan_t *work_c, *done_c;

static void *produce_c(void *arg) {
    (void)arg;
    for (int i = 0; i < 3; i++) chan_send(work_c, NULL);
    chan_send(done_c, NULL);
    return NULL;
}

static void *consume_c(void *arg) {
    (void)arg;
    while (chan_recv(work_c, NULL) == 0) continue; // finding: channel-wait-cycle
    chan_send(done_c, NULL);
    return NULL;
}

static void start_c(void) {
    pthread_t thread;
    work_c = chan_init(1);
    done_c = chan_init(0);
    pthread_create(&thread, NULL, produce_c, NULL);
    pthread_create(&thread, NULL, produce_c, NULL);
    pthread_create(&thread, NULL, consume_c, NULL);
    pthread_create(&thread, NULL, consume_c, NULL);
}

static void stop_c(void) {
    chan_recv(done_c, NULL);
    chan_recv(done_c, NULL);
    chan_recv(done_c, NULL); // step: channel-wait-cycle
    chan_close(work_c);
    chan_recv(done_c, NULL);
}

static chan_t *work_d, *done_d;

static void *produce_d(void *arg) {
    (void)arg;
    for (int i = 0; i < 3; i++) chan_send(work_d, NULL);
    chan_send(done_d, NULL);
    return NULL;
}

static void *consume_d(void *arg) {
    (void)arg;
    while (chan_recv(work_d, NULL) == 0) continue;
    chan_send(done_d, NULL);
    return NULL;
}

static void start_d(void) {
    pthread_t thread;
    work_d = chan_init(1);
    done_d = chan_init(0);
    pthread_create(&thread, NULL, produce_d, NULL);
    pthread_create(&thread, NULL, produce_d, NULL);
    pthread_create(&thread, NULL, consume_d, NULL);
    pthread_create(&thread, NULL, consume_d, NULL);
}

static void stop_d(void) {
    chan_recv(done_d, NULL);
    chan_recv(done_d, NULL);
    chan_close(work_d);
    chan_recv(done_d, NULL);
    chan_recv(done_d, NULL);
}

int main(void) {
    start_a();
    start_b();
    start_c();
    start_d();
    stop_a();
    stop_b();
    stop_c();
    stop_d();
    return 0;
}
