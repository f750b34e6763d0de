// SPDX-License-Identifier: MIT
#include "trace/print.h"
#include "trace/symbols.h"
#include "trace/waits.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct Printer {
    const TraceView *view;
    const Recording *recording;
    const States *states;
    FILE *out;
    const char **places; // by site, made when first needed
} Printer;

static const char *duration(Printer *printer, int64_t nanoseconds) {
    static const struct {
        int64_t length;
        const char *name;
    } units[] = {{1000000000, "s"}, {1000000, "ms"}, {1000, "us"}};
    Arena *arena = printer->recording->arena;
    if (nanoseconds < 0) return "-";
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (nanoseconds >= units[i].length)
            return arena_format(arena, "%" PRId64 ".%03" PRId64 " %s", nanoseconds / units[i].length,
                                nanoseconds % units[i].length / (units[i].length / 1000), units[i].name);
    return arena_format(arena, "%" PRId64 " ns", nanoseconds);
}

static const char *place(Printer *printer, uint32_t site) {
    if (!printer->places[site]) printer->places[site] = symbols_place(printer->recording, site);
    return printer->places[site];
}

static const char *task_name(Printer *printer, uint32_t task) {
    return printer->recording->tasks.items[task].name;
}

static void print_object(Printer *printer, uint32_t object) {
    if (object) fprintf(printer->out, " '%s'", printer->recording->objects.items[object].name);
}

static void print_losses(Printer *printer) {
    const Recording *recording = printer->recording;
    if (recording->overwritten_events)
        fprintf(printer->out, "  the oldest %" PRIu64 " events were overwritten by newer ones\n",
                recording->overwritten_events);
    if (recording->dropped_events)
        fprintf(printer->out, "  %" PRIu64 " events were dropped\n", recording->dropped_events);
    if (recording->dropped_records)
        fprintf(printer->out, "  %" PRIu64 " names, stacks or objects were dropped\n", recording->dropped_records);
    uint32_t unknown = symbols_count_unknown(recording);
    if (unknown) fprintf(printer->out, "  %" PRIu32 " addresses have no name; see --symbolizer\n", unknown);
}

static void print_head(Printer *printer) {
    const Recording *recording = printer->recording;
    uint32_t at_end[SLICE_STATE_COUNT] = {0}, ended = 0;
    for (uint32_t i = 1; i < recording->tasks.count; i++) ended += printer->states->spans[i].has_ended;
    for (uint32_t i = 0; i < printer->states->slices.count; i++)
        if (printer->states->slices.items[i].is_open) at_end[printer->states->slices.items[i].state]++;
    char started[32] = "?";
    time_t seconds = (time_t)(recording->start_wall / 1000000000);
    struct tm parts;
    if (gmtime_r(&seconds, &parts)) strftime(started, sizeof started, "%Y-%m-%d %H:%M:%S UTC", &parts);
    fprintf(printer->out, "process %" PRIu32 ": %s\n", recording->pid, recording->command);
    fprintf(printer->out, "  %" PRIu32 " events of %" PRIu32 " tasks in %s, from %s\n", recording->events.count,
            recording->tasks.count - 1, duration(printer, recording->duration), started);
    fprintf(printer->out,
            "  at the end: %" PRIu32 " blocked, %" PRIu32 " in a system call, %" PRIu32 " running, %" PRIu32
            " ready, %" PRIu32 " ended\n",
            at_end[SLICE_BLOCKED], at_end[SLICE_SYSCALL], at_end[SLICE_RUNNING], at_end[SLICE_READY], ended);
    if (!recording->is_finished) fputs("  the process was killed, or still runs\n", printer->out);
    print_losses(printer);
}

static void print_stack(Printer *printer, uint32_t site) {
    FrameList frames = {0};
    symbols_of_site(printer->recording, site, &frames);
    for (uint32_t i = 0; i < frames.count; i++) {
        const Frame *frame = &frames.items[i];
        fprintf(printer->out, "      %s", frame->function);
        if (*frame->file) fprintf(printer->out, " (%s:%" PRIu32 ")", frame->file, frame->line);
        fputc('\n', printer->out);
    }
}

