// SPDX-License-Identifier: MIT
// One page with everything in it: page/page.html with its style, its script, plotly.js and the trace as JSON. What a
// browser could not show at once is thinned out here, and the page says so.
#include "base/status.h"
#include "report/json_writer.h"
#include "trace/page_parts.h"
#include "trace/print.h"
#include "trace/symbols.h"
#include "trace/waits.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { SLICES_SHOWN = 20000, MESSAGES_SHOWN = 5000, POINTS_SHOWN = 4000, MARKS_SHOWN = 5000 };

typedef struct PagePrinter {
    const Recording *recording;
    const States *states;
    JsonWriter json;
} PagePrinter;

static void write_numbers(JsonWriter *json, const int64_t *numbers, uint32_t count) {
    json_open_array(json, NULL);
    for (uint32_t i = 0; i < count; i++) json_number(json, NULL, numbers[i]);
    json_close_array(json);
}
#define write_row(json, ...)                                                                                           \
    write_numbers(json, (const int64_t[]){__VA_ARGS__}, sizeof((const int64_t[]){__VA_ARGS__}) / sizeof(int64_t))

static void write_tasks(PagePrinter *printer) {
    static const char *const kinds[QTASK_KIND_COUNT] = {"main", "thread", "coroutine"};
    JsonWriter *json = &printer->json;
    json_open_array(json, "tasks");
    for (uint32_t i = 0; i < printer->recording->tasks.count; i++) {
        const RecordedTask *task = &printer->recording->tasks.items[i];
        const TaskSpan *span = &printer->states->spans[i];
        json_open_object(json, NULL);
        json_text(json, "name", task->name);
        json_text(json, "kind", task->is_described ? kinds[task->kind] : "?");
        json_number(json, "creator", task->parent ? task->parent : span->creator);
        json_number(json, "site", task->site ? task->site : span->spawn_site);
        json_number(json, "start", span->start);
        json_boolean(json, "seen", span->is_seen);
        json_boolean(json, "ended", span->has_ended);
        json_close_object(json);
    }
    json_close_array(json);
}

static void write_objects(PagePrinter *printer) {
    JsonWriter *json = &printer->json;
    json_open_array(json, "objects");
    for (uint32_t i = 0; i < printer->recording->objects.count; i++) {
        const RecordedObject *object = &printer->recording->objects.items[i];
        bool has_limit = object->kind == QOBJECT_CHANNEL && object->capacity <= INT64_MAX;
        json_open_object(json, NULL);
        json_text(json, "name", object->name);
        json_number(json, "capacity", has_limit ? (int64_t)object->capacity : -1);
        json_close_object(json);
    }
    json_close_array(json);
}

static void write_stack(PagePrinter *printer, uint32_t site) {
    FrameList frames = {0};
    symbols_of_site(printer->recording, site, &frames);
    json_open_array(&printer->json, NULL);
    for (uint32_t i = 0; i < frames.count; i++) {
        const Frame *frame = &frames.items[i];
        const char *text = frame->function;
        if (*frame->file)
            text = arena_format(printer->recording->arena, "%s (%s:%" PRIu32 ")", text, frame->file, frame->line);
        json_text(&printer->json, NULL, text);
    }
    json_close_array(&printer->json);
}

static void write_sites(PagePrinter *printer) {
    JsonWriter *json = &printer->json;
    json_open_array(json, "sites");
    for (uint32_t i = 0; i < printer->recording->sites.count; i++) write_stack(printer, i);
    json_close_array(json);
    json_open_array(json, "places");
    for (uint32_t i = 0; i < printer->recording->sites.count; i++)
        json_text(json, NULL, symbols_place(printer->recording, i));
    json_close_array(json);
}

static int compare_lengths(const void *left, const void *right) {
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return a > b ? -1 : a < b;
}

// Slices of at least this length are shown; of those of exactly this length the first `*ties`.
static int64_t shortest_shown(const PagePrinter *printer, uint32_t *ties) {
    uint32_t count = printer->states->slices.count;
    *ties = UINT32_MAX;
    if (count <= SLICES_SHOWN) return 0;
    int64_t *lengths = arena_new_array(printer->recording->arena, int64_t, count);
    for (uint32_t i = 0; i < count; i++)
        lengths[i] = printer->states->slices.items[i].end - printer->states->slices.items[i].start;
    qsort(lengths, count, sizeof *lengths, compare_lengths);
    int64_t shortest = lengths[SLICES_SHOWN - 1];
    for (*ties = 0; *ties < SLICES_SHOWN && lengths[SLICES_SHOWN - 1 - *ties] == shortest;) (*ties)++;
    return shortest;
}

