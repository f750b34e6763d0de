// case: a table is cleared with memset while a C11 thread copies it with memcpy
#include <string.h>
#include <threads.h>

static int table[16];

static int save(void *to) {
    memcpy(to, table, sizeof table); // step: data-race
    return 0;
}

int main(void) {
    thrd_t saver;
    static int saved[16];
    thrd_create(&saver, save, saved);
    memset(table, 0, sizeof table); // finding: data-race
    thrd_join(saver, NULL);
    return saved[0];
}
