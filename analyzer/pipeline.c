// SPDX-License-Identifier: MIT
#include "pipeline.h"

#include "data_directory.h"
#include "link/variants.h"
#include "source/paths.h"
#include "unit_cache.h"
#include "unit_store.h"

#include <string.h>

enum { MOST_POINTS_TO_STEPS = 100000000, LARGEST_FACTS_FILE = 1 << 30 };

typedef struct Pipeline {
    Session *session;
    ProgramVisitor visitor;
    PipelineResult *result;
    Facts *database; // of --db; NULL without
    UnitStore store;
    UnitCache *cache; // NULL without
    bool *was_alone;  // by unit: was visited without the others of a program that is too large
    bool is_strict;   // two definitions of one function are an error
} Pipeline;

Status pipeline_load_models(Session *session, ModelSet **models) {
    const char *directory = arena_format(session->arena, "%s/models", data_directory(session->arena));
    const TextList *extra = &session->options->models;
    return models_load(session->arena, directory, extra->items, extra->count, &session->messages, models);
}

Status pipeline_collect_sources(Session *session, SourceList *sources) {
    const Options *options = session->options;
    SourceRequest request = {.files = options->operands,
                             .files_from = options->files_from,
                             .database = options->build_directory,
                             .has_flags = options->has_compiler_flags,
                             .flags = options->compiler_flags};
    return source_list_collect(&request, session->arena, &session->messages, sources);
}

static CommunicationGraph *make_graph(const ProgramUnit *unit, const PointsTo *points_to, Messages *messages) {
    if (!points_to_is_complete(points_to)) {
        message_add(messages, SEVERITY_WARNING, unit->path, 0,
                    "its pointers were not all followed: the graph is incomplete");
    }
    return graph_build(unit->program, points_to, unit->arena);
}

CommunicationGraph *pipeline_graph(const ProgramUnit *unit, Messages *messages) {
    return make_graph(unit, points_to_solve(unit->program, unit->arena, MOST_POINTS_TO_STEPS), messages);
}

Status pipeline_store(Facts *database, const ProgramUnit *unit, Messages *messages) {
    int64_t id;
    const PointsTo *points_to = points_to_solve(unit->program, unit->arena, MOST_POINTS_TO_STEPS);
    if (!points_to_is_complete(points_to) && unit->sources.count > 1) return STATUS_BUDGET;
    Status status = facts_write_unit(database, unit->path, unit->program, messages, &id);
    if (!status) status = facts_write_sources(database, id, unit->sources.items, unit->sources.count, messages);
    return status ? status : graph_store(make_graph(unit, points_to, messages), database, id, messages);
}

static void add_statistics(UnitStatistics *sum, const UnitStatistics *unit, Arena *arena) {
    sum->functions += unit->functions;
    sum->nodes += unit->nodes;
    sum->events += unit->events;
    sum->calls += unit->calls;
    sum->unmodelled_calls += unit->unmodelled_calls;
    for (uint32_t i = 0; i < unit->skipped.count; i++) array_push(&sum->skipped, arena, unit->skipped.items[i]);
}

static void add_analysed(Pipeline *pipeline, const char *path) {
    TextList *list = &pipeline->result->analysed;
    for (uint32_t i = 0; i < list->count; i++)
        if (!strcmp(list->items[i], path)) return;
    array_push(list, pipeline->session->arena, arena_copy_text(pipeline->session->arena, path));
}

// Counts what cannot be used; only wrong use and internal errors stop the run.
static Status count_skipped(Pipeline *pipeline, Status status) {
    if (status == STATUS_BAD_INPUT) pipeline->result->skipped++;
    session_show_messages(pipeline->session);
    return status == STATUS_BAD_INPUT ? STATUS_OK : status;
}

static Status keep_unit(Pipeline *pipeline, const char *name, const Extraction *extraction) {
    Status status = unit_store_add(&pipeline->store, name, extraction, &pipeline->session->messages);
    if (status) return status;
    add_statistics(&pipeline->result->statistics, &extraction->statistics, pipeline->session->arena);
    add_analysed(pipeline, extraction->path);
    return STATUS_OK;
}

// The units that the cache does not have, and what it has of the others.
typedef struct Reading {
    const SourceList *sources;
    UnitCache *cache;
    Arena *arena; // of the cached bytes
    const char **cached;
    size_t *sizes;
    ARRAY(SourceUnit) missing;
} Reading;

