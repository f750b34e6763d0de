// case: the consumer ends at the first bad message, and the producer goes on sending
#include "chan.h"
#include <pthread.h>
#include <stddef.h>

static void *consume(void *arg) {
    void *message;
    while (chan_recv(arg, &message) == 0) {
        const char *text = message;
        if (text[0] == '-') return NULL;
    }
    return NULL;
}

int main(int argc, char **argv) {
    chan_t *messages = chan_init(0);
    pthread_t consumer;
    pthread_create(&consumer, NULL, consume, messages);
    for (int i = 0; i < argc; i++) chan_send(messages, argv[i]); // finding: blocked-task-leak
    chan_close(messages);
    pthread_join(consumer, NULL);
    return 0;
}