static void write_slice(PagePrinter *printer, const Slice *slice) {
    JsonWriter *json = &printer->json;
    int64_t numbers[] = {slice->task,    slice->start, slice->end,
                         slice->state,   slice->wait,  slice->object,
                         slice->awaited, slice->site,  slice->is_open | slice->is_timed << 1 | slice->is_expired << 2,
                         slice->waker};
    json_open_array(json, NULL);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) json_number(json, NULL, numbers[i]);
    json_open_array(json, NULL);
    for (uint32_t i = 0; i < slice->alternative_count; i++) {
        const Alternative *alternative = &printer->states->alternatives.items[slice->first_alternative + i];
        write_row(json, alternative->object, alternative->wait);
    }
    json_close_array(json);
    json_close_array(json);
}

static void write_slices(PagePrinter *printer) {
    uint32_t ties;
    int64_t shortest = shortest_shown(printer, &ties);
    json_number(&printer->json, "slices_total", printer->states->slices.count);
    json_open_array(&printer->json, "slices");
    for (uint32_t i = 0; i < printer->states->slices.count; i++) {
        const Slice *slice = &printer->states->slices.items[i];
        int64_t length = slice->end - slice->start;
        bool is_shown = length > shortest || (length == shortest && ties);
        if (is_shown && length == shortest) ties--;
        if (is_shown || slice->is_open) write_slice(printer, slice);
    }
    json_close_array(&printer->json);
}

static void write_holds(PagePrinter *printer) {
    json_open_array(&printer->json, "holds");
    uint32_t count = printer->states->holds.count, first = count > SLICES_SHOWN ? count - SLICES_SHOWN : 0;
    for (uint32_t i = 0; i < count; i++) {
        const Hold *hold = &printer->states->holds.items[i];
        if (i < first && !hold->is_open) continue;
        write_row(&printer->json, hold->object, hold->task, hold->start, hold->end,
                  hold->is_open | hold->is_shared << 1);
    }
    json_close_array(&printer->json);
}

// Of each object evenly chosen ones, the last always.
static void write_points(PagePrinter *printer) {
    const States *states = printer->states;
    json_open_array(&printer->json, "points");
    for (uint32_t first = 0, end; first < states->points.count; first = end) {
        for (end = first; end < states->points.count; end++)
            if (states->points.items[end].object != states->points.items[first].object) break;
        uint32_t step = (end - first + POINTS_SHOWN - 1) / POINTS_SHOWN;
        for (uint32_t i = first; i < end; i++) {
            const ChannelPoint *point = &states->points.items[i];
            if ((i - first) % step && i + 1 < end) continue;
            write_row(&printer->json, point->object, point->time, point->fill, point->senders, point->receivers,
                      point->is_closed);
        }
    }
    json_close_array(&printer->json);
}

static void write_messages(PagePrinter *printer) {
    const States *states = printer->states;
    uint32_t step = (states->messages.count + MESSAGES_SHOWN - 1) / MESSAGES_SHOWN;
    json_number(&printer->json, "messages_total", states->messages.count);
    json_open_array(&printer->json, "messages");
    for (uint32_t i = 0; i < states->messages.count; i += step) {
        const RecordedEvent *send = &printer->recording->events.items[states->messages.items[i].send];
        const RecordedEvent *receive = &printer->recording->events.items[states->messages.items[i].receive];
        write_row(&printer->json, send->object, send->task, receive->task, send->time, receive->time);
    }
    json_close_array(&printer->json);
}

static void write_marks(PagePrinter *printer) {
    const Recording *recording = printer->recording;
    uint32_t left = MARKS_SHOWN;
    json_open_array(&printer->json, "marks");
    for (uint32_t i = 0; i < recording->events.count && left; i++) {
        const RecordedEvent *event = &recording->events.items[i];
        if (event->kind != QEV_MARK) continue;
        json_open_array(&printer->json, NULL);
        json_number(&printer->json, NULL, event->time);
        json_number(&printer->json, NULL, event->task);
        json_text(&printer->json, NULL, recording->texts.items[event->value].text);
        json_close_array(&printer->json);
        left--;
    }
    json_close_array(&printer->json);
}

