// SPDX-License-Identifier: MIT
#include "data_directory.h"

#include "source/paths.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LONGEST_PATH = 4096 };

static const char *installed_directory(Arena *arena) {
    char *executable = arena_allocate(arena, LONGEST_PATH);
    if (readlink("/proc/self/exe", executable, LONGEST_PATH - 1) <= 0) return NULL;
    const char *directory = path_absolute(arena, path_directory(arena, executable), "../share/chanvet");
    struct stat info;
    return stat(directory, &info) ? NULL : directory;
}

const char *data_directory(Arena *arena) {
    const char *chosen = getenv("CHANVET_DATA");
    if (chosen && *chosen) return chosen;
    const char *installed = installed_directory(arena);
    return installed ? installed : CHANVET_SOURCE_RULES;
}
