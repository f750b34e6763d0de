// case: the whole list of sessions is aged under the lock that is needed to add one
#include <pthread.h>
#include <stdlib.h>

struct client {
    struct client *next;
    int age;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct client *clients;

static void *age(void *unused) {
    for (int round = 0; round < 1000; round++) {
        pthread_mutex_lock(&lock);
        for (struct client *p = clients; p; p = p->next) // note: whole-table-scan-in-critical-section
            p->age++;
        pthread_mutex_unlock(&lock);
    }
    return unused;
}

static void *accept_all(void *unused) {
    for (int i = 0; i < 100000; i++) {
        struct client *client = calloc(1, sizeof *client);
        if (!client) break;
        pthread_mutex_lock(&lock);
        client->next = clients;
        clients = client;
        pthread_mutex_unlock(&lock);
    }
    return unused;
}

int main(void) {
    pthread_t acceptor, ager;
    pthread_create(&acceptor, NULL, accept_all, NULL);
    pthread_create(&ager, NULL, age, NULL);
    pthread_join(acceptor, NULL);
    pthread_join(ager, NULL);
    return 0;
}
