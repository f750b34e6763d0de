// SPDX-License-Identifier: MIT
#include "graph/graph_draw.h"

#include <errno.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static Status fail(Messages *messages, Status status, const char *what, const char *why) {
    message_add(messages, SEVERITY_ERROR, NULL, 0, "%s%s%s", what, why ? ": " : "", why ? why : "");
    return status;
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
    if (error) return error;
    while (waitpid(process, exit_status, 0) < 0)
        if (errno != EINTR) return errno;
    return 0;
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
