// SPDX-License-Identifier: MIT
// library: library/unload.c
// status: 0
// expect:  total 200; handler again: 300; last total 300; handler first
// A library with threads and locks is unloaded and loaded again, most likely at the same addresses: what it had there
// is forgotten. The second time it goes while the program ends, between two handlers of the program.
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static void *library;

static int use(int steps) {
    library = dlopen(LIBRARY, RTLD_NOW);
    if (!library) {
        puts(dlerror());
        exit(1);
    }
    int (*count)(int) = (int (*)(int))dlsym(library, "library_count");
    return count(steps);
}

static void first(void) {
    puts(" first");
}

static void last(void) {
    printf(" last");
    dlclose(library);
}

static void *use_elsewhere(void *unused) {
    printf(" again: %d;", use(150));
    return unused;
}

int main(void) {
    pthread_t thread;
    atexit(first);
    use(100);
    dlclose(library);
    pthread_create(&thread, NULL, use_elsewhere, NULL);
    pthread_join(thread, NULL);
    atexit(last);
    return 0;
}
