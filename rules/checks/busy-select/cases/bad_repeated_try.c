// case: A try is repeated as long as there was nothing.
#include <errno.h>
#include <semaphore.h>

static sem_t tokens;

int take(void) {
    int result;
    do result = sem_trywait(&tokens); // finding: busy-select
    while (result == -1 && errno == EAGAIN);
    return result;
}

int main(void) {
    sem_init(&tokens, 0, 1);
    return take() + take();
}
