// SPDX-License-Identifier: MIT
// graph: the communication graph of each file on standard output. DOT and JSON of several files follow one another; an
// SVG file holds one drawing.
#include "commands/command.h"
#include "graph/graph_draw.h"
#include "pipeline.h"

typedef struct GraphCommand {
    Session *session;
    uint32_t drawn;
} GraphCommand;

static Status draw_svg(GraphCommand *command, const CommunicationGraph *graph) {
    Messages *messages = &command->session->messages;
    if (command->drawn == 1) return graph_write_svg(graph, stdout, messages);
    message_add(messages, SEVERITY_ERROR, NULL, 0, "--format svg draws one file; give one, or use dot or json");
    return STATUS_USAGE;
}

static Status draw_program(void *context, ProgramUnit *unit) {
    GraphCommand *command = context;
    const CommunicationGraph *graph = pipeline_graph(unit, &command->session->messages);
    command->drawn++;
    switch (command->session->options->graph_format) {
    case GRAPH_FORMAT_JSON: graph_write_json(graph, stdout); return STATUS_OK;
    case GRAPH_FORMAT_SVG: return draw_svg(command, graph);
    default: graph_write_dot(graph, stdout); return STATUS_OK;
    }
}

ExitStatus command_graph(Session *session) {
    if (session->options->graph_format == GRAPH_FORMAT_HTML) {
        message_add(&session->messages, SEVERITY_ERROR, NULL, 0, "format 'html' is not available in this version");
        return EXIT_USAGE;
    }
    GraphCommand command = {.session = session};
    PipelineResult result;
    Status status = pipeline_run(session, (ProgramVisitor){.visit = draw_program, .context = &command}, &result);
    ExitStatus exit_status = result.skipped ? EXIT_NOT_ANALYSED : EXIT_CLEAN;
    return status ? exit_status_of(status) : exit_status;
}
