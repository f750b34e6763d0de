// SPDX-License-Identifier: MIT
// confirm: which findings are seen to happen when the program runs under libqtrace.
#include "commands/command.h"
#include "confirm/join.h"
#include "source/file_write.h"
#include "source/paths.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    STEERED_LIMIT = 50,   // findings that get runs of their own
    REPORTED_STATUS = 66, // of a program when libqtrace has reported something
    PATH_SIZE = 4096,
};

typedef struct Confirming {
    Session *session;
    FindingsFile file;
    Confirmation *confirmations; // one for each witness
    Runner runner;
    PlanSites sites;
    uint32_t runs, crashes, late, last_signal, failures, last_status;
} Confirming;

static Status refuse(Session *session, const char *path, const char *reason) {
    message_add(&session->messages, SEVERITY_ERROR, path, 0, "%s", reason);
    return STATUS_USAGE;
}

static Status check_use(Session *session) {
    const Options *options = session->options;
    if (options->operands.count != 1) return refuse(session, NULL, "confirm takes one FINDINGS.sarif before --");
    if (!options->compiler_flags.count) return refuse(session, NULL, "confirm takes the program to run after --");
    if (!options->confirm_runs) return refuse(session, NULL, "--runs must be at least 1");
    if (!options->run_timeout) return refuse(session, NULL, "--timeout must be at least 1");
    return STATUS_OK;
}

// As a shell finds it.
static const char *find_program(Arena *arena, const char *name) {
    const char *path = getenv("PATH");
    if (strchr(name, '/')) return name;
    for (const char *folder = path ? path : "/usr/bin:/bin"; *folder;) {
        size_t length = strcspn(folder, ":");
        const char *candidate = arena_format(arena, "%.*s/%s", (int)length, folder, name);
        if (access(candidate, X_OK) == 0 && !file_problem(candidate)) return candidate;
        folder += length + (folder[length] == ':');
    }
    return NULL;
}

// What was installed or built with this executable; NULL when it is not there.
static const char *find_beside(Arena *arena, const char *const *places) {
    char executable[PATH_SIZE];
    ssize_t length = readlink("/proc/self/exe", executable, sizeof executable - 1);
    if (length <= 0) return NULL;
    executable[length] = 0;
    for (; *places; places++) {
        const char *path = path_absolute(arena, path_directory(arena, executable), *places);
        if (access(path, R_OK) == 0) return path;
    }
    return NULL;
}

static Status find_tools(Confirming *confirming, const char **symbolizer) {
    static const char *const libraries[] = {"lib/libqtrace.so", "../lib/libqtrace.so", NULL};
    static const char *const symbolizers[] = {"bin/qtrace-symbolize", "qtrace-symbolize", NULL};
    Session *session = confirming->session;
    const Options *options = session->options;
    const char *library = options->library ? options->library : find_beside(session->arena, libraries);
    *symbolizer = options->line_symbolizer ? options->line_symbolizer : find_beside(session->arena, symbolizers);
    if (!*symbolizer)
        return refuse(session, NULL, "qtrace-symbolize is not beside chanvet; --symbolizer says where it is");
    if (run_is_linked(confirming->runner.program)) return STATUS_OK;
    if (!library) return refuse(session, NULL, "libqtrace.so is not beside chanvet; --library says where it is");
    if (access(library, R_OK)) return refuse(session, library, strerror(errno));
    confirming->runner.library = path_canonical(session->arena, NULL, library);
    return STATUS_OK;
}

static Status prepare_program(Confirming *confirming) {
    Session *session = confirming->session;
    const TextList *words = &session->options->compiler_flags;
    const char *program = find_program(session->arena, words->items[0]);
    if (!program) return refuse(session, words->items[0], "there is no such program");
    const char *problem = file_problem(program);
    if (problem) return refuse(session, program, problem);
    if (access(program, X_OK)) return refuse(session, program, "cannot be executed");
    char **arguments = arena_new_array(session->arena, char *, words->count + 1);
    for (uint32_t i = 0; i < words->count; i++) arguments[i] = arena_copy_text(session->arena, words->items[i]);
    confirming->runner.program = path_canonical(session->arena, NULL, program);
    confirming->runner.arguments = arguments;
    confirming->runner.arena = session->arena;
    confirming->runner.timeout = session->options->run_timeout;
    return STATUS_OK;
}

static Status find_code(Confirming *confirming, const char *path) {
    Session *session = confirming->session;
    Symbolizer *symbolizer = symbolizer_start(path, session->arena, &session->messages);
    if (!symbolizer) return STATUS_USAGE;
    bool has_code = false;
    confirming->sites = (PlanSites){.arena = session->arena, .module = confirming->runner.program};
    for (uint32_t i = 0; i < confirming->file.witnesses.count && i < STEERED_LIMIT; i++)
        plan_add_sites(&confirming->sites, symbolizer, &confirming->file.witnesses.items[i]);
    symbolizer_end(symbolizer);
    for (uint32_t i = 0; i < confirming->sites.list.count; i++)
        has_code |= confirming->sites.list.items[i].ranges.count > 0;
    if (!has_code && confirming->sites.list.count)
        message_add(&session->messages, SEVERITY_WARNING, confirming->runner.program, 0,
                    "holds no line numbers of the findings' files, so nothing can be steered; compile it with -g");
    return STATUS_OK;
}

