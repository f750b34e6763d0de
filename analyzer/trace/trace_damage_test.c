// SPDX-License-Identifier: MIT
// Traces that are cut off or changed: never a crash, and never taken for good where a sum or a length tells.
#include "trace/print.h"
#include "trace/states.h"
#include "trace/test_samples.h"

static int failures;

// Reads a copy that ends where the file does, so that a sanitizer sees what is read behind it; prints what is accepted.
static Status read_all(const char *bytes, size_t size, char *message, size_t message_size) {
    char *copy = malloc(size ? size : 1);
    memcpy(copy, bytes, size);
    Arena *arena = arena_create();
    Messages messages = {.arena = arena};
    Recording recording;
    States states;
    Status status = recording_parse("damaged", copy, size, arena, &messages, &recording);
    snprintf(message, message_size, "%s", messages.list.count ? messages.list.items[0].text : "");
    if (!status) {
        char *text = NULL;
        size_t length;
        FILE *out = open_memstream(&text, &length);
        states_replay(&recording, &states);
        TraceView view = {&recording, &states, 0};
        trace_print_text(&view, out);
        trace_print_chrome(&view, out);
        trace_print_folded(&view, out);
        trace_print_pprof(&view, out);
        fclose(out);
        free(text);
    }
    arena_destroy(arena);
    free(copy);
    return status;
}

static void want_refused(const char *what, const char *bytes, size_t size, const char *part) {
    char message[300];
    Status status = read_all(bytes, size, message, sizeof message);
    if (status == STATUS_BAD_INPUT && strstr(message, part)) return;
    fprintf(stderr, "%s: status %d, message '%s', wanted '%s'\n", what, (int)status, message, part);
    failures++;
}

static void test_truncations(const Sample *sample) {
    size_t size;
    char *bytes = sample->make(&size);
    want_refused("empty", bytes, 0, "is empty");
    for (size_t length = 1; length < size; length += length < 200 || length % 4096 < 2 ? 1 : 61)
        want_refused("cut off", bytes, length, length < 8 ? "" : "cut off");
    free(bytes);
}

// What may change while the program runs, and what lies behind `used`, is not covered by a sum.
static bool is_covered(const char *bytes, size_t position) {
    const TraceHeader *header = (const TraceHeader *)(const void *)bytes;
    if (position < QTRACE_HEADER_SIZE) {
        size_t command = offsetof(TraceHeader, command);
        bool is_after = position >= offsetof(TraceHeader, reserved) && position < command;
        return !is_after && position < command + header->command_length;
    }
    size_t inside = (position - QTRACE_HEADER_SIZE) % header->chunk_size;
    const TraceChunk *chunk = (const TraceChunk *)(const void *)(bytes + (position - inside));
    bool is_own = inside >= offsetof(TraceChunk, used) && inside < sizeof *chunk;
    return !is_own && inside < chunk->used;
}

static void test_flips(const Sample *sample) {
    size_t size;
    char *bytes = sample->make(&size);
    uint32_t refused = 0, covered = 0;
    for (size_t position = 0; position < size; position++) {
        if (!is_covered(bytes, position) && position % 61) continue; // must only not crash
        for (int bit = 0; bit < 8; bit++) {
            char message[300];
            bytes[position] = (char)(bytes[position] ^ 1 << bit);
            Status status = read_all(bytes, size, message, sizeof message);
            bytes[position] = (char)(bytes[position] ^ 1 << bit);
            covered += is_covered(bytes, position);
            refused += status && is_covered(bytes, position);
            if (!status && is_covered(bytes, position)) {
                fprintf(stderr, "%s: bit %d of byte %zu was changed and nobody noticed\n", sample->name, bit, position);
                failures++;
            }
            if (position >= 4200 && position % 16) break; // enough: one bit of most bytes
        }
    }
    printf("%s: %u changed bits refused of %u that sums cover\n", sample->name, refused, covered);
    free(bytes);
}

