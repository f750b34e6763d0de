// SPDX-License-Identifier: MIT
// check: every program of the input → findings → reports → exit status.
#include "base/text.h"
#include "checks/check_run.h"
#include "commands/command.h"
#include "commands/outputs.h"
#include "findings/findings_baseline.h"
#include "pipeline.h"
#include "recall.h"
#include "solver/smt_dump.h"
#include "source/paths.h"
#include "verdict.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

typedef struct CheckCommand {
    Session *session;
    CheckOptions options;
    FindingSet findings;
    CheckStatistics statistics;
} CheckCommand;

static bool glob_fits_any(const char *glob) {
    uint32_t count;
    const RuleInfo *const *rules = checks_rules(&count);
    for (uint32_t i = 0; i < count; i++) {
        if (!fnmatch(glob, rules[i]->id, 0)) return true;
    }
    return false;
}

// A misspelt name must not pass for a clean run.
static Status verify_globs(Session *session) {
    if (!session->options->checks) return STATUS_OK;
    char *globs = arena_copy_text(session->arena, session->options->checks);
    for (char *glob = strtok(globs, ","); glob; glob = strtok(NULL, ",")) {
        if (*glob == '-') glob++;
        if (glob_fits_any(glob)) continue;
        message_add(&session->messages, SEVERITY_ERROR, NULL, 0,
                    "--checks: no check is called '%s'; chanvet list-checks names them", glob);
        return STATUS_USAGE;
    }
    return STATUS_OK;
}

static void list_skipped_constructs(CheckCommand *command, const UnitStatistics *statistics) {
    for (uint32_t i = 0; i < statistics->skipped.count; i++) {
        const SkippedNote *skipped = &statistics->skipped.items[i];
        message_add(&command->session->messages, SEVERITY_NOTE, skipped->path, skipped->line, "not followed: %s%s%s",
                    skipped->what, *skipped->function ? " in " : "", skipped->function);
    }
}

// Each source file adds its share to the work that its program may take.
static CheckOptions options_for(const CheckCommand *command, const ProgramUnit *unit) {
    CheckOptions options = command->options;
    uint32_t files = unit->sources.count ? unit->sources.count : 1;
    options.budget = options.budget > UINT32_MAX / files ? UINT32_MAX : options.budget * files;
    return options;
}

static Hash add_options(Hash key, const CheckOptions *options) {
    uint32_t numbers[] = {options->profile, options->budget};
    key = hash_bytes(key, numbers, sizeof numbers);
    return hash_text(key, options->check_globs ? options->check_globs : "");
}

static Hash verdict_key(const ProgramUnit *unit, const CheckOptions *options) {
    return add_options(unit->key, options);
}

static void keep_verdict(const ProgramUnit *unit, const Verdict *verdict, const CheckOptions *options) {
    if (!unit->cache || options->smt_dump || (verdict->status && verdict->status != STATUS_BUDGET)) return;
    Text bytes = {0};
    verdict_pack(verdict, &bytes);
    unit_cache_put(unit->cache, verdict_key(unit, options), bytes.bytes, bytes.length);
    text_free(&bytes);
}

static Verdict verdict_start(CheckCommand *command, const ProgramUnit *unit) {
    return (Verdict){.messages = &command->session->messages,
                     .first_message = unit->first_message,
                     .findings = &command->findings,
                     .first_finding = command->findings.list.count};
}

// The findings' texts lie in the program's memory: copied, so that it can be freed before the next one is linked.
static void move_findings(Verdict *verdict, uint32_t first, Arena *arena) {
    Verdict found = {.messages = verdict->messages,
                     .first_message = verdict->messages->list.count,
                     .findings = verdict->findings,
                     .first_finding = first};
    Text bytes = {0};
    verdict_pack(&found, &bytes);
    verdict->findings->list.count = first;
    bool is_whole = verdict_unpack(text_value(&bytes), bytes.length, arena, &found);
    invariant(is_whole, "findings can be read back");
    text_free(&bytes);
}

