// SPDX-License-Identifier: MIT
#include "confirm/run.h"

#include "source/file_write.h"
#include "source/paths.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LOOK_PERIOD = 10, NOT_EXECUTED = 127 }; // milliseconds

static const size_t EVIDENCE_LIMIT = (size_t)64 << 20;

static uint64_t milliseconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static void preload(Arena *arena, const char *library) {
    const char *others = getenv("LD_PRELOAD");
    if (library) setenv("LD_PRELOAD", others && *others ? arena_format(arena, "%s:%s", library, others) : library, 1);
}

// The pipe tells the parent that the program could not be executed: it closes on success.
static void run_child(const Runner *runner, const char *plan_path, const char *evidence_path, int failure) {
    int nothing = open("/dev/null", O_RDWR);
    setpgid(0, 0);
    dup2(nothing, STDIN_FILENO);
    dup2(nothing, STDOUT_FILENO);
    dup2(nothing, STDERR_FILENO);
    signal(SIGPIPE, SIG_DFL);
    setenv("QTRACE_STEER", plan_path, 1);
    setenv("QTRACE_EVIDENCE", evidence_path, 1);
    preload(runner->arena, runner->library);
    execv(runner->program, runner->arguments);
    ssize_t ignored = write(failure, "", 1);
    (void)ignored;
    _exit(NOT_EXECUTED);
}

static void read_evidence(const Runner *runner, const char *path, RunOutcome *outcome) {
    Messages ignored = {.arena = runner->arena};
    char *bytes;
    size_t size;
    if (access(path, R_OK) == 0 && !file_read(path, EVIDENCE_LIMIT, runner->arena, &ignored, &bytes, &size))
        evidence_parse(bytes, size, runner->arena, &outcome->evidence);
}

typedef struct Watch {
    const Runner *runner;
    const char *evidence_path;
    EvidenceTest is_enough;
    void *context;
    off_t size; // of the evidence when it was last looked at
} Watch;

static bool has_enough(Watch *watch, RunOutcome *outcome) {
    struct stat info;
    if (stat(watch->evidence_path, &info) || info.st_size == watch->size) return false;
    watch->size = info.st_size;
    read_evidence(watch->runner, watch->evidence_path, outcome);
    return watch->is_enough && watch->is_enough(&outcome->evidence, watch->context);
}

static int wait_for_end(Watch *watch, pid_t process, RunOutcome *outcome) {
    uint64_t end = milliseconds_now() + (uint64_t)watch->runner->timeout * 1000;
    int status = 0;
    while (waitpid(process, &status, WNOHANG) == 0) {
        outcome->is_enough = has_enough(watch, outcome);
        outcome->is_late = milliseconds_now() > end;
        if (outcome->is_enough || outcome->is_late) {
            kill(-process, SIGKILL);
            waitpid(process, &status, 0);
            return 0;
        }
        nanosleep(&(struct timespec){0, LOOK_PERIOD * 1000000}, NULL);
    }
    kill(-process, SIGKILL); // what it has left behind
    return status;
}

RunOutcome run_program(const Runner *runner, const char *plan, EvidenceTest is_enough, void *context) {
    RunOutcome outcome = {0};
    Messages ignored = {.arena = runner->arena};
    const char *plan_path = arena_format(runner->arena, "%s/plan", runner->directory);
    const char *evidence_path = arena_format(runner->arena, "%s/evidence", runner->directory);
    int failure[2];
    char byte;
    unlink(evidence_path);
    if (file_write(plan_path, plan, strlen(plan), &ignored) || pipe(failure)) return outcome;
    fcntl(failure[1], F_SETFD, FD_CLOEXEC);
    pid_t process = fork();
    if (process == 0) {
        close(failure[0]);
        run_child(runner, plan_path, evidence_path, failure[1]);
    }
    close(failure[1]);
    outcome.is_started = process > 0 && read(failure[0], &byte, 1) == 0;
    close(failure[0]);
    if (process < 0) return outcome;
    Watch watch = {runner, evidence_path, is_enough, context, 0};
    int status = wait_for_end(&watch, process, &outcome);
    outcome.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    read_evidence(runner, evidence_path, &outcome);
    return outcome;
}

bool run_is_linked(const char *program) {
    static const char mark[] = "WARNING: qtrace: ";
    enum { PIECE = 1 << 16 };
    FILE *file = fopen(program, "rb");
    char *bytes = file ? malloc(PIECE + sizeof mark) : NULL;
    size_t kept = 0, got;
    bool is_found = false;
    while (bytes && !is_found && (got = fread(bytes + kept, 1, PIECE, file)) > 0) {
        size_t used = kept + got;
        for (const char *at = bytes; !is_found && (at = memchr(at, mark[0], used - (size_t)(at - bytes))); at++)
            is_found = used - (size_t)(at - bytes) >= sizeof mark - 1 && !memcmp(at, mark, sizeof mark - 1);
        kept = used < sizeof mark ? used : sizeof mark;
        memmove(bytes, bytes + used - kept, kept);
    }
    free(bytes);
    if (file) fclose(file);
    return is_found;
}