static uint32_t next_random(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static void mend_events(uint64_t *word, const uint64_t *end) {
    for (uint32_t words; word < end && end - word >= (words = qtrace_count_words(*word)); word += words) {
        uint64_t all = 0;
        for (uint32_t i = 0; i < words; i++) all ^= word[i];
        word[words > 1] ^= (uint64_t)(qtrace_fold(all) ^ QTRACE_EVENT_CHECK) << QTRACE_CHECK_SHIFT;
    }
}

static void mend_sums(char *bytes, size_t size) {
    for (size_t at = QTRACE_HEADER_SIZE; at < size; at += TEST_CHUNK) {
        TraceChunk *chunk = (TraceChunk *)(void *)(bytes + at);
        chunk->check = qtrace_check(QTRACE_CHECK_START, chunk, offsetof(TraceChunk, check));
        if (chunk->used > TEST_CHUNK) continue;
        char *place = (char *)(chunk + 1), *end = (char *)chunk + chunk->used;
        if (chunk->kind == QTRACE_CHUNK_EVENTS) mend_events((uint64_t *)(void *)place, (uint64_t *)(void *)end);
        if (chunk->kind != QTRACE_CHUNK_TABLE) continue;
        while (place < end) {
            TraceRecord *record = (TraceRecord *)(void *)place;
            if (record->size < 16 || record->size % 8 || record->size > (size_t)(end - place)) break;
            record->check =
                qtrace_check(qtrace_check(QTRACE_CHECK_START, record, 8), &record->reserved, record->size - 12);
            place += record->size;
        }
    }
}

// Many changes at once whose sums were mended: anything may come out, but no crash.
static void test_mended_changes(const Sample *sample) {
    uint32_t random = 20240229, accepted = 0;
    for (int round = 0; round < 400; round++) {
        size_t size;
        char message[300], *bytes = sample->make(&size);
        for (uint32_t left = 1 + next_random(&random) % 8; left && size > QTRACE_HEADER_SIZE; left--) {
            size_t inside = next_random(&random) % 1500;
            size_t chunk = next_random(&random) % ((size - QTRACE_HEADER_SIZE) / TEST_CHUNK);
            char value = (char)(next_random(&random) % 3 ? next_random(&random) % 6 : next_random(&random));
            bytes[QTRACE_HEADER_SIZE + chunk * TEST_CHUNK + inside] = value;
        }
        mend_sums(bytes, size);
        accepted += !read_all(bytes, size, message, sizeof message);
        free(bytes);
    }
    printf("%s: %u of 400 changed traces can be read\n", sample->name, accepted);
}

static void test_foreign(void) {
    size_t size;
    char *bytes = sample_rendezvous(&size);
    want_refused("text", "process 1: text", 15, "no .qtrace file");
    want_refused("ELF", "\177ELF\2\1\1\0\0\0\0\0\0\0\0\0", 16, "no .qtrace file");
    bytes[offsetof(TraceHeader, version)] = 2;
    want_refused("older version", bytes, size, "has version 2 of the format; this chanvet reads version 3");
    bytes[offsetof(TraceHeader, version)] = 4;
    want_refused("newer version", bytes, size, "has version 4 of the format; this chanvet reads version 3");
    bytes[offsetof(TraceHeader, version)] = 3;
    char *longer = calloc(1, size + 1);
    memcpy(longer, bytes, size);
    want_refused("something behind the end", longer, size + 1, "behind its end");
    free(longer);
    free(bytes);
}

// One event whose check is right and whose content is not; or a part of one.
static void want_event_refused(const char *what, TraceEvent event, size_t words_missing, const char *part) {
    size_t size;
    TestTrace *trace = test_trace_begin("event");
    uint32_t at_main = test_task(trace, "main", 0);
    E(0, 400000, at_main, .kind = QEV_RUN, .value = 1);
    trace->events[0][trace->event_count[0]++] = (TestEvent){.time = 500000000, .task = at_main, .event = event};
    char *bytes = test_trace_finish(trace, &size);
    TraceChunk *chunk = (TraceChunk *)(void *)(bytes + QTRACE_HEADER_SIZE + TEST_CHUNK);
    chunk->used -= (uint32_t)(8 * words_missing);
    want_refused(what, bytes, size, part);
    free(bytes);
}

static void test_events(void) {
    TraceEvent whole = {.kind = QEV_SEND, .value = 1};
    want_event_refused("no event", (TraceEvent){.kind = QEV_NONE}, 0, "unknown kind of event");
    want_event_refused("no kind", (TraceEvent){.kind = QEV_KIND_COUNT}, 0, "unknown kind of event");
    want_event_refused("no wait", (TraceEvent){.kind = QEV_BLOCK}, 0, "waits in no known way");
    want_event_refused("length of a release", (TraceEvent){.kind = QEV_RELEASE, .length = 1}, 0, "has no length");
    want_event_refused("no task", (TraceEvent){.kind = QEV_TASK}, 0, "an event of no task");
    want_event_refused("far time", (TraceEvent){.kind = QEV_TIME, .sequence = 1u << 30}, 0, "far in the future");
    want_event_refused("before the start", (TraceEvent){.kind = QEV_TIME, .value = 1}, 0, "far in the future");
    want_event_refused("nothing again", (TraceEvent){.kind = QEV_AGAIN, .value = 7}, 0, "has not told of");
    for (size_t missing = 1; missing < 3; missing++) want_event_refused("half", whole, missing, "half an event");
}

static void test_time_goes_back(void) {
    size_t size;
    TestTrace *trace = test_trace_begin("time");
    uint32_t at_main = test_task(trace, "main", 0);
    E(0, 400000, at_main, .kind = QEV_RUN, .value = 1);
    E(0, 1, at_main, .kind = QEV_RELEASE);
    char *bytes = test_trace_finish(trace, &size);
    want_refused("time", bytes, size, "time goes back");
    free(bytes);
}

int main(void) {
    test_events();
    test_time_goes_back();

    test_foreign();
    for (uint32_t i = 0; i < SAMPLE_COUNT; i++) {
        test_truncations(&SAMPLES[i]);
        test_mended_changes(&SAMPLES[i]);
    }
    test_flips(&SAMPLES[0]);
    test_flips(&SAMPLES[3]);
    test_flips(&SAMPLES[5]);
    test_flips(&SAMPLES[6]);
    return failures ? 1 : 0;
}
