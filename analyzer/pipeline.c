// SPDX-License-Identifier: MIT
#include "pipeline.h"
#include "link/variants.h"

#include "data_directory.h"
#include "extraction.h"
#include "source/paths.h"
#include "source/source_list.h"

enum { MOST_POINTS_TO_STEPS = 100000000 };

typedef struct Pipeline {
    Session *session;
    ProgramVisit visit;
    void *context;
    PipelineResult *result;
    Facts *database; // of --db; NULL without
} Pipeline;

static Status load_models(Session *session, ModelSet **models) {
    const char *directory = arena_format(session->arena, "%s/models", data_directory(session->arena));
    const TextList *extra = &session->options->models;
    return models_load(session->arena, directory, extra->items, extra->count, &session->messages, models);
}

static Status collect_sources(Session *session, SourceList *sources) {
    const Options *options = session->options;
    SourceRequest request = {.files = options->operands,
                             .files_from = options->files_from,
                             .database = options->build_directory,
                             .has_flags = options->has_compiler_flags,
                             .flags = options->compiler_flags};
    return source_list_collect(&request, session->arena, &session->messages, sources);
}

// A file of data is fine, but a user who meant another one should hear of it.
static void note_empty_program(Messages *messages, const ProgramUnit *unit) {
    for (uint32_t i = 1; i < unit->program->functions.count; i++) {
        const Function *function = program_function(unit->program, i);
        if (function->is_defined && !function->is_initialiser) return;
    }
    message_add(messages, SEVERITY_NOTE, unit->path, 0, "defines no function: there is nothing to analyse");
}

// Fills the unit's program, in the unit's arena.
typedef Status (*UnitLoad)(Pipeline *pipeline, const void *source, ProgramUnit *unit);

static Status visit_unit(Pipeline *pipeline, UnitLoad load, const void *source, const char *path) {
    ExtractStatistics nothing = {0};
    ProgramUnit unit = {.path = path, .statistics = &nothing, .arena = arena_create()};
    Status status = load(pipeline, source, &unit);
    if (!status) {
        array_push(&pipeline->result->analysed, pipeline->session->arena, path);
        note_empty_program(&pipeline->session->messages, &unit);
        status = pipeline->visit(pipeline->context, &unit);
    }
    if (status == STATUS_BAD_INPUT) {
        pipeline->result->skipped++;
        status = STATUS_OK;
    }
    if (unit.is_kept) {
        array_push(&pipeline->result->kept, pipeline->session->arena, unit.arena);
    } else {
        arena_destroy(unit.arena);
    }
    session_show_messages(pipeline->session);
    return status;
}

typedef struct WorkedUnit {
    const SourceUnit *source;
    const WorkerResult *result;
} WorkedUnit;

CommunicationGraph *pipeline_graph(const ProgramUnit *unit, Messages *messages) {
    variants_resolve(unit->program, unit->arena, MOST_POINTS_TO_STEPS);
    PointsTo *points_to = points_to_solve(unit->program, unit->arena, MOST_POINTS_TO_STEPS);
    if (!points_to_is_complete(points_to)) {
        message_add(messages, SEVERITY_WARNING, unit->path, 0,
                    "its pointers were not all followed: the graph is incomplete");
    }
    return graph_build(unit->program, points_to, unit->arena);
}

// The unit and its communication graph, for queries and for later runs.
static Status store_unit(Pipeline *pipeline, const ProgramUnit *unit) {
    Messages *messages = &pipeline->session->messages;
    int64_t id;
    Status status = facts_write_unit(pipeline->database, unit->path, unit->program, messages, &id);
    if (status) return status;
    return graph_store(pipeline_graph(unit, messages), pipeline->database, id, messages);
}

// From a worker's result; kept in the database of --db when there is one.
static Status load_worked_unit(Pipeline *pipeline, const void *source, ProgramUnit *unit) {
    const WorkedUnit *worked = source;
    Messages *messages = &pipeline->session->messages;
    Extraction *extraction = arena_new(unit->arena, Extraction);
    Status status = extraction_receive(worked->result, worked->source, unit->arena, messages, extraction);
    if (status) return status;
    status = facts_read_unit(extraction->facts, extraction->unit, unit->arena, messages, &unit->program);
    facts_close(extraction->facts);
    unit->statistics = &extraction->statistics;
    return status || !pipeline->database ? status : store_unit(pipeline, unit);
}

static Status run_sources(Pipeline *pipeline, const SourceList *sources, ModelSet *models) {
    const Options *options = pipeline->session->options;
    ExtractionContext context = {sources->units.items, models};
    WorkerPool *pool =
        worker_pool_create(extraction_run, &context, sources->units.count, options->jobs, options->timeout);
    Status status = STATUS_OK;
    WorkerResult result;
    for (uint32_t i = 0; !status && worker_pool_next(pool, &result); i++) {
        WorkedUnit worked = {&sources->units.items[i], &result};
        status = visit_unit(pipeline, load_worked_unit, &worked, worked.source->path);
    }
    worker_pool_destroy(pool);
    return status;
}

static Status extract_sources(Pipeline *pipeline) {
    Session *session = pipeline->session;
    ModelSet *models;
    SourceList sources;
    Status status = load_models(session, &models);
    if (!status) status = collect_sources(session, &sources);
    session_show_messages(session);
    if (status) return status;
    pipeline->result->skipped = sources.skipped;
    return run_sources(pipeline, &sources, models);
}

static Status load_stored_unit(Pipeline *pipeline, const void *source, ProgramUnit *unit) {
    const FactsUnit *stored = source;
    return facts_read_unit(pipeline->database, stored->id, unit->arena, &pipeline->session->messages, &unit->program);
}

static Status run_database(Pipeline *pipeline) {
    Session *session = pipeline->session;
    FactsUnits units;
    Status status = facts_list_units(pipeline->database, session->arena, &session->messages, &units);
    if (!status && !units.count) {
        message_add(&session->messages, SEVERITY_ERROR, session->options->database, 0, "holds no translation unit");
        status = STATUS_USAGE;
    }
    for (uint32_t i = 0; !status && i < units.count; i++) {
        status = visit_unit(pipeline, load_stored_unit, &units.items[i], units.items[i].path);
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

Status pipeline_run(Session *session, ProgramVisit visit, void *context, PipelineResult *result) {
    *result = (PipelineResult){0};
    Pipeline pipeline = {.session = session, .visit = visit, .context = context, .result = result};
    Status status = session->options->database ? open_database(&pipeline) : STATUS_OK;
    if (!status) {
        bool is_stored = pipeline.database && !has_sources(session->options);
        status = is_stored ? run_database(&pipeline) : extract_sources(&pipeline);
    }
    if (pipeline.database) facts_close(pipeline.database);
    return status;
}

void pipeline_release(PipelineResult *result) {
    for (uint32_t i = 0; i < result->kept.count; i++) arena_destroy(result->kept.items[i]);
    *result = (PipelineResult){0};
}