static void decide(Arena *arena, const ProgramUnit *unit, const CheckOptions *options, Verdict *verdict) {
    uint32_t before = verdict->findings->list.count;
    verdict->status =
        checks_run(unit->program, options, unit->arena, verdict->messages, verdict->findings, &verdict->statistics);
    if (verdict->findings->list.count > before) move_findings(verdict, before, arena);
}

static void decide_and_keep(Arena *arena, const Recall *recall, const ProgramUnit *unit, const CheckOptions *options,
                            Verdict *verdict) {
    const char *name = arena_format(unit->arena, "%s%s", unit->path, unit->sources.count > 1 ? " and others" : "");
    CheckOptions with_memory = *options;
    with_memory.memory = recall_scopes(recall, name, unit->arena);
    decide(arena, unit, &with_memory, verdict);
    if (verdict->status && verdict->status != STATUS_BUDGET) return;
    recall_keep(recall, verdict);
    recall_keep_scopes(recall, name, with_memory.memory);
}

// Messages of linking are no part of what is recalled: they were said again.
static void recall_or_decide(CheckCommand *command, const ProgramUnit *unit, const CheckOptions *options,
                             Verdict *verdict) {
    if (!unit->cache || options->smt_dump) {
        decide(command->session->arena, unit, options, verdict);
        return;
    }
    uint32_t first_message = verdict->first_message;
    verdict->first_message = verdict->messages->list.count;
    Recall recall = recall_open(unit->cache, unit->program, add_options(unit_cache_base_key(unit->cache), options));
    if (!recall_find(&recall, command->session->arena, verdict))
        decide_and_keep(command->session->arena, &recall, unit, options, verdict);
    verdict->first_message = first_message;
}

static Status check_program(void *context, ProgramUnit *unit) {
    CheckCommand *command = context;
    CheckOptions options = options_for(command, unit);
    Verdict verdict = verdict_start(command, unit);
    recall_or_decide(command, unit, &options, &verdict);
    checks_add_statistics(&command->statistics, &verdict.statistics);
    keep_verdict(unit, &verdict, &options);
    return verdict.status;
}

// What the cache says about a program that did not change since it was decided.
static bool recall_program(void *context, const ProgramUnit *unit, Status *status) {
    CheckCommand *command = context;
    CheckOptions options = options_for(command, unit);
    Verdict verdict = verdict_start(command, unit);
    Arena *arena = command->session->arena;
    size_t size;
    const char *bytes =
        options.smt_dump ? NULL : unit_cache_get(unit->cache, verdict_key(unit, &options), arena, &size);
    if (!bytes || !verdict_unpack(bytes, size, arena, &verdict)) return false;
    checks_add_statistics(&command->statistics, &verdict.statistics);
    *status = verdict.status;
    return true;
}

static Status print_program(void *context, ProgramUnit *unit) {
    (void)context;
    Text listing = {0};
    program_print(unit->program, &listing);
    fputs(text_value(&listing), stdout);
    text_free(&listing);
    return STATUS_OK;
}

static Status use_baseline(CheckCommand *command) {
    Session *session = command->session;
    const Options *options = session->options;
    if (options->baseline) {
        Status status = findings_baseline_apply(&command->findings, options->baseline, &session->messages);
        if (status) return status;
    }
    if (!options->write_baseline) return STATUS_OK;
    return findings_baseline_write(&command->findings, options->write_baseline, &session->messages);
}

// --write-baseline accepts what was found, so that a first run in continuous integration succeeds.
static ExitStatus exit_status_for(const CheckCommand *command, const PipelineResult *result) {
    const Options *options = command->session->options;
    bool has_findings = findings_count(&command->findings, (Level)options->fail_on) && !options->write_baseline;
    if (has_findings) return EXIT_FINDINGS;
    return result->skipped ? EXIT_NOT_ANALYSED : EXIT_CLEAN;
}

