// SPDX-License-Identifier: MIT
// trace: what a .qtrace file tells, in one of several forms.
#include "commands/command.h"
#include "source/paths.h"
#include "trace/lookup.h"
#include "trace/print.h"

#include <errno.h>
#include <string.h>

static const size_t SIZE_LIMIT = (size_t)4 << 30;

static Status check_use(Session *session) {
    const Options *options = session->options;
    if (options->operands.count != 1) {
        message_add(&session->messages, SEVERITY_ERROR, NULL, 0, "trace takes one FILE.qtrace");
        return STATUS_USAGE;
    }
    if (options->trace_format != TRACE_FORMAT_HTML || trace_has_html()) return STATUS_OK;
    message_add(&session->messages, SEVERITY_ERROR, NULL, 0,
                "this build has no html: npm or the network was missing when it was made. With both, run "
                "scripts/fetch-page-library BUILD/generated/page and build again");
    return STATUS_USAGE;
}

static Status read_trace(Session *session, TraceView *view, Recording *recording, States *states) {
    const char *path = session->options->operands.items[0];
    char *bytes;
    size_t size;
    Status status = file_read(path, SIZE_LIMIT, session->arena, &session->messages, &bytes, &size);
    if (!status) status = recording_parse(path, bytes, size, session->arena, &session->messages, recording);
    const char *symbolizer = session->options->symbolizer;
    if (!status && symbolizer) status = recording_look_up(recording, symbolizer, &session->messages);
    if (status) return status;
    if (!recording->is_finished)
        message_add(&session->messages, SEVERITY_NOTE, path, 0,
                    "the process was killed, or still runs: the trace may lack its end");
    states_replay(recording, states);
    *view = (TraceView){recording, states, (int64_t)session->options->threshold * 1000000};
    return STATUS_OK;
}

static bool print_view(const TraceView *view, uint32_t format, FILE *out) {
    switch (format) {
    case TRACE_FORMAT_CHROME: trace_print_chrome(view, out); return true;
    case TRACE_FORMAT_PPROF: return trace_print_pprof(view, out);
    case TRACE_FORMAT_FOLDED: trace_print_folded(view, out); return true;
    case TRACE_FORMAT_HTML: trace_print_html(view, out); return true;
    default: trace_print_text(view, out); return true;
    }
}

static Status write_trace(Session *session, const TraceView *view) {
    const char *path = session->options->target;
    FILE *out = path ? fopen(path, "w") : stdout;
    bool is_broken = !out || !print_view(view, session->options->trace_format, out);
    if (out && path) {
        is_broken = fflush(out) || ferror(out) || is_broken;
        is_broken = fclose(out) || is_broken;
    }
    if (!is_broken) return STATUS_OK;
    message_add(&session->messages, SEVERITY_ERROR, path ? path : "standard output", 0, "cannot be written: %s",
                strerror(errno));
    return STATUS_USAGE;
}

ExitStatus command_trace(Session *session) {
    TraceView view;
    Recording recording;
    States states;
    Status status = check_use(session);
    if (!status) status = read_trace(session, &view, &recording, &states);
    if (!status) status = write_trace(session, &view);
    return exit_status_of(status);
}
