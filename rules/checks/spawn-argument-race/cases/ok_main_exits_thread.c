// case: main ends by pthread_exit, and what its thread uses is static
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct options {
    int rounds;
};

static void *play(void *arg) {
    struct options *options = arg;
    for (int i = 0; i < options->rounds; i++) puts("round");
    return NULL;
}

int main(void) {
    pthread_t player;
    static struct options options = {3};
    if (pthread_create(&player, NULL, play, &options)) exit(1);
    pthread_detach(player);
    pthread_exit(NULL);
}
