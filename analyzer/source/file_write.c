// SPDX-License-Identifier: MIT
#include "source/file_write.h"

#include "base/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool write_whole(int file, const char *bytes, size_t size) {
    while (size) {
        ssize_t written = write(file, bytes, size);
        if (written < 0 && errno != EINTR) return false;
        if (written > 0) {
            bytes += written;
            size -= (size_t)written;
        }
    }
    return true;
}

static bool write_to(const char *path, int flags, const void *bytes, size_t size) {
    int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0666);
    if (file < 0) return false;
    bool is_done = write_whole(file, bytes, size);
    int error = errno;
    is_done = !close(file) && is_done;
    if (!is_done && error) errno = error;
    return is_done;
}

bool file_replace(const char *path, const void *bytes, size_t size) {
    struct stat info;
    if (!stat(path, &info) && !S_ISREG(info.st_mode)) return write_to(path, 0, bytes, size);
    Arena *arena = arena_create();
    const char *beside = arena_format(arena, "%s.%ld.new", path, (long)getpid());
    bool is_done = write_to(beside, O_TRUNC, bytes, size) && !rename(beside, path);
    int error = errno;
    if (!is_done) unlink(beside);
    arena_destroy(arena);
    errno = error;
    return is_done;
}

Status file_write(const char *path, const void *bytes, size_t size, Messages *messages) {
    errno = 0;
    if (file_replace(path, bytes, size)) return STATUS_OK;
    message_add(messages, SEVERITY_ERROR, path, 0, "cannot be written: %s", strerror(errno));
    return STATUS_USAGE;
}
