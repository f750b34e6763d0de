// SPDX-License-Identifier: MIT
// Waits until every other thread of the process has ended or sleeps, and has for so many looks, 10 ms apart: however
// busy the machine is, each then stands where it waits.
#pragma once
#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// The state follows the name in parentheses: man 5 proc.
static int is_asleep(const char *thread) {
    char path[300], line[512];
    snprintf(path, sizeof path, "/proc/self/task/%s/stat", thread);
    FILE *file = fopen(path, "r");
    if (!file) return 1;
    const char *name_end = fgets(line, sizeof line, file) ? strrchr(line, ')') : NULL;
    fclose(file);
    return !name_end || strchr("SZX", name_end[2]) != NULL;
}

static int are_all_asleep(void) {
    int are_asleep = 1;
    DIR *folder = opendir("/proc/self/task");
    if (!folder) exit(1);
    for (const struct dirent *entry; (entry = readdir(folder));)
        if (isdigit((unsigned char)entry->d_name[0]) && atoi(entry->d_name) != getpid() && !is_asleep(entry->d_name))
            are_asleep = 0;
    closedir(folder);
    return are_asleep;
}

static void wait_until_asleep(int looks) { // by the first thread
    for (int found = 0; found < looks; usleep(10000)) found = are_all_asleep() ? found + 1 : 0;
}
