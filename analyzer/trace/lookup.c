// SPDX-License-Identifier: MIT
#include "trace/lookup.h"

#include "trace/symbols.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct Dialogue {
    pid_t process;
    FILE *to, *from;
} Dialogue;

static bool start_program(const char *program, Dialogue *dialogue) {
    int to[2], from[2];
    if (pipe(to)) return false;
    if (pipe(from)) {
        close(to[0]);
        close(to[1]);
        return false;
    }
    dialogue->process = fork();
    if (dialogue->process == 0) {
        dup2(to[0], STDIN_FILENO);
        dup2(from[1], STDOUT_FILENO);
        close(to[1]);
        close(from[0]);
        execlp(program, program, (char *)NULL);
        _exit(127);
    }
    close(to[0]);
    close(from[1]);
    dialogue->to = fdopen(to[1], "w");
    dialogue->from = fdopen(from[0], "r");
    return dialogue->process > 0 && dialogue->to && dialogue->from;
}

static bool end_program(Dialogue *dialogue) {
    int status = -1;
    if (dialogue->to) fclose(dialogue->to);
    if (dialogue->from) fclose(dialogue->from);
    if (dialogue->process > 0) waitpid(dialogue->process, &status, 0);
    return status == 0;
}

// The next field of a line; the line is cut up.
static char *next_field(char **line) {
    char *field = *line, *end = field + strcspn(field, "\t\n");
    *line = *end == '\t' ? end + 1 : end;
    *end = 0;
    return field;
}

static bool read_answer(Recording *recording, Dialogue *dialogue, uint64_t address) {
    char *line = NULL;
    size_t size = 0;
    bool is_whole = false;
    while (!is_whole && getline(&line, &size, dialogue->from) > 0) {
        is_whole = *line == '\n';
        if (is_whole) break;
        char *rest = line;
        RecordedFrame frame = {.address = address, .order = recording->frames.count};
        frame.function = arena_copy_text(recording->arena, next_field(&rest));
        frame.file = arena_copy_text(recording->arena, next_field(&rest));
        frame.line = (uint32_t)strtoul(next_field(&rest), NULL, 10);
        frame.column = (uint32_t)strtoul(next_field(&rest), NULL, 10);
        if (*frame.function || *frame.file) array_push(&recording->frames, recording->arena, frame);
    }
    free(line);
    return is_whole;
}

static bool ask(Recording *recording, Dialogue *dialogue, uint64_t address) {
    uint32_t index = symbols_find_module(recording, address);
    if (index == UINT32_MAX) return true;
    const RecordedModule *module = &recording->modules.items[index];
    if (strchr(module->path, '\n')) return true;
    fprintf(dialogue->to, "CODE %s 0x%" PRIx64 "\n", module->path, address - module->bias);
    return !fflush(dialogue->to) && read_answer(recording, dialogue, address);
}

static int compare_addresses(const void *left, const void *right) {
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

Status recording_look_up(Recording *recording, const char *program, Messages *messages) {
    ARRAY(uint64_t) addresses = {0};
    for (uint32_t i = 0; i < recording->sites.count; i++)
        for (uint32_t k = 0; k < recording->sites.items[i].count; k++)
            if (!symbols_are_known(recording, recording->sites.items[i].addresses[k]))
                array_push(&addresses, recording->arena, recording->sites.items[i].addresses[k]);
    if (!addresses.count) return STATUS_OK;
    qsort(addresses.items, addresses.count, sizeof *addresses.items, compare_addresses);
    signal(SIGPIPE, SIG_IGN); // a program that has ended is seen by what it does not answer
    Dialogue dialogue = {0};
    bool is_good = start_program(program, &dialogue);
    for (uint32_t i = 0; is_good && i < addresses.count; i++)
        if (!i || addresses.items[i] != addresses.items[i - 1]) is_good = ask(recording, &dialogue, addresses.items[i]);
    is_good = end_program(&dialogue) && is_good;
    recording_use_frames(recording);
    if (is_good) return STATUS_OK;
    message_add(messages, SEVERITY_ERROR, program, 0, "could not be run, or did not answer as qtrace-symbolize does");
    return STATUS_USAGE;
}