static void note_outcome(Confirming *confirming, const RunOutcome *outcome) {
    confirming->runs++;
    confirming->late += outcome->is_late;
    if (outcome->status && outcome->status != REPORTED_STATUS) {
        confirming->failures++;
        confirming->last_status = (uint32_t)outcome->status;
    }
    if (!outcome->signal || outcome->is_late || outcome->is_enough) return;
    confirming->crashes++;
    confirming->last_signal = (uint32_t)outcome->signal;
}

// What a run shows of findings that it was not made for counts as well.
static void look_for_others(Confirming *confirming, const Plan *plan, const Evidence *evidence, uint32_t own) {
    for (uint32_t i = 0; i < confirming->file.witnesses.count; i++) {
        const Witness *witness = &confirming->file.witnesses.items[i];
        if (i == own || confirming->confirmations[i].status == CONFIRM_CONFIRMED) continue;
        if (evidence_shows(evidence, witness) != UINT32_MAX)
            confirmation_add(&confirming->confirmations[i], witness, plan, evidence);
    }
}

static bool shows_all(const Evidence *evidence, void *context) {
    const Confirming *confirming = context;
    for (uint32_t i = 0; i < confirming->file.witnesses.count; i++)
        if (evidence_shows(evidence, &confirming->file.witnesses.items[i]) == UINT32_MAX) return false;
    return true;
}

static bool shows_one(const Evidence *evidence, void *context) {
    return evidence_shows(evidence, context) != UINT32_MAX;
}

// The first run: nobody is held; which places does it come by?
static Status watch_once(Confirming *confirming) {
    Session *session = confirming->session;
    Plan plan = plan_make(&confirming->sites, NULL, PLAN_WATCHES, 0);
    RunOutcome outcome =
        run_program(&confirming->runner, plan_text(&confirming->sites, NULL, &plan), shows_all, confirming);
    if (!outcome.is_started) return refuse(session, confirming->runner.program, "cannot be executed");
    note_outcome(confirming, &outcome);
    if (!outcome.evidence.has_started)
        return refuse(session, confirming->runner.program,
                      "did not run under libqtrace: it is linked statically, drops LD_PRELOAD, or ended too early; "
                      "build it with qtrace-cc");
    for (uint32_t i = 0; i < outcome.evidence.seen.count; i++) {
        uint32_t site = outcome.evidence.seen.items[i];
        if (site && site <= confirming->sites.list.count) confirming->sites.list.items[site - 1].is_seen = true;
    }
    for (uint32_t i = 0; i < confirming->file.witnesses.count; i++)
        confirmation_add(&confirming->confirmations[i], &confirming->file.witnesses.items[i], &plan, &outcome.evidence);
    return STATUS_OK;
}

static void steer_once(Confirming *confirming, uint32_t index, uint32_t attempt) {
    static const PlanStyle styles[] = {PLAN_SWITCHES, PLAN_ALL, PLAN_WATCHES};
    Witness *witness = &confirming->file.witnesses.items[index];
    Plan plan = plan_make(&confirming->sites, witness, styles[attempt % 3], attempt / 3);
    RunOutcome outcome =
        run_program(&confirming->runner, plan_text(&confirming->sites, witness, &plan), shows_one, witness);
    note_outcome(confirming, &outcome);
    confirmation_add(&confirming->confirmations[index], witness, &plan, &outcome.evidence);
    look_for_others(confirming, &plan, &outcome.evidence, index);
}

// The same finding once more in the file: it got its runs already.
static const Confirmation *find_twin(const Confirming *confirming, uint32_t index) {
    const Witness *witnesses = confirming->file.witnesses.items;
    for (uint32_t i = 0; i < index && *witnesses[index].fingerprint; i++)
        if (!strcmp(witnesses[i].fingerprint, witnesses[index].fingerprint)) return &confirming->confirmations[i];
    return NULL;
}

static void steer_all(Confirming *confirming) {
    Session *session = confirming->session;
    uint32_t count = confirming->file.witnesses.count;
    for (uint32_t i = 0; i < count && i < STEERED_LIMIT; i++) {
        Confirmation *confirmation = &confirming->confirmations[i];
        const Confirmation *twin = find_twin(confirming, i);
        if (twin) *confirmation = *twin;
        for (uint32_t run = 1; !twin && run < session->options->confirm_runs; run++) {
            if (confirmation->status != CONFIRM_NOT_REPRODUCED) break;
            steer_once(confirming, i, run - 1);
        }
    }
    if (count > STEERED_LIMIT)
        message_add(&session->messages, SEVERITY_WARNING, confirming->file.path, 0,
                    "only the first %d of %" PRIu32 " findings got runs of their own", STEERED_LIMIT, count);
}

