// SPDX-License-Identifier: MIT
// "Trace Event Format", Google 2016 (docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU): complete
// events (X) for the states of tasks, flows (s, f) from send to receive, instants (i) for marks, counters (C) for
// channels. One track a task.
#include "report/json_writer.h"
#include "trace/print.h"
#include "trace/symbols.h"

#include <inttypes.h>

typedef struct ChromePrinter {
    const Recording *recording;
    const States *states;
    JsonWriter json;
    const char **places; // by site
} ChromePrinter;

static void write_time(ChromePrinter *printer, const char *key, int64_t nanoseconds) {
    char literal[32];
    snprintf(literal, sizeof literal, "%" PRId64 ".%03" PRId64, nanoseconds / 1000, nanoseconds % 1000);
    json_literal(&printer->json, key, literal);
}

// The parts that every event has. The track is the task's id in the trace: kernel ids are used again.
static void open_event(ChromePrinter *printer, const char *phase, const char *name, uint32_t task, int64_t time) {
    json_open_object(&printer->json, NULL);
    json_text(&printer->json, "ph", phase);
    json_text(&printer->json, "name", name);
    json_number(&printer->json, "pid", printer->recording->pid);
    json_number(&printer->json, "tid", printer->recording->tasks.items[task].id);
    write_time(printer, "ts", time);
}

static void write_metadata(ChromePrinter *printer, const char *name, uint32_t task, const char *value) {
    json_open_object(&printer->json, NULL);
    json_text(&printer->json, "ph", "M");
    json_text(&printer->json, "name", name);
    json_number(&printer->json, "pid", printer->recording->pid);
    json_number(&printer->json, "tid", printer->recording->tasks.items[task].id);
    json_open_object(&printer->json, "args");
    json_text(&printer->json, "name", value);
    json_close_object(&printer->json);
    json_close_object(&printer->json);
}

static void write_place(ChromePrinter *printer, uint32_t site) {
    if (site) json_text(&printer->json, "place", printer->places[site]);
}

static const char *slice_name(ChromePrinter *printer, const Slice *slice) {
    const Recording *recording = printer->recording;
    if (slice->state == SLICE_SYSCALL) return slice_call_word(slice->call);
    if (slice->state != SLICE_BLOCKED) return slice_state_word(slice->state);
    const char *object = "";
    if (slice->object) object = recording->objects.items[slice->object].name;
    if (slice->awaited) object = recording->tasks.items[slice->awaited].name;
    return arena_format(recording->arena, "blocked: %s%s%s", slice_wait_word(slice->wait), *object ? " " : "", object);
}

static const char *colour(const Slice *slice) {
    static const char *const names[SLICE_STATE_COUNT] = {"thread_state_runnable", "thread_state_running",
                                                         "thread_state_sleeping", "thread_state_iowait"};
    return slice->state == SLICE_BLOCKED && slice->is_open ? "terrible" : names[slice->state];
}

static void write_slice_arguments(ChromePrinter *printer, const Slice *slice) {
    json_open_object(&printer->json, "args");
    write_place(printer, slice->site);
    if (slice->waker) json_text(&printer->json, "woken_by", printer->recording->tasks.items[slice->waker].name);
    if (slice->is_expired) json_boolean(&printer->json, "timed_out", true);
    if (slice->is_open && slice->state == SLICE_BLOCKED) json_boolean(&printer->json, "until_end_of_trace", true);
    json_close_object(&printer->json);
}

static void write_slice(ChromePrinter *printer, const Slice *slice) {
    ArenaMark mark = arena_mark(printer->recording->arena);
    const char *name = slice_name(printer, slice);
    open_event(printer, "X", name, slice->task, slice->start);
    arena_rewind(printer->recording->arena, mark);
    write_time(printer, "dur", slice->end - slice->start);
    json_text(&printer->json, "cat", slice_state_word(slice->state));
    json_text(&printer->json, "cname", colour(slice));
    // speedscope takes the arguments for a part of the name: none where there is nothing to tell.
    bool has_arguments =
        slice->site || slice->waker || slice->is_expired || (slice->is_open && slice->state == SLICE_BLOCKED);
    if (has_arguments) write_slice_arguments(printer, slice);
    json_close_object(&printer->json);
}

