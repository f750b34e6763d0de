// case: a function that tasks use too locks under a condition that may just not hold in the handler: a note at most
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int has_clients, told;

static void tell(const char *text, size_t length) {
    write(2, text, length);
    if (!has_clients) return;
    pthread_mutex_lock(&lock);
    told++;
    pthread_mutex_unlock(&lock);
}

static void on_end(int number) {
    if (!has_clients) tell("end\n", 4);
}

int main(int count, char **arguments) {
    struct sigaction action = {0};
    action.sa_handler = on_end;
    sigaction(SIGTERM, &action, NULL);
    has_clients = count > 1;
    tell("start\n", 6);
    return 0;
}