static void say_how_runs_ended(Confirming *confirming) {
    Session *session = confirming->session;
    const char *program = confirming->runner.program;
    if (confirming->crashes)
        message_add(&session->messages, SEVERITY_WARNING, program, 0,
                    "ended by signal %" PRIu32 " in %" PRIu32 " of %" PRIu32 " runs", confirming->last_signal,
                    confirming->crashes, confirming->runs);
    if (confirming->failures)
        message_add(&session->messages, SEVERITY_NOTE, program, 0,
                    "ended with status %" PRIu32 " in %" PRIu32 " of %" PRIu32 " runs", confirming->last_status,
                    confirming->failures, confirming->runs);
    if (confirming->late)
        message_add(&session->messages, SEVERITY_NOTE, program, 0,
                    "did not end within %" PRIu32 " s in %" PRIu32 " of %" PRIu32 " runs and was stopped",
                    session->options->run_timeout, confirming->late, confirming->runs);
    if (confirming->sites.is_cut)
        message_add(&session->messages, SEVERITY_WARNING, confirming->file.path, 0,
                    "has more places than can be steered; later findings are followed in part");
}

static uint32_t print_summary(const Confirming *confirming) {
    static const char *const words[] = {"not reproduced", "confirmed", "refuted"};
    uint32_t confirmed = 0;
    for (uint32_t i = 0; i < confirming->file.witnesses.count; i++) {
        const Witness *witness = &confirming->file.witnesses.items[i];
        const Confirmation *confirmation = &confirming->confirmations[i];
        confirmed += confirmation->status == CONFIRM_CONFIRMED;
        if (confirming->session->options->quiet) continue;
        fprintf(stderr, "%s:%" PRIu32 ": %s: %s: %s\n", witness->place.path ? witness->place.path : "chanvet",
                witness->place.line, words[confirmation->status], witness->rule,
                confirmation_sentence(confirmation, witness, confirming->file.arena));
    }
    if (!confirming->session->options->quiet)
        fprintf(stderr, "%" PRIu32 " of %" PRIu32 " findings confirmed in %" PRIu32 " runs\n", confirmed,
                confirming->file.witnesses.count, confirming->runs);
    return confirmed;
}

// As chanvet check takes it: -o sarif:FILE.
static const char *target_path(const Options *options) {
    static const char format[] = "sarif:";
    const char *target = options->target;
    if (target && !strncmp(target, format, sizeof format - 1)) target += sizeof format - 1;
    return target && strcmp(target, "-") ? target : NULL;
}

static Status write_findings(const Confirming *confirming) {
    Session *session = confirming->session;
    const char *path = target_path(session->options);
    char *text = findings_file_print(&confirming->file);
    if (!text) return STATUS_INTERNAL;
    const char *whole = arena_format(session->arena, "%s\n", text);
    free(text);
    if (path) return file_write(path, whole, strlen(whole), &session->messages);
    fputs(whole, stdout);
    return STATUS_OK;
}

static Status run_all(Confirming *confirming, const char *symbolizer) {
    const char *folder = getenv("TMPDIR");
    char directory[PATH_SIZE];
    if (!confirming->file.witnesses.count) return STATUS_OK;
    snprintf(directory, sizeof directory, "%s/chanvet-confirm-XXXXXX", folder && *folder ? folder : "/tmp");
    if (!mkdtemp(directory)) return refuse(confirming->session, directory, strerror(errno));
    confirming->runner.directory = directory;
    Status status = find_code(confirming, symbolizer);
    if (!status) status = watch_once(confirming);
    if (!status) steer_all(confirming);
    unlink(arena_format(confirming->session->arena, "%s/plan", directory));
    unlink(arena_format(confirming->session->arena, "%s/evidence", directory));
    rmdir(directory);
    return status;
}

static ExitStatus finish(Confirming *confirming) {
    findings_file_join(&confirming->file, confirming->confirmations);
    say_how_runs_ended(confirming);
    session_show_messages(confirming->session);
    uint32_t confirmed = print_summary(confirming);
    Status status = write_findings(confirming);
    if (status) return exit_status_of(status);
    if (confirmed) return EXIT_FINDINGS;
    return confirming->crashes && confirming->crashes == confirming->runs ? EXIT_NOT_ANALYSED : EXIT_CLEAN;
}

ExitStatus command_confirm(Session *session) {
    Confirming confirming = {.session = session};
    const char *symbolizer = NULL;
    Status status = check_use(session);
    if (status) return exit_status_of(status);
    status =
        findings_file_read(session->options->operands.items[0], session->arena, &session->messages, &confirming.file);
    if (!status) status = prepare_program(&confirming);
    if (!status) status = find_tools(&confirming, &symbolizer);
    confirming.confirmations = arena_new_array(session->arena, Confirmation, confirming.file.witnesses.count + 1);
    if (!status) status = run_all(&confirming, symbolizer);
    ExitStatus exit_status = status ? exit_status_of(status) : finish(&confirming);
    findings_file_close(&confirming.file);
    return exit_status;
}