static void write_flow_end(ChromePrinter *printer, const char *phase, uint32_t id, const RecordedEvent *event) {
    open_event(printer, phase, printer->recording->objects.items[event->object].name, event->task, event->time);
    json_text(&printer->json, "cat", "message");
    json_number(&printer->json, "id", id);
    if (*phase == 'f') json_text(&printer->json, "bp", "e");
    json_close_object(&printer->json);
}

static void write_instant(ChromePrinter *printer, const char *category, const char *name, const RecordedEvent *event) {
    open_event(printer, "i", name, event->task, event->time);
    json_text(&printer->json, "cat", category);
    json_text(&printer->json, "s", "t");
    json_open_object(&printer->json, "args");
    write_place(printer, event->site);
    json_close_object(&printer->json);
    json_close_object(&printer->json);
}

static void write_instants(ChromePrinter *printer) {
    const Recording *recording = printer->recording;
    for (uint32_t i = 0; i < recording->events.count; i++) {
        const RecordedEvent *event = &recording->events.items[i];
        const char *object = event->object ? recording->objects.items[event->object].name : "";
        ArenaMark mark = arena_mark(recording->arena);
        if (event->kind == QEV_MARK)
            write_instant(printer, "mark", recording->texts.items[event->value].text, event);
        else if (event->kind == QEV_CANCEL)
            write_instant(printer, "cancel", arena_format(recording->arena, "cancel %s", object), event);
        else if (event->kind == QEV_CANCELLED)
            write_instant(printer, "cancel", arena_format(recording->arena, "cancelled %s", object), event);
        else if (event->kind == QEV_CLOSE)
            write_instant(printer, "channel", arena_format(recording->arena, "close %s", object), event);
        arena_rewind(recording->arena, mark);
    }
}

static void write_channel_point(ChromePrinter *printer, const ChannelPoint *point) {
    const RecordedObject *object = &printer->recording->objects.items[point->object];
    open_event(printer, "C", object->name, 0, point->time);
    json_number(&printer->json, "id", object->id);
    json_open_object(&printer->json, "args");
    json_number(&printer->json, "fill", point->fill);
    json_number(&printer->json, "waiting senders", point->senders);
    json_number(&printer->json, "waiting receivers", point->receivers);
    json_close_object(&printer->json);
    json_close_object(&printer->json);
}

static void write_events(ChromePrinter *printer) {
    const Recording *recording = printer->recording;
    const States *states = printer->states;
    write_metadata(printer, "process_name", 0, recording->command);
    for (uint32_t i = 1; i < recording->tasks.count; i++)
        write_metadata(printer, "thread_name", i, recording->tasks.items[i].name);
    for (uint32_t i = 0; i < states->slices.count; i++) write_slice(printer, &states->slices.items[i]);
    for (uint32_t i = 0; i < states->messages.count; i++) {
        write_flow_end(printer, "s", i + 1, &recording->events.items[states->messages.items[i].send]);
        write_flow_end(printer, "f", i + 1, &recording->events.items[states->messages.items[i].receive]);
    }
    write_instants(printer);
    for (uint32_t i = 0; i < states->points.count; i++) write_channel_point(printer, &states->points.items[i]);
}

void trace_print_chrome(const TraceView *view, FILE *out) {
    const Recording *recording = view->recording;
    ChromePrinter printer = {.recording = recording, .states = view->states, .json = {.out = out, .line_depth = 2}};
    printer.places = arena_allocate(recording->arena, recording->sites.count * sizeof *printer.places);
    for (uint32_t i = 0; i < recording->sites.count; i++) printer.places[i] = symbols_place(recording, i);
    json_open_object(&printer.json, NULL);
    json_text(&printer.json, "displayTimeUnit", "ns");
    json_open_array(&printer.json, "traceEvents");
    write_events(&printer);
    json_close_array(&printer.json);
    json_open_object(&printer.json, "otherData");
    json_text(&printer.json, "command", recording->command);
    json_number(&printer.json, "dropped_events", (int64_t)recording->dropped_events);
    json_number(&printer.json, "overwritten_events", (int64_t)recording->overwritten_events);
    json_close_object(&printer.json);
    json_close_object(&printer.json);
    json_finish(&printer.json);
}