static void look_up(Reading *reading) {
    uint32_t count = reading->sources->units.count;
    reading->cached = arena_new_array(reading->arena, const char *, count + 1);
    reading->sizes = arena_new_array(reading->arena, size_t, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        const SourceUnit *unit = &reading->sources->units.items[i];
        reading->cached[i] = unit_cache_find(reading->cache, unit, i, reading->arena, &reading->sizes[i]);
        if (reading->cached[i]) continue;
        array_push(&reading->missing, reading->arena, *unit);
    }
}

static Status receive(Pipeline *pipeline, const WorkerResult *result, const Reading *reading, uint32_t index) {
    Extraction extraction;
    Session *session = pipeline->session;
    const SourceUnit *source = &reading->sources->units.items[index];
    Status status = extraction_receive(result, source, session->arena, &session->messages, &extraction);
    if (status) return status;
    unit_cache_keep(reading->cache, source, index, &extraction, result->bytes, result->size);
    return keep_unit(pipeline, source->path, &extraction);
}

static Status take_cached(Pipeline *pipeline, const Reading *reading, uint32_t index) {
    Extraction extraction;
    Session *session = pipeline->session;
    const char *path = reading->sources->units.items[index].path;
    Status status = extraction_read(path, reading->cached[index], reading->sizes[index], session->arena,
                                    &session->messages, &extraction);
    if (status) return status;
    messages_append(&extraction.messages, &session->messages);
    return keep_unit(pipeline, path, &extraction);
}

static Status read_units(Pipeline *pipeline, Reading *reading, const ModelSet *models) {
    const Options *options = pipeline->session->options;
    look_up(reading);
    ExtractionContext context = {reading->missing.items, models, reading->cache != NULL};
    WorkerPool *pool =
        worker_pool_create(extraction_run, &context, reading->missing.count, options->jobs, options->timeout);
    Status status = STATUS_OK;
    WorkerResult result;
    for (uint32_t i = 0; !status && i < reading->sources->units.count; i++) {
        if (reading->cached[i])
            status = take_cached(pipeline, reading, i);
        else if (worker_pool_next(pool, &result))
            status = receive(pipeline, &result, reading, i);
        status = count_skipped(pipeline, status);
    }
    worker_pool_destroy(pool);
    return status;
}

static Status read_sources(Pipeline *pipeline, const SourceList *sources, const ModelSet *models) {
    Session *session = pipeline->session;
    Reading reading = {.sources = sources, .arena = arena_create()};
    pipeline->cache = unit_cache_open(session->arena, models, session->options->no_cache, &session->messages);
    reading.cache = pipeline->cache;
    Status status = read_units(pipeline, &reading, models);
    arena_destroy(reading.arena);
    return status;
}

static Status extract_sources(Pipeline *pipeline) {
    Session *session = pipeline->session;
    ModelSet *models;
    SourceList sources;
    Status status = pipeline_load_models(session, &models);
    if (!status) status = pipeline_collect_sources(session, &sources);
    session_show_messages(session);
    if (status) return status;
    pipeline->result->skipped = sources.skipped;
    return read_sources(pipeline, &sources, models);
}

static Status visit_program(Pipeline *pipeline, ProgramUnit *unit) {
    pipeline->result->programs++;
    return pipeline->visitor.visit(pipeline->visitor.context, unit);
}

// What the skipped files would define is unknown, and they may use what the program defines.
static bool is_incomplete(const Pipeline *pipeline, const ProgramUnit *unit) {
    return pipeline->result->skipped && unit->undefined.count;
}

static void note_incomplete(Pipeline *pipeline, const ProgramUnit *unit) {
    message_add(&pipeline->session->messages, SEVERITY_NOTE, unit->path, 0,
                "what was skipped may belong to this program: '%s'%s is defined nowhere else, so other code may use "
                "what the program shares",
                unit->undefined.items[0], unit->undefined.count > 1 ? " and more" : "");
}

