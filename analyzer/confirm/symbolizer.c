// SPDX-License-Identifier: MIT
#include "confirm/symbolizer.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LINE_LIMIT = 40 }; // lines of one place

struct Symbolizer {
    pid_t process;
    FILE *to, *from;
    Arena *arena;
};

static void run_child(const char *program, const int to[2], const int from[2]) {
    dup2(to[0], STDIN_FILENO);
    dup2(from[1], STDOUT_FILENO);
    close(to[1]);
    close(from[0]);
    execl(program, program, (char *)NULL);
    _exit(127);
}

Symbolizer *symbolizer_start(const char *program, Arena *arena, Messages *messages) {
    int to[2], from[2];
    Symbolizer *symbolizer = arena_new(arena, Symbolizer);
    symbolizer->arena = arena;
    signal(SIGPIPE, SIG_IGN); // a program that has ended is seen by what it does not answer
    bool is_good = access(program, X_OK) == 0 && pipe(to) == 0;
    if (is_good && pipe(from)) {
        close(to[0]);
        close(to[1]);
        is_good = false;
    }
    if (!is_good) {
        message_add(messages, SEVERITY_ERROR, program, 0, "cannot be run; --symbolizer says where qtrace-symbolize is");
        return NULL;
    }
    symbolizer->process = fork();
    if (symbolizer->process == 0) run_child(program, to, from);
    close(to[0]);
    close(from[1]);
    symbolizer->to = fdopen(to[1], "w");
    symbolizer->from = fdopen(from[0], "r");
    return symbolizer;
}

void symbolizer_end(Symbolizer *symbolizer) {
    fclose(symbolizer->to);
    fclose(symbolizer->from);
    if (symbolizer->process > 0) waitpid(symbolizer->process, NULL, 0);
}

static void read_ranges(Symbolizer *symbolizer, CodeRanges *ranges) {
    char line[256];
    while (fgets(line, sizeof line, symbolizer->from) && *line != '\n') {
        char *rest;
        CodeRange range = {.low = strtoull(line, &rest, 16)};
        range.high = strtoull(rest, NULL, 16);
        if (range.low < range.high) array_push(ranges, symbolizer->arena, range);
    }
}

void symbolizer_find_code(Symbolizer *symbolizer, const char *module, const Place *place, CodeRanges *ranges) {
    if (!place->path || strpbrk(place->path, "\t\n") || strpbrk(module, "\t\n")) return;
    for (uint32_t line = place->line; line <= place->last_line && line < place->line + LINE_LIMIT; line++) {
        fprintf(symbolizer->to, "LINE\t%s\t%s\t%" PRIu32 "\n", module, place->path, line);
        if (fflush(symbolizer->to)) return;
        read_ranges(symbolizer, ranges);
    }
}
