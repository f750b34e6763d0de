// case: main ends by pthread_exit, so its threads go on, but its local variables do not
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct options {
    int rounds;
};

static void *play(void *arg) {
    struct options *options = arg;
    for (int i = 0; i < options->rounds; i++) puts("round"); // step: spawn-argument-race
    return NULL;
}

int main(void) {
    pthread_t player;
    struct options options = {3};
    if (pthread_create(&player, NULL, play, &options)) exit(1); // finding: spawn-argument-race
    pthread_detach(player);
    pthread_exit(NULL);
}
