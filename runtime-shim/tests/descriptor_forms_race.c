// SPDX-License-Identifier: MIT
// Memory that the forms of read and write touch is checked: one thread fills what another writes out.
// flags: -D_FILE_OFFSET_BITS=64 -D_GNU_SOURCE
// expect: WARNING: qtrace: data race
// expect: Read of size
// expect: #0 save
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/uio.h>
#include <unistd.h>

static char bytes[64];

static void *fill(void *unused) {
    bytes[3] = 1;
    return unused;
}

static void __attribute__((noinline)) save(int file) {
    struct iovec part = {bytes, sizeof bytes};
    if (pwritev(file, &part, 1, 0) != sizeof bytes) puts("not written");
}

int main(void) {
    pthread_t thread;
    int file = open("/dev/null", O_WRONLY);
    pthread_create(&thread, NULL, fill, NULL);
    usleep(100000);
    save(file);
    pthread_join(thread, NULL);
    close(file);
    return 0;
}
