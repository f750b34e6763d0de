// SPDX-License-Identifier: MIT
#include "verdict.h"

#include "extraction.h"
#include "facts/seal.h"
#include "wire.h"

#include <string.h>

static void put_place(const FindingPlace *place, Text *out) {
    wire_put_text(out, place->path);
    wire_put_number(out, place->line);
    wire_put_number(out, place->column);
    wire_put_number(out, place->end_column);
    wire_put_text(out, place->function);
}

static FindingPlace get_place(WireReader *reader, Arena *arena) {
    FindingPlace place = {.path = wire_text(reader, arena)};
    place.line = (uint32_t)wire_number(reader);
    place.column = (uint32_t)wire_number(reader);
    place.end_column = (uint32_t)wire_number(reader);
    place.function = wire_text(reader, arena);
    return place;
}

static void put_steps(const Finding *finding, Text *out) {
    wire_put_number(out, finding->steps.count);
    for (uint32_t i = 0; i < finding->steps.count; i++) {
        const Step *step = &finding->steps.items[i];
        wire_put_number(out, step->kind);
        wire_put_number(out, step->task);
        put_place(&step->place, out);
        wire_put_text(out, step->text);
        wire_put_text(out, step->state);
        wire_put_number(out, step->is_essential);
        wire_put_number(out, step->depth);
    }
}

static void get_steps(WireReader *reader, Arena *arena, Finding *finding) {
    for (uint64_t count = wire_number(reader); count && !reader->is_broken; count--) {
        Step step = {.kind = (StepKind)wire_number(reader)};
        step.task = (uint32_t)wire_number(reader);
        step.place = get_place(reader, arena);
        step.text = wire_text(reader, arena);
        step.state = wire_text(reader, arena);
        step.is_essential = wire_number(reader) != 0;
        step.depth = (uint32_t)wire_number(reader);
        array_push(&finding->steps, arena, step);
    }
}

static void put_tasks(const Finding *finding, Text *out) {
    wire_put_number(out, finding->tasks.count);
    for (uint32_t i = 0; i < finding->tasks.count; i++) {
        const FindingTask *task = &finding->tasks.items[i];
        wire_put_text(out, task->name);
        wire_put_text(out, task->label);
        put_place(&task->spawned, out);
        wire_put_number(out, task->spawner);
    }
}

static void get_tasks(WireReader *reader, Arena *arena, Finding *finding) {
    for (uint64_t count = wire_number(reader); count && !reader->is_broken; count--) {
        FindingTask task = {.name = wire_text(reader, arena)};
        task.label = wire_text(reader, arena);
        task.spawned = get_place(reader, arena);
        task.spawner = (uint32_t)wire_number(reader);
        array_push(&finding->tasks, arena, task);
    }
}

static void put_related(const Finding *finding, Text *out) {
    wire_put_number(out, finding->related.count);
    for (uint32_t i = 0; i < finding->related.count; i++) {
        put_place(&finding->related.items[i].place, out);
        wire_put_text(out, finding->related.items[i].text);
    }
}

static void get_related(WireReader *reader, Arena *arena, Finding *finding) {
    for (uint64_t count = wire_number(reader); count && !reader->is_broken; count--) {
        RelatedPlace related = {.place = get_place(reader, arena)};
        related.text = wire_text(reader, arena);
        array_push(&finding->related, arena, related);
    }
}

static void put_texts(const char *const *texts, uint32_t count, Text *out) {
    wire_put_number(out, count);
    for (uint32_t i = 0; i < count; i++) wire_put_text(out, texts[i]);
}

static void put_finding(const Finding *finding, Text *out) {
    wire_put_text(out, finding->rule->id);
    wire_put_number(out, finding->level);
    wire_put_number(out, finding->certainty);
    put_place(&finding->place, out);
    wire_put_text(out, finding->message);
    put_tasks(finding, out);
    put_steps(finding, out);
    put_related(finding, out);
    put_texts(finding->resources.items, finding->resources.count, out);
    put_texts(finding->operations.items, finding->operations.count, out);
    wire_put_text(out, finding->bound);
}

static const RuleInfo *find_rule(const char *id) {
    uint32_t count;
    const RuleInfo *const *rules = checks_rules(&count);
    for (uint32_t i = 0; id && i < count; i++)
        if (!strcmp(rules[i]->id, id)) return rules[i];
    return NULL;
}

static Finding get_finding(WireReader *reader, Arena *arena) {
    Finding finding = {.rule = find_rule(wire_text(reader, arena))};
    finding.level = (Level)wire_number(reader);
    finding.certainty = (Certainty)wire_number(reader);
    finding.place = get_place(reader, arena);
    finding.message = wire_text(reader, arena);
    get_tasks(reader, arena, &finding);
    get_steps(reader, arena, &finding);
    get_related(reader, arena, &finding);
    for (uint64_t count = wire_number(reader); count && !reader->is_broken; count--)
        array_push(&finding.resources, arena, wire_text(reader, arena));
    for (uint64_t count = wire_number(reader); count && !reader->is_broken; count--)
        array_push(&finding.operations, arena, wire_text(reader, arena));
    finding.bound = wire_text(reader, arena);
    reader->is_broken |= !finding.rule || !finding.message;
    return finding;
}

void verdict_pack(const Verdict *verdict, Text *out) {
    Text payload = {0};
    Messages messages = {.arena = verdict->messages->arena};
    messages.list.items = verdict->messages->list.items + verdict->first_message;
    messages.list.count = verdict->messages->list.count - verdict->first_message;
    wire_put_number(&payload, verdict->status);
    messages_put(&messages, &payload);
    wire_put_number(&payload, verdict->findings->list.count - verdict->first_finding);
    for (uint32_t i = verdict->first_finding; i < verdict->findings->list.count; i++)
        put_finding(&verdict->findings->list.items[i], &payload);
    wire_put_bytes(&payload, &verdict->statistics, sizeof verdict->statistics);
    seal_put(SEAL_VERDICT, text_value(&payload), payload.length, out);
    text_free(&payload);
}

typedef ARRAY(Finding) Findings;

static bool get_statistics(WireReader *reader, CheckStatistics *statistics) {
    size_t size;
    const void *bytes = wire_bytes(reader, &size);
    if (!bytes || size != sizeof *statistics) return false;
    memcpy(statistics, bytes, size);
    statistics->recalled_scopes = 0; // the run that is remembered may have found some known
    return true;
}

bool verdict_unpack(const void *bytes, size_t size, Arena *arena, Verdict *verdict) {
    Messages ignored = {.arena = arena}, messages = {.arena = arena};
    const unsigned char *payload;
    if (seal_open(SEAL_VERDICT, "cache", bytes, size, &ignored, &payload, &size)) return false;
    WireReader reader = {.at = (const char *)payload, .end = (const char *)payload + size};
    Findings findings = {0};
    Status status = (Status)wire_number(&reader);
    messages_get(&reader, arena, &messages);
    for (uint64_t count = wire_number(&reader); count && !reader.is_broken; count--)
        array_push(&findings, arena, get_finding(&reader, arena));
    CheckStatistics statistics;
    if (!get_statistics(&reader, &statistics) || reader.is_broken || status > STATUS_INTERNAL) return false;
    verdict->status = status;
    verdict->statistics = statistics;
    messages_append(&messages, verdict->messages);
    for (uint32_t i = 0; i < findings.count; i++) findings_add(verdict->findings, findings.items[i]);
    return true;
}
