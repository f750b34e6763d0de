// SPDX-License-Identifier: MIT
// What was kept is found, what was not used for longest goes first, and a folder that cannot be made is one note.
#include "cache_files.h"

#include "base/array.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int failures;

static void expect(int condition, const char *what) {
    if (condition) return;
    fprintf(stderr, "cache_files_test: failed: %s\n", what);
    failures++;
}

static Hash key(uint64_t number) {
    return (Hash){number, 7};
}

static void age(Arena *arena, const char *folder, uint64_t number, time_t seconds) {
    const char *path = arena_format(arena, "%s/%016x%016llx", folder, 7, (unsigned long long)number);
    struct timespec times[2] = {{seconds, 0}, {seconds, 0}};
    expect(!utimensat(AT_FDCWD, path, times, 0), "the file has the name that its key says");
}

int main(void) {
    char base[] = "/tmp/cache_files_test_XXXXXX", text[1000] = "bytes";
    if (!mkdtemp(base)) return 1;
    Arena *arena = arena_create();
    Messages messages = {.arena = arena};
    const char *folder = arena_format(arena, "%s/a/b", base);
    CacheFiles *files = cache_files_open(arena, folder, &messages);
    size_t size = 0;
    expect(!cache_files_get(files, key(1), arena, &size) && access(folder, F_OK), "nothing is made for looking");
    for (uint64_t i = 1; i <= 4; i++) cache_files_put(files, key(i), text, sizeof text);
    cache_files_put(files, key(2), "other", 5);
    const char *found = cache_files_get(files, key(2), arena, &size);
    expect(found && size == 5 && !memcmp(found, "other", 5), "the last one put is found");
    cache_files_put(files, key(2), text, sizeof text);
    for (uint64_t i = 1; i <= 4; i++) age(arena, folder, i, (time_t)i * 1000);
    expect(cache_files_get(files, key(1), arena, &size) && size == sizeof text, "a use");
    cache_files_trim(files, 2500);
    expect(cache_files_get(files, key(1), arena, &size) != NULL, "what was used stays");
    expect(!cache_files_get(files, key(2), arena, &size) && !cache_files_get(files, key(3), arena, &size),
           "old ones go");
    expect(cache_files_get(files, key(4), arena, &size) != NULL, "no more than needed");
    expect(!access(arena_format(arena, "%s/.gitignore", folder), F_OK), "version control does not see it");
    expect(messages.list.count == 0, "nothing to say");
    files = cache_files_open(arena, "/dev/null/cache", &messages);
    cache_files_put(files, key(1), text, sizeof text);
    cache_files_put(files, key(2), text, sizeof text);
    expect(messages.list.count == 1 && messages.list.items[0].severity == SEVERITY_NOTE, "one note when it cannot be");
    cache_files_close(files);
    files = cache_files_open(arena, folder, &messages);
    cache_files_trim(files, 0);
    unlink(arena_format(arena, "%s/.gitignore", folder));
    expect(!rmdir(folder) && !rmdir(arena_format(arena, "%s/a", base)) && !rmdir(base), "no other file is left");
    arena_destroy(arena);
    return failures != 0;
}
