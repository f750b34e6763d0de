// SPDX-License-Identifier: MIT
#include "solver/smt_dump.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

struct SmtDump {
    const char *directory;
    Arena *arena;
    Messages *messages;
    unsigned written;
    Status status;
};

static Status report(Messages *messages, const char *path, const char *what) {
    message_add(messages, SEVERITY_ERROR, path, 0, "%s: %s", what, strerror(errno));
    return STATUS_USAGE;
}

Status smt_dump_open(const char *directory, Arena *arena, Messages *messages, SmtDump **dump) {
    *dump = NULL;
    struct stat found;
    if (mkdir(directory, 0777) != 0 && errno != EEXIST)
        return report(messages, directory, "cannot make the directory for SMT dumps");
    if (stat(directory, &found) != 0) return report(messages, directory, "cannot use the directory for SMT dumps");
    if (!S_ISDIR(found.st_mode)) {
        errno = ENOTDIR;
        return report(messages, directory, "cannot use the directory for SMT dumps");
    }
    *dump = arena_new(arena, SmtDump);
    **dump = (SmtDump){.directory = arena_copy_text(arena, directory), .arena = arena, .messages = messages};
    return STATUS_OK;
}

static void write_comment(FILE *file, const char *comment) {
    for (const char *line = comment; line && *line;) {
        size_t length = strcspn(line, "\n");
        fprintf(file, "; %.*s\n", (int)length, line);
        line += length + (line[length] == '\n');
    }
}

static bool write_file(FILE *file, const char *scope, const char *question, const char *answer, const char *comment,
                       const char *formulas) {
    fprintf(file, "; scope: %.*s\n; question: %s\n; answer: %s\n", (int)strcspn(scope, "\n"), scope, question, answer);
    write_comment(file, comment);
    fprintf(file, "%s\n(check-sat)\n", formulas);
    bool is_good = !ferror(file);
    return fclose(file) == 0 && is_good;
}

Status smt_dump(SmtDump *dump, const char *scope, const char *question, const char *answer, const char *comment,
                const char *formulas) {
    if (dump->status != STATUS_OK) return dump->status;
    const char *path = arena_format(dump->arena, "%s/%04u.smt2", dump->directory, ++dump->written);
    FILE *file = fopen(path, "w");
    if (!file || !write_file(file, scope, question, answer, comment, formulas))
        dump->status = report(dump->messages, path, "cannot write the SMT dump");
    return dump->status;
}

Status smt_dump_status(const SmtDump *dump) {
    return dump->status;
}
