// case: what is made at first use is made twice, since making it takes a while
#include <pth.h>
#include <stdlib.h>

static int *table;

static void *fetch(void *unused) {
    if (!table) { // step: atomicity-across-switch
        int *fresh = calloc(16, sizeof *fresh);
        pth_yield(NULL);
        table = fresh; // finding: atomicity-across-switch
    }
    return unused;
}

int main(void) {
    pth_init();
    pth_t first = pth_spawn(PTH_ATTR_DEFAULT, fetch, NULL);
    pth_t second = pth_spawn(PTH_ATTR_DEFAULT, fetch, NULL);
    pth_join(first, NULL);
    pth_join(second, NULL);
    free(table);
    pth_kill();
    return 0;
}
