// SPDX-License-Identifier: MIT
#include "base/text.h"
#include "trace/print.h"
#include "trace/symbols.h"
#include "trace/waits.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

typedef struct FoldedLine {
    const char *stack;
    uint64_t weight;
} FoldedLine;

// A semicolon ends a frame and a line end a stack: names that hold one get a colon or a blank.
static void append_frame(Text *line, const char *name) {
    for (; *name; name++) {
        char letter = *name == ';' ? ':' : (unsigned char)*name < ' ' ? ' ' : *name;
        text_append_bytes(line, &letter, 1);
    }
    text_append(line, ";");
}

static const char *stack_text(const TraceView *view, const WaitGroup *group) {
    const Recording *recording = view->recording;
    Text line = {0};
    FrameList frames = {0};
    symbols_of_site(recording, group->site, &frames);
    if (group->mark)
        append_frame(&line,
                     arena_format(recording->arena, "[after mark %s]", recording->texts.items[group->mark].text));
    for (uint32_t i = frames.count; i-- > 0;) append_frame(&line, frames.items[i].function);
    const char *object = group->object ? recording->objects.items[group->object].name : "";
    append_frame(&line,
                 arena_format(recording->arena, "[%s%s%s]", slice_wait_word(group->wait), *object ? " " : "", object));
    char *stack = arena_copy_bytes(recording->arena, line.bytes, line.length - 1);
    text_free(&line);
    return stack;
}

static int compare_lines(const void *left, const void *right) {
    return strcmp(((const FoldedLine *)left)->stack, ((const FoldedLine *)right)->stack);
}

void trace_print_folded(const TraceView *view, FILE *out) {
    WaitGroups groups = {0};
    ARRAY(FoldedLine) lines = {0};
    waits_group(view->states, true, &groups);
    for (uint32_t i = 0; i < groups.count; i++) {
        FoldedLine line = {stack_text(view, &groups.items[i]), groups.items[i].total};
        array_push(&lines, view->recording->arena, line);
    }
    if (lines.count) qsort(lines.items, lines.count, sizeof *lines.items, compare_lines);
    for (uint32_t i = 0; i < lines.count; i++) {
        uint64_t weight = lines.items[i].weight;
        for (; i + 1 < lines.count && !strcmp(lines.items[i].stack, lines.items[i + 1].stack); i++)
            weight += lines.items[i + 1].weight;
        if (weight) fprintf(out, "%s %" PRIu64 "\n", lines.items[i].stack, weight);
    }
}
