// SPDX-License-Identifier: MIT
#include "base/libc.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The linker finds this one first.
void *__libc_calloc(size_t count, size_t size);
void *__libc_calloc(size_t count, size_t size) {
    (void)count;
    (void)size;
    return NULL;
}

static int check_name(const char *name) {
    void *found = libc_find(name);
    Dl_info information;
    if (found && dladdr(found, &information) && strstr(information.dli_fname, "libc.so.6") && information.dli_sname &&
        dlvsym(RTLD_NEXT, name, "GLIBC_2.2.5") == found)
        return 0;
    printf("%s: not glibc's\n", name);
    return 1;
}

int main(void) {
    int failed = 0;
#if defined(__x86_64__)
    failed |= check_name("__libc_calloc") | check_name("__libc_malloc") | check_name("getenv");
#endif
    char *(*get)(const char *) = (char *(*)(const char *))libc_find("getenv");
    setenv("QTRACE_LIBC_TEST", "here", 1);
    if (!get || strcmp(get("QTRACE_LIBC_TEST"), "here") != 0) failed |= printf("getenv: not usable\n");
    if (libc_find("no_such_function") || libc_find("")) failed |= printf("a function that is none\n");
    return failed != 0;
}
