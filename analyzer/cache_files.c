// SPDX-License-Identifier: MIT
#include "cache_files.h"

#include "source/file_write.h"
#include "source/paths.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LARGEST_FILE = 1 << 28, LARGEST_CACHE = 512 << 20 };

struct CacheFiles {
    Arena *arena;
    const char *directory;
    Messages *messages;
    bool is_broken, has_new, is_made;
};

CacheFiles *cache_files_open(Arena *arena, const char *directory, Messages *messages) {
    CacheFiles *files = arena_new(arena, CacheFiles);
    *files = (CacheFiles){.arena = arena, .directory = arena_copy_text(arena, directory), .messages = messages};
    return files;
}

static const char *file_name(const CacheFiles *files, Hash key, Arena *arena) {
    return arena_format(arena, "%s/%016llx%016llx", files->directory, (unsigned long long)key.high,
                        (unsigned long long)key.low);
}

const char *cache_files_get(CacheFiles *files, Hash key, Arena *arena, size_t *size) {
    const char *path = file_name(files, key, files->arena);
    Messages ignored = {.arena = files->arena};
    char *bytes;
    if (access(path, R_OK) || file_read(path, LARGEST_FILE, arena, &ignored, &bytes, size)) return NULL;
    utimensat(AT_FDCWD, path, NULL, 0); // used now; where that cannot be written it does not matter
    return bytes;
}

static bool make_folders(const CacheFiles *files) {
    char *path = arena_copy_text(files->arena, files->directory);
    for (char *at = path + 1; *at; at++) {
        if (*at != '/') continue;
        *at = '\0';
        if (mkdir(path, 0777) && errno != EEXIST) return false;
        *at = '/';
    }
    return !mkdir(path, 0777) || errno == EEXIST;
}

// The cache lies in the user's project, whose version control must not see it.
static bool make_ready(CacheFiles *files) {
    if (files->is_made) return true;
    if (!make_folders(files)) return false;
    const char *ignore = arena_format(files->arena, "%s/.gitignore", files->directory);
    files->is_made = !access(ignore, F_OK) || file_replace(ignore, "*\n", 2);
    return files->is_made;
}

void cache_files_put(CacheFiles *files, Hash key, const void *bytes, size_t size) {
    if (files->is_broken) return;
    errno = 0;
    if (make_ready(files) && file_replace(file_name(files, key, files->arena), bytes, size)) {
        files->has_new = true;
        return;
    }
    files->is_broken = true;
    message_add(files->messages, SEVERITY_NOTE, files->directory, 0,
                "the cache cannot be written: %s; nothing is kept for the next run", strerror(errno));
}

typedef struct CachedFile {
    const char *path;
    struct timespec used;
    uint64_t size;
} CachedFile;

typedef ARRAY(CachedFile) CachedFiles;

static int compare_use(const void *left, const void *right) {
    const CachedFile *a = left, *b = right;
    if (a->used.tv_sec != b->used.tv_sec) return a->used.tv_sec < b->used.tv_sec ? -1 : 1;
    if (a->used.tv_nsec != b->used.tv_nsec) return a->used.tv_nsec < b->used.tv_nsec ? -1 : 1;
    return strcmp(a->path, b->path);
}

static uint64_t list_files(const CacheFiles *files, Arena *arena, CachedFiles *list) {
    uint64_t total = 0;
    DIR *directory = opendir(files->directory);
    for (struct dirent *entry; directory && (entry = readdir(directory));) {
        struct stat info;
        if (*entry->d_name == '.') continue;
        const char *path = arena_format(arena, "%s/%s", files->directory, entry->d_name);
        if (stat(path, &info) || !S_ISREG(info.st_mode)) continue;
        array_push(list, arena, (CachedFile){path, info.st_mtim, (uint64_t)info.st_size});
        total += (uint64_t)info.st_size;
    }
    if (directory) closedir(directory);
    return total;
}

void cache_files_trim(CacheFiles *files, uint64_t limit) {
    Arena *scratch = arena_create();
    CachedFiles list = {0};
    uint64_t total = list_files(files, scratch, &list);
    if (total > limit) qsort(list.items, list.count, sizeof *list.items, compare_use);
    for (uint32_t i = 0; total > limit && i < list.count; i++) {
        if (!unlink(list.items[i].path)) total -= list.items[i].size;
    }
    arena_destroy(scratch);
}

void cache_files_close(CacheFiles *files) {
    if (files->has_new) cache_files_trim(files, LARGEST_CACHE);
}
