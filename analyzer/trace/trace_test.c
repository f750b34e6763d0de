// SPDX-License-Identifier: MIT
// Replays the samples and checks what must come out of them; writes them to $CHANVET_TRACE_DIRECTORY for the tests with
// real readers (scripts/check-traces).
#include "trace/print.h"
#include "trace/states.h"
#include "trace/symbols.h"
#include "trace/test_samples.h"
#include "trace/waits.h"

#include <sys/stat.h>

static int failures;

#define want(condition)                                                                                                \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                                            \
            failures++;                                                                                                \
        }                                                                                                              \
    } while (0)

typedef struct Replayed {
    char *bytes;
    Arena *arena;
    Recording recording;
    States states;
    TraceView view;
} Replayed;

static Replayed *replay_sample(char *(*make)(size_t *size)) {
    Replayed *replayed = calloc(1, sizeof *replayed);
    size_t size;
    replayed->bytes = make(&size);
    replayed->arena = arena_create();
    Messages messages = {.arena = replayed->arena};
    want(!recording_parse("sample", replayed->bytes, size, replayed->arena, &messages, &replayed->recording));
    messages_print(&messages, 0);
    states_replay(&replayed->recording, &replayed->states);
    replayed->view = (TraceView){&replayed->recording, &replayed->states, 10000000};
    return replayed;
}

static void release(Replayed *replayed) {
    arena_destroy(replayed->arena);
    free(replayed->bytes);
    free(replayed);
}

static char *printed(const Replayed *replayed, void (*print)(const TraceView *, FILE *), size_t *size) {
    char *bytes;
    FILE *out = open_memstream(&bytes, size);
    print(&replayed->view, out);
    fclose(out);
    return bytes;
}

static void want_text(const Replayed *replayed, void (*print)(const TraceView *, FILE *), const char *part) {
    size_t size;
    char *text = printed(replayed, print, &size);
    if (!strstr(text, part)) {
        fprintf(stderr, "'%s' is missing in:\n%s\n", part, text);
        failures++;
    }
    free(text);
}

static const Slice *slice_at(const Replayed *replayed, uint32_t task, int64_t microseconds) {
    for (uint32_t i = 0; i < replayed->states.slices.count; i++) {
        const Slice *slice = &replayed->states.slices.items[i];
        bool is_there = slice->start <= microseconds * 1000 && (microseconds * 1000 < slice->end || slice->is_open);
        if (slice->task == task && is_there) return slice;
    }
    return NULL;
}

static bool is_in(const Replayed *replayed, uint32_t task, int64_t microseconds, SliceState state) {
    const Slice *slice = slice_at(replayed, task, microseconds);
    return slice && slice->state == state;
}

static void test_rendezvous(void) {
    Replayed *replayed = replay_sample(sample_rendezvous);
    want(is_in(replayed, 2, 120, SLICE_READY));
    want(is_in(replayed, 2, 200, SLICE_RUNNING));
    want(is_in(replayed, 2, 1000, SLICE_BLOCKED));
    want(is_in(replayed, 2, 20999, SLICE_BLOCKED));
    want(is_in(replayed, 2, 21000, SLICE_READY));
    want(is_in(replayed, 2, 21050, SLICE_RUNNING));
    want(!slice_at(replayed, 2, 22500));
    want(slice_at(replayed, 2, 1000)->waker == 1);
    want(replayed->states.messages.count == 1);
    // 1 + waiting sender, - waiting sender, receive, send
    want(replayed->states.points.count == 4 && replayed->states.points.items[0].senders == 1);
    want(replayed->states.points.items[3].senders == 0 && replayed->recording.duration == 23000000);
    want_text(replayed, trace_print_text, "1       0    20.000 ms    20.000 ms  send 'results'  chan_send (file.c:10)");
    want_text(replayed, trace_print_folded, "worker;chan_send;[send results] 20000000\n");
    want_text(replayed, trace_print_chrome, "\"ph\": \"s\"");
    release(replayed);
}

static void test_buffer(void) {
    Replayed *replayed = replay_sample(sample_buffer);
    const States *states = &replayed->states;
    want(states->points.items[states->points.count - 1].fill == 3);
    want(states->points.items[states->points.count - 1].senders == 1);
    want(slice_at(replayed, 3, 60000)->is_open && is_in(replayed, 3, 60000, SLICE_BLOCKED));
    want(!slice_at(replayed, 2, 400)->is_open);
    want(slice_at(replayed, 1, 50000)->awaited == 3 && slice_at(replayed, 1, 50000)->is_expired);
    want_text(replayed, trace_print_text, "its buffer is full (3 of 3)");
    want_text(replayed, trace_print_text, "1 × send 'queue', up to 59.490 ms");
    want_text(replayed, trace_print_folded, "start_thread;produce;put;[send queue] 64100000\n");
    release(replayed);
}