// Everything that the outcome of a visit hangs on, the command's own options aside.
static void describe_unit(const Pipeline *pipeline, const LinkGroup *group, ProgramUnit *unit) {
    unit->cache = pipeline->database || pipeline->is_strict ? NULL : pipeline->cache;
    unit->first_message = pipeline->session->messages.list.count;
    unit->key = unit->cache ? unit_cache_base_key(unit->cache) : (Hash){0};
    for (uint32_t i = 0; i < group->units.count; i++) {
        const StoredUnit *stored = &pipeline->store.units.items[group->units.items[i]];
        array_push(&unit->sources, unit->arena, stored->path);
        if (!unit->cache) continue;
        unit->key = hash_bytes(hash_text(unit->key, stored->path), stored->packed, stored->size);
    }
    for (uint32_t i = 0; i < group->undefined.count; i++)
        array_push(&unit->undefined, unit->arena, group->undefined.items[i]);
    unit->key.low ^= is_incomplete(pipeline, unit);
}

static Status refuse_duplicates(Pipeline *pipeline, const ProgramUnit *unit, uint32_t duplicates) {
    if (!duplicates || !pipeline->is_strict) return STATUS_OK;
    message_add(&pipeline->session->messages, SEVERITY_ERROR, unit->path, 0,
                "its program has two definitions of %s; nothing is linked",
                duplicates == 1 ? "a function" : "several functions");
    return STATUS_BAD_INPUT;
}

static Status link_group(Pipeline *pipeline, const LinkGroup *group, ProgramUnit *unit) {
    Messages *messages = &pipeline->session->messages;
    uint32_t duplicates;
    Status status = unit_store_link(&pipeline->store, group, unit->arena, messages, &unit->program, &duplicates);
    if (status) return status;
    variants_resolve(unit->program, unit->arena, MOST_POINTS_TO_STEPS);
    unit->program->is_incomplete = is_incomplete(pipeline, unit);
    if (unit->program->is_incomplete) note_incomplete(pipeline, unit);
    status = refuse_duplicates(pipeline, unit, duplicates);
    if (!status && pipeline->database) status = pipeline_store(pipeline->database, unit, messages);
    return status ? status : visit_program(pipeline, unit);
}

static bool recall(Pipeline *pipeline, const ProgramUnit *unit, Status *status) {
    bool is_known =
        unit->cache && pipeline->visitor.recall && pipeline->visitor.recall(pipeline->visitor.context, unit, status);
    pipeline->result->programs += is_known;
    return is_known;
}

static Status visit_group(Pipeline *pipeline, const LinkGroup *group) {
    ProgramUnit unit = {.path = pipeline->store.units.items[group->units.items[0]].path, .arena = arena_create()};
    Status status;
    describe_unit(pipeline, group, &unit);
    if (!recall(pipeline, &unit, &status)) status = link_group(pipeline, group, &unit);
    arena_destroy(unit.arena);
    session_show_messages(pipeline->session);
    return status;
}

// What is too much as a whole is looked at file by file: better than nothing.
static Status visit_alone(Pipeline *pipeline, const LinkGroup *group) {
    UnitStore *store = &pipeline->store;
    Status status = STATUS_OK;
    message_add(&pipeline->session->messages, SEVERITY_NOTE, store->units.items[group->units.items[0]].path, 0,
                "its program of %u files is too large to be followed as a whole: each file is looked at by itself",
                group->units.count);
    if (!pipeline->was_alone) pipeline->was_alone = arena_new_array(store->arena, bool, store->units.count);
    for (uint32_t i = 0; !status && i < group->units.count; i++) {
        uint32_t index = group->units.items[i];
        if (pipeline->was_alone[index]) continue;
        pipeline->was_alone[index] = true;
        LinkGroup single = link_group_of_unit(&store->symbols.items[index], index, store->arena);
        status = visit_group(pipeline, &single);
        if (status == STATUS_BUDGET) status = STATUS_OK;
    }
    return status;
}

static Status link_units(Pipeline *pipeline) {
    UnitStore *store = &pipeline->store;
    LinkPlan plan =
        link_plan_make(store->symbols.items, store->symbols.count, store->arena, &pipeline->session->messages);
    Status status = STATUS_OK;
    for (uint32_t i = 0; !status && i < plan.groups.count; i++) {
        const LinkGroup *group = &plan.groups.items[i];
        status = visit_group(pipeline, group);
        if (status == STATUS_BUDGET) status = group->units.count > 1 ? visit_alone(pipeline, group) : STATUS_OK;
        if (!pipeline->is_strict) status = count_skipped(pipeline, status);
    }
    return status;
}

