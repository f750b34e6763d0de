// case: the second one waits for the first one's mutex, and finds the table made
#include <pth.h>
#include <stdlib.h>

static int *table;
static pth_mutex_t making = PTH_MUTEX_INIT;

static void *fetch(void *unused) {
    pth_mutex_acquire(&making, FALSE, NULL);
    if (!table) {
        int *fresh = calloc(16, sizeof *fresh);
        pth_yield(NULL);
        table = fresh;
    }
    pth_mutex_release(&making);
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