static void test_locks(void) {
    Replayed *replayed = replay_sample(sample_locks);
    TaskCircles circles = {0};
    waits_find_circles(&replayed->states, &circles);
    want(circles.count == 1 && circles.items[0].count == 2 && circles.items[0].items[0] == 2);
    want(waits_blocker(&replayed->states, slice_at(replayed, 2, 95000)) == 3);
    want(replayed->states.holds.count == 4 && !replayed->states.holds.items[0].is_open);
    want(replayed->states.holds.items[0].end == 15040000);
    want(is_in(replayed, 1, 91000, SLICE_SYSCALL) && is_in(replayed, 1, 95000, SLICE_RUNNING));
    want_text(replayed, trace_print_text, "a circle: </script><b>one → two?[31m");
    want_text(replayed, trace_print_text, "config_load_start");
    want_text(replayed, trace_print_text, "1 addresses have no name");
    want_text(replayed, trace_print_text, "was killed, or still runs");
    want_text(replayed, trace_print_text, "15.001 ms  'left; \"lock\"'  mutex_lock (file.c:10)");
    want_text(replayed, trace_print_folded,
              "[after mark config_load_start];transfer;mutex_lock;[lock right] 78000000\n");
    want_text(replayed, trace_print_chrome, "config_load_start");
    release(replayed);
}

static void test_cancellation(void) {
    Replayed *replayed = replay_sample(sample_cancellation);
    const States *states = &replayed->states;
    want(states->cancellations.count == 5);
    for (uint32_t i = 0; i < 3 && states->cancellations.count == 5; i++) {
        const Cancellation *entry = &states->cancellations.items[i];
        want(entry->task == 2 + i && entry->depth == (i ? 1 : 0));
        want(entry->notice_delay == 100000 * entry->task);
        want(entry->end_delay == 1000000 + 100000 * entry->task);
    }
    want(states->cancellations.items[3].depth == 2 && states->cancellations.items[3].end_delay == -1);
    want(states->cancellations.items[3].notice_delay == -1);
    want(states->cancellations.items[4].task == 5 && states->cancellations.items[4].notice_delay == 500000);
    want_text(replayed, trace_print_text, "noticed after 200.000 us, ended after 1.200 ms");
    want_text(replayed, trace_print_text, "had not ended at the end");
    release(replayed);
}

static void test_coroutines(void) {
    Replayed *replayed = replay_sample(sample_coroutines);
    want(replayed->recording.overwritten_events == 17);
    want(is_in(replayed, 1, 5, SLICE_RUNNING)); // its QEV_RUN was overwritten
    want(is_in(replayed, 1, 15, SLICE_READY));  // another task runs in its thread
    want(is_in(replayed, 3, 45, SLICE_READY));
    const Slice *first = slice_at(replayed, 2, 30), *last = slice_at(replayed, 2, 42060);
    want(first->alternative_count == 2 && first->is_expired && first->is_timed && !first->is_open);
    want(last->alternative_count == 2 && last->is_open);
    want(replayed->states.alternatives.items[last->first_alternative + 1].object == 2);
    want_text(replayed, trace_print_text, "or to receive 'channel 2'");
    want_text(replayed, trace_print_text, "task 2");
    release(replayed);
}

static bool is_hold(const Replayed *replayed, uint32_t index, uint32_t object, int64_t start, int64_t end) {
    const Hold *hold = &replayed->states.holds.items[index];
    return hold->object == object && hold->start == start * 1000 && hold->end == end * 1000 && !hold->is_open;
}

static void test_lengths(void) {
    Replayed *replayed = replay_sample(sample_lengths);
    want(replayed->recording.events.count == 14 && replayed->states.holds.count == 5);
    want(is_hold(replayed, 0, 1, 10, 100) && is_hold(replayed, 1, 2, 20, 50) && is_hold(replayed, 2, 2, 60, 70));
    want(is_hold(replayed, 3, 2, 80, 900000100) && is_hold(replayed, 4, 1, 6000, 900000000));
    want(replayed->states.holds.items[1].is_shared && !replayed->states.holds.items[3].is_shared);
    want(is_in(replayed, 1, 199, SLICE_RUNNING) && is_in(replayed, 1, 5199, SLICE_BLOCKED));
    want(is_in(replayed, 1, 5200, SLICE_RUNNING) && is_in(replayed, 2, 5199, SLICE_RUNNING));
    want(is_in(replayed, 2, 5200, SLICE_READY)); // main runs again in its thread
    release(replayed);
}

