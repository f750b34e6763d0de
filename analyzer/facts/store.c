// SPDX-License-Identifier: MIT
#include "facts/store.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char memory_path[] = ":memory:";

static Status say(const Facts *facts, Messages *messages, Status status, const char *what, const char *why) {
    message_add(messages, SEVERITY_ERROR, facts->path, 0, "%s%s%s", what, why ? ": " : "", why ? why : "");
    return status;
}

Status facts_fail(const Facts *facts, int code, Messages *messages) {
    sqlite3 *connection = facts->connection;
    int system = connection ? sqlite3_system_errno(connection) : 0;
    const char *words = connection ? sqlite3_errmsg(connection) : sqlite3_errstr(code);
    const char *cause = system ? strerror(system) : words;
    switch (code & 0xff) {
    case SQLITE_NOMEM: invariant(code != SQLITE_NOMEM, "out of memory"); break;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM: return say(facts, messages, STATUS_USAGE, "cannot open the facts database", cause);
    case SQLITE_NOTADB: return say(facts, messages, STATUS_BAD_INPUT, "this is not a facts database", NULL);
    case SQLITE_FULL: return say(facts, messages, STATUS_BAD_INPUT, "cannot write facts, the disk is full", NULL);
    case SQLITE_READONLY: return say(facts, messages, STATUS_BAD_INPUT, "cannot write facts", words);
    case SQLITE_IOERR: return say(facts, messages, STATUS_BAD_INPUT, "cannot read or write facts", cause);
    case SQLITE_TOOBIG: return say(facts, messages, STATUS_BAD_INPUT, "cannot write facts", words);
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return say(facts, messages, STATUS_BAD_INPUT, "another process holds the facts database", NULL);
    }
    return facts_damaged(facts, messages, words);
}

Status facts_damaged(const Facts *facts, Messages *messages, const char *what) {
    return say(facts, messages, STATUS_BAD_INPUT, "the facts database is damaged or truncated", what);
}

Status facts_no_unit(const Facts *facts, int64_t unit, Messages *messages) {
    message_add(messages, SEVERITY_ERROR, facts->path, 0, "the facts database has no unit %lld", (long long)unit);
    return STATUS_BAD_INPUT;
}

// Reads the header of an existing file, so that words about a wrong file are ours and come before any write.
static Status check_file(const char *path, Messages *messages) {
    Facts facts = {.path = path};
    struct stat info;
    if (!*path) return say(&facts, messages, STATUS_USAGE, "the facts database has no name", NULL);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 && errno == ENOENT) return STATUS_OK;
    if (file < 0) return say(&facts, messages, STATUS_USAGE, "cannot open the facts database", strerror(errno));
    unsigned char header[IMAGE_HEADER];
    bool is_regular = fstat(file, &info) == 0 && S_ISREG(info.st_mode);
    ssize_t length = is_regular ? read(file, header, sizeof header) : 0;
    int error = errno;
    close(file);
    if (!is_regular) return say(&facts, messages, STATUS_USAGE, "the facts database must be a file", NULL);
    if (length < 0) return say(&facts, messages, STATUS_USAGE, "cannot read the facts database", strerror(error));
    if (info.st_size == 0) return STATUS_OK;
    return image_check(path, header, (size_t)length, (uint64_t)info.st_size, messages);
}

// The database may come from anywhere: nothing in its schema runs, and odd pages are refused.
static void harden(sqlite3 *connection) {
    sqlite3_extended_result_codes(connection, 1);
    sqlite3_busy_timeout(connection, 5000);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
}

static Status connect(Facts *facts, const char *path, Messages *messages) {
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    int code = sqlite3_open_v2(path, &facts->connection, flags, NULL);
    if (code != SQLITE_OK) return facts_fail(facts, code, messages);
    harden(facts->connection);
    return facts_execute(
        facts, "PRAGMA page_size=8192; PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY; PRAGMA synchronous=NORMAL;",
        messages);
}

static Status finish_opening(Facts *made, Status status, Messages *messages, Facts **facts) {
    if (status == STATUS_OK) status = schema_create_or_check(made, messages);
    if (status == STATUS_OK)
        *facts = made;
    else
        facts_close(made);
    return status;
}

Status facts_open(Arena *arena, const char *path, Messages *messages, Facts **facts) {
    *facts = NULL;
    Facts *made = arena_new(arena, Facts);
    made->path = arena_copy_text(arena, path);
    Status status = strcmp(path, memory_path) == 0 ? STATUS_OK : check_file(path, messages);
    if (status == STATUS_OK) status = connect(made, path, messages);
    return finish_opening(made, status, messages, facts);
}

void facts_close(Facts *facts) {
    if (!facts) return;
    for (TableId table = 0; table < TABLE_COUNT; table++) {
        sqlite3_finalize(facts->inserts[table]);
        sqlite3_finalize(facts->batches[table]);
    }
    sqlite3_close(facts->connection);
    *facts = (Facts){0};
}

Status facts_serialize(Facts *facts, Arena *arena, const unsigned char **bytes, size_t *size, Messages *messages) {
    sqlite3_int64 length = 0;
    unsigned char *image = sqlite3_serialize(facts->connection, "main", &length, 0);
    if (!image) return facts_fail(facts, sqlite3_errcode(facts->connection), messages);
    unsigned char *copy = (unsigned char *)arena_copy_bytes(arena, (const char *)image, (size_t)length);
    sqlite3_free(image);
    // A write-ahead log cannot belong to bytes in memory: mark them as written without one.
    if (length >= IMAGE_HEADER) copy[18] = copy[19] = 1;
    *bytes = copy;
    *size = (size_t)length;
    return STATUS_OK;
}

static Status load_image(Facts *facts, const unsigned char *bytes, size_t size, Messages *messages) {
    unsigned char *image = sqlite3_malloc64(size);
    invariant(image, "out of memory");
    memcpy(image, bytes, size);
    unsigned int flags = SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE;
    int code = sqlite3_deserialize(facts->connection, "main", image, (sqlite3_int64)size, (sqlite3_int64)size, flags);
    return code == SQLITE_OK ? STATUS_OK : facts_fail(facts, code, messages);
}

Status facts_deserialize(Arena *arena, const unsigned char *bytes, size_t size, Messages *messages, Facts **facts) {
    *facts = NULL;
    Facts *made = arena_new(arena, Facts);
    made->path = "facts in memory";
    size_t length = size < IMAGE_HEADER ? size : IMAGE_HEADER;
    Status status = image_check(made->path, bytes, length, size, messages);
    if (status == STATUS_OK) status = connect(made, memory_path, messages);
    if (status == STATUS_OK) status = load_image(made, bytes, size, messages);
    return finish_opening(made, status, messages, facts);
}
