// SPDX-License-Identifier: MIT
// link: facts files → the programs they make, with their communication graphs, in one database. The database is there
// whole or not at all.
#include "commands/command.h"
#include "pipeline.h"
#include "source/paths.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct LinkCommand {
    Session *session;
    Facts *database;
} LinkCommand;

static Status store_program(void *context, ProgramUnit *unit) {
    LinkCommand *command = context;
    return pipeline_store(command->database, unit, &command->session->messages);
}

static Status wrong_use(Session *session, const char *text) {
    message_add(&session->messages, SEVERITY_ERROR, NULL, 0, "%s; see chanvet link --help", text);
    return STATUS_USAGE;
}

// What is there must be a facts database: another file named by mistake would be lost.
static Status check_use(Session *session) {
    const char *path = session->options->target;
    if (!path) return wrong_use(session, "-o says where the database goes; it is missing");
    if (!session->options->operands.count) return wrong_use(session, "no facts files were given");
    if (access(path, F_OK)) return STATUS_OK;
    Facts *database;
    Status status = facts_open(session->arena, path, &session->messages, &database);
    if (!status) facts_close(database);
    return status ? STATUS_USAGE : STATUS_OK;
}

static Status link_into(LinkCommand *command, const char *path, PipelineResult *result) {
    Session *session = command->session;
    remove(path); // of a run that was ended
    Status status = facts_open(session->arena, path, &session->messages, &command->database);
    if (status) return status;
    status = pipeline_link(session, (ProgramVisitor){.visit = store_program, .context = command}, result);
    facts_close(command->database);
    if (status || !rename(path, session->options->target)) return status;
    message_add(&session->messages, SEVERITY_ERROR, session->options->target, 0, "cannot be written: %s",
                strerror(errno));
    return STATUS_USAGE;
}

ExitStatus command_link(Session *session) {
    LinkCommand command = {.session = session};
    PipelineResult result = {0};
    Status status = check_use(session);
    if (!status) {
        const char *path = arena_format(session->arena, "%s.%ld.new", session->options->target, (long)getpid());
        status = link_into(&command, path, &result);
        if (status) remove(path);
    }
    if (!status)
        message_add(&session->messages, SEVERITY_NOTE, NULL, 0, "%u file%s linked into %u program%s",
                    result.analysed.count, result.analysed.count == 1 ? "" : "s", result.programs,
                    result.programs == 1 ? "" : "s");
    return exit_status_of(status);
}
