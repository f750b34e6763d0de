// SPDX-License-Identifier: MIT
// extract: one translation unit → one facts file, a pure function of the source, the flags and the models, so that a
// build system can run it for each file as it runs the compiler.
#include "commands/command.h"
#include "facts/seal.h"
#include "pipeline.h"
#include "source/file_write.h"
#include "source/paths.h"

static Status wrong_use(Session *session, const char *text) {
    message_add(&session->messages, SEVERITY_ERROR, NULL, 0, "%s; see chanvet extract --help", text);
    return STATUS_USAGE;
}

// A source file named by mistake would be lost.
static Status check_target(Session *session) {
    const char *path = session->options->target;
    if (!path) return wrong_use(session, "-o says where the facts go; it is missing");
    if (session->options->operands.count != 1) return wrong_use(session, "extract takes one file");
    if (seal_may_replace(path)) return STATUS_OK;
    message_add(&session->messages, SEVERITY_ERROR, path, 0, "is there already and is not a facts file");
    return STATUS_USAGE;
}

static Status extract(Session *session, const SourceUnit *unit, const ModelSet *models) {
    ExtractionContext context = {unit, models, false};
    WorkerPool *pool = worker_pool_create(extraction_run, &context, 1, 1, session->options->timeout);
    WorkerResult result;
    Extraction extraction;
    Status status = STATUS_INTERNAL;
    if (worker_pool_next(pool, &result))
        status = extraction_receive(&result, unit, session->arena, &session->messages, &extraction);
    if (!status) status = file_write(session->options->target, result.bytes, result.size, &session->messages);
    worker_pool_destroy(pool);
    return status;
}

ExitStatus command_extract(Session *session) {
    ModelSet *models;
    SourceList sources = {0};
    Status status = check_target(session);
    if (!status) status = pipeline_load_models(session, &models);
    if (!status) status = pipeline_collect_sources(session, &sources);
    if (!status && !sources.units.count) status = STATUS_BAD_INPUT;
    if (!status) status = extract(session, &sources.units.items[0], models);
    return exit_status_of(status);
}