static void write_cancellations(PagePrinter *printer) {
    const Recording *recording = printer->recording;
    JsonWriter *json = &printer->json;
    json_open_array(json, "cancellations");
    for (uint32_t i = 0; i < printer->states->cancellations.count; i++) {
        const Cancellation *entry = &printer->states->cancellations.items[i];
        const RecordedEvent *cause = &recording->events.items[entry->cause];
        const char *target =
            cause->object ? recording->objects.items[cause->object].name : recording->tasks.items[cause->value].name;
        json_open_array(json, NULL);
        json_number(json, NULL, cause->time);
        json_number(json, NULL, cause->task);
        json_text(json, NULL,
                  arena_format(recording->arena, "%s %s", cause->kind == QEV_CLOSE ? "close" : "cancel", target));
        json_number(json, NULL, entry->task);
        json_number(json, NULL, entry->depth);
        json_number(json, NULL, entry->notice_delay);
        json_number(json, NULL, entry->end_delay);
        json_close_array(json);
    }
    json_close_array(json);
}

static void write_wait_groups(PagePrinter *printer) {
    WaitGroups groups = {0};
    waits_group(printer->states, false, &groups);
    json_open_array(&printer->json, "wait_groups");
    for (uint32_t i = 0; i < groups.count && i < 1000; i++) {
        const WaitGroup *group = &groups.items[i];
        write_row(&printer->json, group->wait, group->object, group->site, group->count, group->open_count,
                  (int64_t)group->total, group->longest);
    }
    json_close_array(&printer->json);
}

static void write_words(PagePrinter *printer) {
    json_open_array(&printer->json, "states");
    for (uint32_t i = 0; i < SLICE_STATE_COUNT; i++) json_text(&printer->json, NULL, slice_state_word((SliceState)i));
    json_close_array(&printer->json);
    json_open_array(&printer->json, "waits");
    for (uint32_t i = 0; i < QWAIT_KIND_COUNT; i++) json_text(&printer->json, NULL, slice_wait_word((TraceWait)i));
    json_close_array(&printer->json);
}

static void write_data(PagePrinter *printer) {
    const Recording *recording = printer->recording;
    JsonWriter *json = &printer->json;
    json_open_object(json, NULL);
    json_text(json, "command", recording->command);
    json_number(json, "pid", recording->pid);
    json_number(json, "duration", recording->duration);
    json_boolean(json, "finished", recording->is_finished);
    json_number(json, "dropped", (int64_t)recording->dropped_events);
    json_number(json, "overwritten", (int64_t)recording->overwritten_events);
    write_words(printer);
    write_tasks(printer);
    write_objects(printer);
    write_sites(printer);
    write_slices(printer);
    write_holds(printer);
    write_points(printer);
    write_messages(printer);
    write_marks(printer);
    write_cancellations(printer);
    write_wait_groups(printer);
    json_close_object(json);
    json_finish(json);
}

// In HTML a script ends at the first "</script": no "<" may stand in the data. In JSON it stands in texts only.
static void write_escaped_data(const TraceView *view, FILE *out) {
    char *bytes = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&bytes, &size);
    invariant(memory, "there is no memory for the page");
    PagePrinter printer = {
        .recording = view->recording, .states = view->states, .json = {.out = memory, .line_depth = 2}};
    write_data(&printer);
    invariant(!fclose(memory), "there is no memory for the page");
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] == '<')
            fputs("\\u003c", out);
        else
            fputc(bytes[i], out);
    }
    free(bytes);
}

static void write_part(const TraceView *view, const char *name, size_t length, FILE *out) {
    static const struct {
        const char *name;
        PagePart part;
    } parts[] = {
        {"STYLE", PAGE_STYLE},
        {"SCRIPT", PAGE_SCRIPT},
        {"LIBRARY", PAGE_LIBRARY},
        {"LICENCE", PAGE_LICENCE},
    };
    if (length == strlen("DATA") && !memcmp(name, "DATA", length)) write_escaped_data(view, out);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        PageBytes bytes = page_part(parts[i].part);
        bool is_meant = length == strlen(parts[i].name) && !memcmp(name, parts[i].name, length);
        if (is_meant) fwrite(bytes.bytes, 1, bytes.length, out);
    }
}

// A line of the template that is @NAME@ stands for that part.
void trace_print_html(const TraceView *view, FILE *out) {
    PageBytes page = page_part(PAGE_TEMPLATE);
    const char *at = page.bytes, *end = page.bytes + page.length;
    while (at < end) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        size_t length = line_end ? (size_t)(line_end - at) : (size_t)(end - at);
        bool is_part = length > 2 && at[0] == '@' && at[length - 1] == '@';
        if (is_part)
            write_part(view, at + 1, length - 2, out);
        else
            fwrite(at, 1, length, out);
        fputc('\n', out);
        at += length + 1;
    }
}

bool trace_has_html(void) {
    return page_part(PAGE_LIBRARY).length > 0;
}