static bool is_in_group(Printer *printer, const Slice *slice, const WaitGroup *group) {
    const RecordedSite *sites = printer->recording->sites.items, *a = &sites[slice->site], *b = &sites[group->site];
    bool has_stack = slice->site == group->site ||
                     (a->count == b->count && a->count && !memcmp(a->addresses, b->addresses, 8 * (size_t)a->count));
    return slice->is_open && slice->state == SLICE_BLOCKED && slice->wait == group->wait &&
           slice->object == group->object && has_stack;
}

static void print_alternatives(Printer *printer, const Slice *slice) {
    for (uint32_t i = 0; i < slice->alternative_count; i++) {
        const Alternative *alternative = &printer->states->alternatives.items[slice->first_alternative + i];
        fprintf(printer->out, "      or to %s", slice_wait_word(alternative->wait));
        print_object(printer, alternative->object);
        fputc('\n', printer->out);
    }
}

// Who waits here: at most ten by name.
static void print_waiting_tasks(Printer *printer, const WaitGroup *group) {
    uint32_t told = 0;
    const Slice *first = NULL;
    fputs("      tasks:", printer->out);
    for (uint32_t i = 0; i < printer->states->slices.count; i++) {
        const Slice *slice = &printer->states->slices.items[i];
        if (!is_in_group(printer, slice, group)) continue;
        if (!first) first = slice;
        if (told++ < 10) fprintf(printer->out, "%s %s", told > 1 ? "," : "", task_name(printer, slice->task));
    }
    if (told > 10) fprintf(printer->out, " and %" PRIu32 " more", told - 10);
    fputc('\n', printer->out);
    if (!first) return;
    uint32_t blocker = waits_blocker(printer->states, first);
    const char *reason = waits_reason(printer->states, first);
    if (blocker)
        fprintf(printer->out, "      %s: %s\n", group->wait == QWAIT_JOIN ? "until it ends" : "held by",
                task_name(printer, blocker));
    if (*reason) fprintf(printer->out, "      %s\n", reason);
    print_alternatives(printer, first);
}

static void print_blocked(Printer *printer, const WaitGroups *groups) {
    bool is_first = true;
    for (uint32_t i = 0; i < groups->count; i++) {
        const WaitGroup *group = &groups->items[i];
        if (!group->open_count || group->oldest_open < printer->view->threshold) continue;
        if (is_first) fputs("\nstill blocked at the end, by stack\n", printer->out);
        is_first = false;
        fprintf(printer->out, "  %" PRIu32 " × %s", group->open_count, slice_wait_word(group->wait));
        print_object(printer, group->object);
        fprintf(printer->out, ", up to %s\n", duration(printer, group->oldest_open));
        print_stack(printer, group->site);
        print_waiting_tasks(printer, group);
    }
    TaskCircles circles = {0};
    waits_find_circles(printer->states, &circles);
    for (uint32_t i = 0; i < circles.count; i++) {
        fputs("  a circle: ", printer->out);
        for (uint32_t k = 0; k < circles.items[i].count; k++)
            fprintf(printer->out, "%s → ", task_name(printer, circles.items[i].items[k]));
        fprintf(printer->out, "%s\n", task_name(printer, circles.items[i].items[0]));
    }
}

static void print_waits(Printer *printer, const WaitGroups *groups) {
    bool is_first = true;
    for (uint32_t i = 0; i < groups->count; i++) {
        const WaitGroup *group = &groups->items[i];
        if (group->longest < printer->view->threshold) continue;
        if (is_first)
            fprintf(printer->out, "\nwaits of at least %s, by kind, object and place\n  %7s %7s %12s %12s  %s\n",
                    duration(printer, printer->view->threshold), "waits", "open", "total", "longest",
                    "for what, where");
        is_first = false;
        fprintf(printer->out, "  %7" PRIu32 " %7" PRIu32 " %12s %12s  %s", group->count, group->open_count,
                duration(printer, (int64_t)group->total), duration(printer, group->longest),
                slice_wait_word(group->wait));
        print_object(printer, group->object);
        fprintf(printer->out, "  %s\n", place(printer, group->site));
    }
}

