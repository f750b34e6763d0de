// SPDX-License-Identifier: MIT
#include "pipeline.h"

#include "data_directory.h"
#include "extraction.h"
#include "source/source_list.h"

typedef struct Pipeline {
    Session *session;
    ProgramVisit visit;
    void *context;
    PipelineCount *count;
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

static Status visit_program(Pipeline *pipeline, const char *path, const Program *program,
                            const ExtractStatistics *statistics, Arena *arena) {
    array_push(&pipeline->count->analysed, pipeline->session->arena, path);
    if (program->functions.count <= 1) {
        message_add(&pipeline->session->messages, SEVERITY_WARNING, path, 0,
                    "has no functions: there is nothing to analyse");
    }
    ProgramUnit unit = {path, program, statistics, arena};
    return pipeline->visit(pipeline->context, &unit);
}

// A unit from a worker: kept in the database of --db when there is one, then visited.
static Status finish_unit(Pipeline *pipeline, const SourceUnit *source, const WorkerResult *result, Arena *arena) {
    Messages *messages = &pipeline->session->messages;
    Extraction extraction;
    Status status = extraction_receive(result, source, arena, messages, &extraction);
    if (status) return status;
    Program *program;
    status = facts_read_unit(extraction.facts, extraction.unit, arena, messages, &program);
    facts_close(extraction.facts);
    int64_t unit;
    if (!status && pipeline->database)
        status = facts_write_unit(pipeline->database, source->path, program, messages, &unit);
    return status ? status : visit_program(pipeline, source->path, program, &extraction.statistics, arena);
}

static Status run_sources(Pipeline *pipeline, const SourceList *sources, ModelSet *models) {
    Session *session = pipeline->session;
    ExtractionContext context = {sources->units.items, models};
    WorkerPool *pool = worker_pool_create(extraction_run, &context, sources->units.count, session->options->jobs,
                                          session->options->timeout);
    Status status = STATUS_OK;
    WorkerResult result;
    for (uint32_t i = 0; !status && worker_pool_next(pool, &result); i++) {
        Arena *arena = arena_create();
        status = finish_unit(pipeline, &sources->units.items[i], &result, arena);
        if (status == STATUS_BAD_INPUT) {
            pipeline->count->skipped++;
            status = STATUS_OK;
        }
        arena_destroy(arena);
        session_show_messages(session);
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
    pipeline->count->skipped = sources.skipped;
    return run_sources(pipeline, &sources, models);
}

Status pipeline_run(Session *session, ProgramVisit visit, void *context, PipelineCount *count) {
    *count = (PipelineCount){0};
    Pipeline pipeline = {.session = session, .visit = visit, .context = context, .count = count};
    const char *path = session->options->database;
    Status status = path ? facts_open(session->arena, path, &session->messages, &pipeline.database) : STATUS_OK;
    if (!status) status = extract_sources(&pipeline);
    if (pipeline.database) facts_close(pipeline.database);
    return status;
}