static Status visit_stored(Pipeline *pipeline, const FactsUnit *stored, ProgramUnit *unit) {
    Messages *messages = &pipeline->session->messages;
    FactsPaths sources;
    Status status = facts_read_unit(pipeline->database, stored->id, unit->arena, messages, &unit->program);
    if (!status) status = facts_list_sources(pipeline->database, stored->id, unit->arena, messages, &sources);
    if (status) return status;
    for (uint32_t i = 0; i < sources.count; i++) {
        array_push(&unit->sources, unit->arena, sources.items[i]);
        add_analysed(pipeline, sources.items[i]);
    }
    return visit_program(pipeline, unit);
}

static Status run_database(Pipeline *pipeline) {
    Session *session = pipeline->session;
    FactsUnits units;
    Status status = facts_list_units(pipeline->database, session->arena, &session->messages, &units);
    if (!status && !units.count) {
        message_add(&session->messages, SEVERITY_ERROR, session->options->database, 0, "holds no program");
        status = STATUS_USAGE;
    }
    for (uint32_t i = 0; !status && i < units.count; i++) {
        ProgramUnit unit = {.path = units.items[i].path, .arena = arena_create()};
        status = count_skipped(pipeline, visit_stored(pipeline, &units.items[i], &unit));
        if (status == STATUS_BUDGET) status = STATUS_OK;
        arena_destroy(unit.arena);
    }
    return status;
}

static bool has_sources(const Options *options) {
    return options->operands.count || options->files_from || options->build_directory;
}

// Opening a database makes it, so one to be read must be there.
static Status open_database(Pipeline *pipeline) {
    Session *session = pipeline->session;
    const char *path = session->options->database;
    const char *problem = has_sources(session->options) ? NULL : file_problem(path);
    if (!problem) return facts_open(session->arena, path, &session->messages, &pipeline->database);
    message_add(&session->messages, SEVERITY_ERROR, path, 0, "cannot be read: %s", problem);
    return STATUS_USAGE;
}

Status pipeline_run(Session *session, ProgramVisitor visitor, PipelineResult *result) {
    *result = (PipelineResult){0};
    Pipeline pipeline = {.session = session, .visitor = visitor, .result = result};
    pipeline.store.arena = arena_create();
    Status status = session->options->database ? open_database(&pipeline) : STATUS_OK;
    if (!status && pipeline.database && !has_sources(session->options)) {
        status = run_database(&pipeline);
    } else if (!status) {
        status = extract_sources(&pipeline);
        if (!status) status = link_units(&pipeline);
        unit_cache_close(pipeline.cache);
    }
    if (pipeline.database) facts_close(pipeline.database);
    arena_destroy(pipeline.store.arena);
    return status;
}

static Status read_facts_file(Pipeline *pipeline, const char *path) {
    Session *session = pipeline->session;
    Arena *arena = arena_create();
    Extraction extraction;
    char *bytes;
    size_t size;
    Status status = file_read(path, LARGEST_FACTS_FILE, arena, &session->messages, &bytes, &size);
    if (!status) status = extraction_read(path, bytes, size, session->arena, &session->messages, &extraction);
    for (uint32_t i = 0; !status && i < pipeline->store.units.count; i++) {
        if (strcmp(pipeline->store.units.items[i].path, extraction.path)) continue;
        message_add(&session->messages, SEVERITY_ERROR, path, 0, "the facts of %s were given before", extraction.path);
        status = STATUS_USAGE;
    }
    if (!status) status = keep_unit(pipeline, path, &extraction);
    arena_destroy(arena);
    return status;
}

Status pipeline_link(Session *session, ProgramVisitor visitor, PipelineResult *result) {
    *result = (PipelineResult){0};
    Pipeline pipeline = {.session = session, .visitor = visitor, .result = result, .is_strict = true};
    pipeline.store.arena = arena_create();
    Status status = STATUS_OK;
    for (uint32_t i = 0; i < session->options->operands.count; i++) {
        Status read = read_facts_file(&pipeline, session->options->operands.items[i]);
        if (!status || read == STATUS_USAGE) status = read;
    }
    if (!status) status = link_units(&pipeline);
    arena_destroy(pipeline.store.arena);
    return status;
}
