// case: a signal handler posts a semaphore, writes to a pipe and sets a flag
#include <semaphore.h>
#include <signal.h>
#include <unistd.h>

static sem_t woken;
static int ends[2];
static volatile sig_atomic_t stop;

static void on_signal(int number) {
    stop = 1;
    sem_post(&woken);
    write(ends[1], "x", 1);
}

int main(void) {
    struct sigaction action = {.sa_handler = on_signal};
    sem_init(&woken, 0, 0);
    if (pipe(ends)) return 1;
    sigaction(SIGTERM, &action, NULL);
    while (!stop) sem_wait(&woken);
    return 0;
}