static void test_again(void) {
    Replayed *replayed = replay_sample(sample_again);
    want(replayed->recording.events.count == 13 && replayed->states.holds.count == 6);
    want(is_hold(replayed, 0, 1, 10, 15) && is_hold(replayed, 1, 1, 20, 50) && is_hold(replayed, 2, 1, 60, 65));
    want(is_hold(replayed, 3, 1, 70, 71) && is_hold(replayed, 4, 1, 80, 82) && is_hold(replayed, 5, 1, 90, 900));
    want(replayed->states.holds.items[3].is_shared && !replayed->states.holds.items[4].is_shared);
    want(replayed->states.holds.items[1].task == 1 && replayed->states.holds.items[4].task == 2);
    release(replayed);
}

static void test_nothing(void) {
    Replayed *replayed = replay_sample(sample_nothing);
    want_text(replayed, trace_print_text, "0 events of 0 tasks");
    want_text(replayed, trace_print_chrome, "traceEvents");
    release(replayed);
}

// A select whose cases are told while other tasks' are: they must end up beside one another.
static void test_interleaved_selects(void) {
    size_t size;
    TestTrace *trace = test_trace_begin("selects");
    for (uint32_t i = 0; i < 2; i++) test_task(trace, "", 0);
    for (uint32_t i = 0; i < 4; i++) test_object(trace, QOBJECT_CHANNEL, "", 0);
    for (uint32_t i = 0; i < 4; i++)
        E(i % 2, 10 * i, 1 + i % 2, .kind = QEV_ALTERNATIVE, .wait = QWAIT_SEND, .object = 1 + i);
    E(0, 100, 1, .kind = QEV_BLOCK, .wait = QWAIT_SELECT);
    E(1, 110, 2, .kind = QEV_BLOCK, .wait = QWAIT_SELECT);
    char *bytes = test_trace_finish(trace, &size);
    Arena *arena = arena_create();
    Messages messages = {.arena = arena};
    Recording recording;
    States states;
    want(!recording_parse("sample", bytes, size, arena, &messages, &recording));
    states_replay(&recording, &states);
    const Slice *slices = states.slices.items;
    for (uint32_t i = 0; i < states.slices.count; i++) {
        if (slices[i].state != SLICE_BLOCKED) continue;
        const Alternative *cases = &states.alternatives.items[slices[i].first_alternative];
        want(slices[i].alternative_count == 2 && cases[0].object == slices[i].task &&
             cases[1].object == 2 + slices[i].task);
    }
    arena_destroy(arena);
    free(bytes);
}

static void print_pprof(const TraceView *view, FILE *out) {
    want(trace_print_pprof(view, out));
}

static void test_same_bytes(const Sample *sample) {
    static void (*const prints[])(const TraceView *, FILE *) = {trace_print_text, trace_print_chrome,
                                                                trace_print_folded, trace_print_html, print_pprof};
    Replayed *first = replay_sample(sample->make), *second = replay_sample(sample->make);
    for (size_t i = 0; i < sizeof prints / sizeof *prints; i++) {
        size_t size, other_size;
        char *bytes = printed(first, prints[i], &size), *other = printed(second, prints[i], &other_size);
        want(size == other_size && !memcmp(bytes, other, size));
        free(bytes);
        free(other);
    }
    release(first);
    release(second);
}

static void write_file(const char *directory, const Sample *sample) {
    char path[1000];
    size_t size;
    char *bytes = sample->make(&size);
    mkdir(directory, 0777);
    snprintf(path, sizeof path, "%s/%s.qtrace", directory, sample->name);
    FILE *out = fopen(path, "w");
    want(out && fwrite(bytes, 1, size, out) == size && !fclose(out));
    free(bytes);
}

int main(void) {
    const char *directory = getenv("CHANVET_TRACE_DIRECTORY");
    test_rendezvous();
    test_buffer();
    test_locks();
    test_cancellation();
    test_coroutines();
    test_lengths();
    test_again();
    test_nothing();
    test_interleaved_selects();
    for (uint32_t i = 0; i < SAMPLE_COUNT; i++) {
        test_same_bytes(&SAMPLES[i]);
        if (directory) write_file(directory, &SAMPLES[i]);
    }
    return failures ? 1 : 0;
}
