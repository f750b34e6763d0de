// case: A try is repeated only when a signal interrupts it; that there was nothing ends the loop.
#include <errno.h>
#include <semaphore.h>

static sem_t tokens;

int take(void) {
    int result;
    do result = sem_trywait(&tokens);
    while (result == -1 && errno == EINTR);
    return result;
}

int main(void) {
    sem_init(&tokens, 0, 2);
    return take() + take();
}
