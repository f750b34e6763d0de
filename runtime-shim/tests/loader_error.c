// SPDX-License-Identifier: MIT
// What dlerror says stays what it is while functions are called for the first time, and is told once.
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int main(void) {
    char name[] = "./there-is-no-such-library.so", copy[200];
    if (dlopen(name, RTLD_NOW)) return 1;
    const char *text = dlerror();
    usleep(1);
    if (!text || !strstr(text, name) || access(name, R_OK) == 0) return 2;
    if (dlerror()) return 3;
    if (dlopen(name, RTLD_NOW)) return 4;
    nanosleep(&(struct timespec){0, 1000}, NULL);
    snprintf(copy, sizeof copy, "%s.", name);
    text = dlerror();
    if (!text || !strstr(text, name) || dlerror()) return 5;
    return strcmp(copy, "./there-is-no-such-library.so.") != 0;
}
