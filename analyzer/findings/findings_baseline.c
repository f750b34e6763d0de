// SPDX-License-Identifier: MIT
#include "findings/findings_baseline.h"

#include "findings/file_bytes.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FINGERPRINT_LENGTH = 16, UNUSED_NOTES_LIMIT = 10 };

static const char HEADING_START[] = "# chanvet baseline ";
static const char HEADING[] = "# chanvet baseline v1";

typedef struct Accepted {
    const char *text; // the line, from its fingerprint on
    uint32_t line;
    bool is_used;
} Accepted;

typedef struct Baseline {
    ARRAY(Accepted) list; // sorted by fingerprint once read
} Baseline;

static int compare_lines(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static int compare_accepted(const void *left_accepted, const void *right_accepted) {
    const Accepted *left = left_accepted, *right = right_accepted;
    int order = strncmp(left->text, right->text, FINGERPRINT_LENGTH);
    return order ? order : (left->line > right->line) - (left->line < right->line);
}

// Tabs and line ends would break the file's own form.
static const char *as_field(const char *text, Arena *arena) {
    char *field = arena_copy_text(arena, text ? text : "");
    for (char *at = field; *at; at++)
        if ((unsigned char)*at < ' ') *at = ' ';
    return field;
}

static const char *baseline_line(const Finding *finding, Arena *arena) {
    return arena_format(arena, "%s\t%s\t%s\t%s\n", finding_fingerprint(finding, arena),
                        as_field(finding->rule->id, arena),
                        as_field(finding->place.path ? finding->place.path : "-", arena),
                        as_field(finding_first_sentence(finding, arena), arena));
}

static bool write_lines(FILE *stream, const char *const *lines, uint32_t count) {
    fprintf(stream, "%s: accepted findings, one a line, sorted; lines may be merged or removed by hand.\n", HEADING);
    fputs("# fingerprint, rule, path and first sentence, separated by tabs; only the fingerprint decides.\n", stream);
    for (uint32_t i = 0; i < count; i++) fputs(lines[i], stream);
    bool failed = ferror(stream) != 0;
    return fclose(stream) == 0 && !failed;
}

Status findings_baseline_write(const FindingSet *set, const char *path, Messages *messages) {
    Arena *scratch = arena_create();
    const char **lines = arena_new_array(scratch, const char *, set->list.count + 1);
    for (uint32_t i = 0; i < set->list.count; i++) lines[i] = baseline_line(&set->list.items[i], scratch);
    qsort(lines, set->list.count, sizeof *lines, compare_lines);
    // Written beside and then moved: an interrupted run leaves the old baseline whole.
    const char *unfinished = arena_format(scratch, "%s.unfinished", path);
    FILE *stream = fopen(unfinished, "wb");
    bool is_written = stream && write_lines(stream, lines, set->list.count) && rename(unfinished, path) == 0;
    if (!is_written) {
        message_add(messages, SEVERITY_ERROR, path, 0, "the baseline cannot be written: %s", strerror(errno));
        if (stream) remove(unfinished);
    }
    arena_destroy(scratch);
    return is_written ? STATUS_OK : STATUS_USAGE;
}

// NULL when `line` has the form of an accepted finding, else what is wrong with it.
static const char *fault_of_line(const char *line) {
    if (strspn(line, "0123456789abcdef") != FINGERPRINT_LENGTH || line[FINGERPRINT_LENGTH] != '\t')
        return "expected 16 hexadecimal digits and a tab at the start of the line";
    const char *rule = line + FINGERPRINT_LENGTH + 1, *path = strchr(rule, '\t');
    if (!path || path == rule || path[1] == '\t' || path[1] == 0)
        return "expected a fingerprint, a rule and a path, separated by tabs";
    return NULL;
}

static const char *fault_of_heading(const char *line) {
    if (strncmp(line, HEADING_START, strlen(HEADING_START)) != 0)
        return "this is no baseline: its first line must start with '# chanvet baseline v1'";
    if (strncmp(line, HEADING, strlen(HEADING)) != 0 || (line[strlen(HEADING)] != ':' && line[strlen(HEADING)] != 0))
        return "this version of chanvet reads baselines of version v1 only";
    return NULL;
}

static Status read_lines(FileBytes file, const char *path, Arena *arena, Baseline *baseline, Messages *messages) {
    const char *at = file.bytes, *end = file.bytes + file.length;
    uint32_t line = 0;
    do {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((line_end ? line_end : end) - at);
        if (length && at[length - 1] == '\r') length--;
        const char *text = arena_copy_bytes(arena, at, length);
        line++;
        const char *fault = memchr(at, 0, length)          ? "a zero byte is in this line"
                            : line == 1                    ? fault_of_heading(text)
                            : text[0] == 0 || *text == '#' ? NULL
                                                           : fault_of_line(text);
        if (fault) {
            message_add(messages, SEVERITY_ERROR, path, line, "the baseline is broken: %s", fault);
            return STATUS_USAGE;
        }
        if (text[0] && text[0] != '#') array_push(&baseline->list, arena, (Accepted){text, line, false});
        at = line_end ? line_end + 1 : end;
    } while (at < end);
    if (baseline->list.count) qsort(baseline->list.items, baseline->list.count, sizeof(Accepted), compare_accepted);
    return STATUS_OK;
}

static bool absorb(Baseline *baseline, const char *fingerprint) {
    uint32_t low = 0, high = baseline->list.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (strncmp(baseline->list.items[middle].text, fingerprint, FINGERPRINT_LENGTH) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < baseline->list.count; low++) {
        Accepted *accepted = &baseline->list.items[low];
        if (strncmp(accepted->text, fingerprint, FINGERPRINT_LENGTH) != 0) return false;
        if (accepted->is_used) continue;
        return accepted->is_used = true;
    }
    return false;
}

static void note_unused(const Baseline *baseline, const char *path, Messages *messages, Arena *arena) {
    uint32_t unused = 0;
    for (uint32_t i = 0; i < baseline->list.count; i++) {
        const Accepted *accepted = &baseline->list.items[i];
        if (accepted->is_used || ++unused > UNUSED_NOTES_LIMIT) continue;
        char *words = arena_copy_text(arena, accepted->text + FINGERPRINT_LENGTH + 1);
        for (char *at = words; *at; at++)
            if (*at == '\t') *at = ' ';
        message_add(messages, SEVERITY_NOTE, path, accepted->line, "no finding matches this accepted one any more: %s",
                    words);
    }
    if (unused > UNUSED_NOTES_LIMIT)
        message_add(messages, SEVERITY_NOTE, path, 0, "%u further accepted findings match nothing any more",
                    unused - UNUSED_NOTES_LIMIT);
}

Status findings_baseline_apply(FindingSet *set, const char *path, Messages *messages) {
    Arena *scratch = arena_create();
    FileBytes file;
    Baseline baseline = {0};
    Status status = STATUS_OK;
    if (!file_bytes_read(path, scratch, &file)) {
        message_add(messages, SEVERITY_ERROR, path, 0, "the baseline cannot be read: %s", strerror(errno));
        status = STATUS_USAGE;
    } else {
        status = read_lines(file, path, scratch, &baseline, messages);
    }
    for (uint32_t i = 0; status == STATUS_OK && i < set->list.count; i++) {
        Finding *finding = &set->list.items[i];
        bool is_known = absorb(&baseline, finding_fingerprint(finding, scratch));
        finding->baseline = is_known ? BASELINE_UNCHANGED : BASELINE_NEW;
    }
    if (status == STATUS_OK) note_unused(&baseline, path, messages, scratch);
    arena_destroy(scratch);
    return status;
}
