// case: a table is cleared with memset once the C11 thread is joined that copies it with memcpy
#include <string.h>
#include <threads.h>

static int table[16];

static int save(void *to) {
    memcpy(to, table, sizeof table);
    return 0;
}

int main(void) {
    thrd_t saver;
    static int saved[16];
    thrd_create(&saver, save, saved);
    thrd_join(saver, NULL);
    memset(table, 0, sizeof table);
    return saved[0];
}