static void print_locks(Printer *printer, const WaitGroups *groups) {
    bool is_first = true;
    for (uint32_t i = 0; i < groups->count; i++) {
        const WaitGroup *group = &groups->items[i];
        if (group->wait != QWAIT_LOCK && group->wait != QWAIT_LOCK_SHARED) continue;
        if (is_first)
            fprintf(printer->out, "\ntime spent waiting for locks, by lock and place\n  %7s %12s %12s  %s\n", "waits",
                    "total", "longest", "lock, where");
        is_first = false;
        fprintf(printer->out, "  %7" PRIu32 " %12s %12s ", group->count, duration(printer, (int64_t)group->total),
                duration(printer, group->longest));
        print_object(printer, group->object);
        fprintf(printer->out, "  %s\n", place(printer, group->site));
    }
}

static void print_cause(Printer *printer, const RecordedEvent *cause) {
    fprintf(printer->out, "  at %s %s ", duration(printer, cause->time), task_name(printer, cause->task));
    fputs(cause->kind == QEV_CLOSE ? "closed" : "cancelled", printer->out);
    if (cause->kind == QEV_CANCEL && cause->value) fprintf(printer->out, " %s", task_name(printer, cause->value));
    print_object(printer, cause->object);
    fprintf(printer->out, "  %s\n", place(printer, cause->site));
}

static void print_cancellations(Printer *printer) {
    const States *states = printer->states;
    for (uint32_t i = 0; i < states->cancellations.count; i++) {
        const Cancellation *entry = &states->cancellations.items[i];
        const RecordedEvent *cause = &printer->recording->events.items[entry->cause];
        if (!i) fputs("\ncancellations and closes, and how long each task took to notice and to end\n", printer->out);
        if (!i || states->cancellations.items[i - 1].cause != entry->cause) print_cause(printer, cause);
        fprintf(printer->out, "    %*s%-20s", (int)(entry->depth < 20 ? 2 * entry->depth : 40), "",
                task_name(printer, entry->task));
        if (entry->notice_delay >= 0)
            fprintf(printer->out, " noticed after %s", duration(printer, entry->notice_delay));
        else
            fputs(" was not seen to notice", printer->out);
        if (entry->end_delay >= 0)
            fprintf(printer->out, ", ended after %s\n", duration(printer, entry->end_delay));
        else
            fputs(", had not ended at the end\n", printer->out);
    }
}

enum { MARKS_LISTED = 100 };

static void print_mark_counts(Printer *printer) {
    const Recording *recording = printer->recording;
    uint32_t *counts = arena_new_array(recording->arena, uint32_t, recording->texts.count);
    int64_t *first = arena_new_array(recording->arena, int64_t, recording->texts.count);
    int64_t *last = arena_new_array(recording->arena, int64_t, recording->texts.count);
    for (uint32_t i = 0; i < recording->events.count; i++) {
        const RecordedEvent *event = &recording->events.items[i];
        if (event->kind != QEV_MARK) continue;
        if (!counts[event->value]++) first[event->value] = event->time;
        last[event->value] = event->time;
    }
    for (uint32_t i = 0; i < recording->texts.count; i++)
        if (counts[i])
            fprintf(printer->out, "  %s: %" PRIu32 " times, first at %s, last at %s\n", recording->texts.items[i].text,
                    counts[i], duration(printer, first[i]), duration(printer, last[i]));
}

static void print_marks(Printer *printer) {
    const Recording *recording = printer->recording;
    uint32_t count = 0;
    for (uint32_t i = 0; i < recording->events.count; i++) count += recording->events.items[i].kind == QEV_MARK;
    if (!count) return;
    fputs("\nmarks\n", printer->out);
    if (count > MARKS_LISTED) {
        print_mark_counts(printer);
        return;
    }
    for (uint32_t i = 0; i < recording->events.count; i++) {
        const RecordedEvent *event = &recording->events.items[i];
        if (event->kind == QEV_MARK)
            fprintf(printer->out, "  %12s  %-20s %s\n", duration(printer, event->time), task_name(printer, event->task),
                    recording->texts.items[event->value].text);
    }
}

void trace_print_text(const TraceView *view, FILE *out) {
    Printer printer = {.view = view, .recording = view->recording, .states = view->states, .out = out};
    printer.places = arena_allocate(view->recording->arena, view->recording->sites.count * sizeof *printer.places);
    WaitGroups groups = {0};
    waits_group(view->states, false, &groups);
    print_head(&printer);
    print_blocked(&printer, &groups);
    print_waits(&printer, &groups);
    print_locks(&printer, &groups);
    print_cancellations(&printer);
    print_marks(&printer);
}
