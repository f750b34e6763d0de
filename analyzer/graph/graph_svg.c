// SPDX-License-Identifier: MIT
#include "graph/graph_draw.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_SECONDS = 60, PAUSE_NANOSECONDS = 5000000 };

extern char **environ;

static Status fail(Messages *messages, Status status, const char *what, const char *why) {
    message_add(messages, SEVERITY_ERROR, NULL, 0, "%s%s%s", what, why ? ": " : "", why ? why : "");
    return status;
}

// Waits for the layout, which has no bound of its own; ends it when its time is over.
static int wait_for(pid_t process, int *exit_status) {
    const struct timespec pause = {0, PAUSE_NANOSECONDS};
    for (int64_t waited = 0;; waited += PAUSE_NANOSECONDS) {
        pid_t ended = waitpid(process, exit_status, WNOHANG);
        if (ended == process) return 0;
        if (ended < 0 && errno != EINTR) return errno;
        if (waited / 1000000000 >= MOST_SECONDS) {
            kill(process, SIGKILL);
            waitpid(process, exit_status, 0);
            return ETIMEDOUT;
        }
        nanosleep(&pause, NULL);
    }
}

// 0 or an errno value. Files instead of pipes: neither side can block on the other.
static int run_dot(FILE *in, FILE *out, int *exit_status) {
    static char name[] = "dot", format[] = "-Tsvg";
    char *arguments[] = {name, format, NULL};
    posix_spawn_file_actions_t actions;
    pid_t process;
    int error = posix_spawn_file_actions_init(&actions);
    if (error) return error;
    error = posix_spawn_file_actions_adddup2(&actions, fileno(in), STDIN_FILENO);
    if (!error) error = posix_spawn_file_actions_adddup2(&actions, fileno(out), STDOUT_FILENO);
    if (!error) error = posix_spawnp(&process, name, &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    return error ? error : wait_for(process, exit_status);
}

static bool copy_file(FILE *from, FILE *to) {
    char buffer[8192];
    rewind(from);
    for (size_t count; (count = fread(buffer, 1, sizeof buffer, from)) > 0;)
        if (fwrite(buffer, 1, count, to) != count) return false;
    return !ferror(from);
}

static Status draw(const CommunicationGraph *graph, FILE *dot, FILE *svg, FILE *out, Messages *messages) {
    graph_write_dot(graph, dot);
    if (fflush(dot) != 0 || fseek(dot, 0, SEEK_SET) != 0)
        return fail(messages, STATUS_BAD_INPUT, "cannot write the drawing for 'dot'", strerror(errno));
    int exit_status = 0;
    int error = run_dot(dot, svg, &exit_status);
    if (error == ENOENT || (!error && WIFEXITED(exit_status) && WEXITSTATUS(exit_status) == 127))
        return fail(messages, STATUS_USAGE, "SVG needs the program 'dot': install Graphviz, or use --format dot", NULL);
    if (error == ETIMEDOUT)
        return fail(messages, STATUS_BUDGET, "the graph is too large for 'dot': use --format dot or json", NULL);
    if (error) return fail(messages, STATUS_BAD_INPUT, "cannot run 'dot'", strerror(error));
    if (!WIFEXITED(exit_status) || WEXITSTATUS(exit_status) != 0)
        return fail(messages, STATUS_BAD_INPUT, "'dot' could not draw the graph", NULL);
    if (!copy_file(svg, out)) return fail(messages, STATUS_BAD_INPUT, "cannot write the drawing", strerror(errno));
    return STATUS_OK;
}

Status graph_write_svg(const CommunicationGraph *graph, FILE *out, Messages *messages) {
    FILE *dot = tmpfile(), *svg = tmpfile();
    Status status = STATUS_OK;
    if (!dot || !svg)
        status = fail(messages, STATUS_BAD_INPUT, "cannot make a temporary file", strerror(errno));
    else
        status = draw(graph, dot, svg, out, messages);
    if (dot) fclose(dot);
    if (svg) fclose(svg);
    return status;
}