static Status write_reports(CheckCommand *command, const PipelineResult *result, Outputs *outputs,
                            ExitStatus exit_status) {
    Session *session = command->session;
    ReportInput input = {.findings = &command->findings,
                         .messages = &session->messages,
                         .analysed_files = result->analysed.items,
                         .analysed_count = result->analysed.count,
                         .tool_version = CHANVET_VERSION,
                         .root = path_absolute(session->arena, NULL, "."),
                         .undecided_scopes = command->statistics.undecided_scopes,
                         .exit_status = (int)exit_status,
                         .result_limit = session->options->max_results};
    input.rules = checks_rules(&input.rule_count);
    return outputs_write(session, outputs, &input);
}

static const char *plural(uint32_t count) {
    return count == 1 ? "" : "s";
}

static void add_summary(CheckCommand *command, const PipelineResult *result) {
    Messages *messages = &command->session->messages;
    uint32_t findings = findings_count(&command->findings, LEVEL_NOTE);
    uint32_t undecided = command->statistics.undecided_scopes;
    uint32_t skipped = result->statistics.skipped.count;
    if (command->session->options->stats)
        list_skipped_constructs(command, &result->statistics);
    else if (skipped)
        message_add(messages, SEVERITY_NOTE, NULL, 0, "%u construct%s could not be followed; --stats lists them",
                    skipped, plural(skipped));
    if (undecided)
        message_add(messages, SEVERITY_NOTE, NULL, 0, "%u question%s left undecided", undecided, plural(undecided));
    if (command->statistics.hidden)
        message_add(messages, SEVERITY_NOTE, NULL, 0,
                    "there are suspicions that could not be decided; --profile strict lists them");
    message_add(messages, SEVERITY_NOTE, NULL, 0, "%u file%s analysed, %u skipped, %u finding%s",
                result->analysed.count, plural(result->analysed.count), result->skipped, findings, plural(findings));
}

static void print_statistics(const CheckCommand *command, const PipelineResult *result) {
    const UnitStatistics *sum = &result->statistics;
    fprintf(stderr, "programs %u\n", result->programs);
    fprintf(stderr, "functions %u\nnodes %u\nevents %u\ncalls %u\nunmodelled calls %u\n", sum->functions, sum->nodes,
            sum->events, sum->calls, sum->unmodelled_calls);
    checks_print_statistics(&command->statistics, stderr);
}

static ExitStatus report(CheckCommand *command, const PipelineResult *result, Outputs *outputs) {
    Session *session = command->session;
    findings_finish(&command->findings);
    Status status = use_baseline(command);
    if (status) return exit_status_of(status);
    ExitStatus exit_status = exit_status_for(command, result);
    status = write_reports(command, result, outputs, exit_status);
    add_summary(command, result);
    session_show_messages(session);
    if (session->options->stats) print_statistics(command, result);
    return status ? exit_status_of(status) : exit_status;
}

static ExitStatus dump(Session *session) {
    PipelineResult result;
    Status status = pipeline_run(session, (ProgramVisitor){.visit = print_program}, &result);
    if (status) return exit_status_of(status);
    return result.skipped ? EXIT_NOT_ANALYSED : EXIT_CLEAN;
}

ExitStatus command_check(Session *session) {
    if (session->options->dump_program) return dump(session);
    const Options *options = session->options;
    CheckCommand command = {.session = session, .findings = {.arena = session->arena}};
    command.options = (CheckOptions){options->checks, (Profile)options->profile, options->budget, NULL, NULL};
    Outputs outputs = {0};
    PipelineResult result = {0};
    Status status = verify_globs(session);
    if (!status && options->smt_dump)
        status = smt_dump_open(options->smt_dump, session->arena, &session->messages, &command.options.smt_dump);
    if (!status) status = outputs_open(session, &outputs);
    ProgramVisitor visitor = {check_program, recall_program, &command};
    if (!status) status = pipeline_run(session, visitor, &result);
    ExitStatus exit_status = status ? exit_status_of(status) : report(&command, &result, &outputs);
    return exit_status;
}
