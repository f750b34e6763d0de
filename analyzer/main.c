// SPDX-License-Identifier: MIT
// chanvet: arguments → command → exit status. What happens in between is told by pipeline.c.
#include "commands/command.h"
#include "commands/outputs.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

// libclang reads settings from there that would change what it does from user to user.
static void clear_libclang_environment(Arena *arena) {
    static const char prefix[] = "LIBCLANG_";
    for (char **entry = environ; *entry;) {
        if (strncmp(*entry, prefix, strlen(prefix))) {
            entry++;
            continue;
        }
        unsetenv(arena_copy_bytes(arena, *entry, strcspn(*entry, "=")));
        entry = environ;
    }
}

#ifndef __SANITIZE_ADDRESS__
static void end_after_crash(int signal_number) {
    static const char text[] = "chanvet: internal error: it crashed; please report this with the file that it read\n";
    ssize_t ignored = write(STDERR_FILENO, text, sizeof text - 1);
    (void)ignored;
    (void)signal_number;
    _exit(EXIT_INTERNAL);
}
#endif

static void handle_crashes(void) {
#ifndef __SANITIZE_ADDRESS__
    static const int signals[] = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) signal(signals[i], end_after_crash);
#endif
}

static ExitStatus run_command(Session *session) {
    switch (session->options->command) {
    case COMMAND_HELP: options_print_help(session->options->help_topic, stdout); return EXIT_CLEAN;
    case COMMAND_VERSION: return command_version(session);
    case COMMAND_CHECK: return command_check(session);
    case COMMAND_GRAPH: return command_graph(session);
    case COMMAND_EXTRACT: return command_extract(session);
    case COMMAND_LINK: return command_link(session);
    case COMMAND_TRACE: return command_trace(session);
    case COMMAND_CONFIRM: return command_confirm(session);
    case COMMAND_EXPLAIN: return command_explain(session);
    case COMMAND_LIST_CHECKS: return command_list_checks(session);
    case COMMAND_LIST_MODELS: return command_list_models(session);
    case COMMAND_CHECK_MODEL: return command_check_model(session);
    case COMMAND_KIND_COUNT: break;
    }
    return EXIT_INTERNAL;
}

int main(int count, char **arguments) {
    Arena *arena = arena_create();
    Options options;
    Session session = {.options = &options, .arena = arena, .messages = {.arena = arena}};
    clear_libclang_environment(arena);
    handle_crashes();
    Status status = options_parse(count, arguments, arena, &session.messages, &options);
    ExitStatus exit_status = status ? exit_status_of(status) : run_command(&session);
    if (standard_output_close(&session.messages) && exit_status <= EXIT_FINDINGS) exit_status = EXIT_USAGE;
    session_show_messages(&session);
    arena_destroy(arena);
    return (int)exit_status;
}
