// SPDX-License-Identifier: MIT
#include "commands/outputs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct FormatRow {
    const char *name;
    ReportWriter write; // NULL: not available in this version
} FormatRow;

static const FormatRow FORMATS[] = {
    {"text", report_text},     {"sarif", report_sarif},   {"json", report_json},
    {"github", report_github}, {"gitlab", report_gitlab}, {"html", NULL},
};

static Status find_format(const char *name, size_t length, Messages *messages, ReportWriter *write) {
    for (size_t i = 0; i < sizeof FORMATS / sizeof *FORMATS; i++) {
        if (strlen(FORMATS[i].name) != length || strncmp(FORMATS[i].name, name, length)) continue;
        *write = FORMATS[i].write;
        if (*write) return STATUS_OK;
        message_add(messages, SEVERITY_ERROR, NULL, 0, "format '%s' is not available in this version", FORMATS[i].name);
        return STATUS_USAGE;
    }
    message_add(messages, SEVERITY_ERROR, NULL, 0,
                "unknown format '%.*s'; -o takes text, sarif, json, github or gitlab", (int)length, name);
    return STATUS_USAGE;
}

static Status open_output(Session *session, const char *value, Output *output) {
    size_t length = strcspn(value, ":");
    Status status = find_format(value, length, &session->messages, &output->write);
    if (status) return status;
    bool has_path = value[length] && strcmp(value + length, ":-");
    output->path = has_path ? value + length + 1 : NULL;
    output->stream = has_path ? fopen(output->path, "w") : stdout;
    if (output->stream) return STATUS_OK;
    message_add(&session->messages, SEVERITY_ERROR, output->path, 0, "cannot be written: %s", strerror(errno));
    return STATUS_USAGE;
}

Status outputs_open(Session *session, Outputs *outputs) {
    TextList values = session->options->outputs;
    if (!values.count) array_push(&values, session->arena, "text");
    uint32_t on_standard_output = 0;
    for (uint32_t i = 0; i < values.count; i++) {
        Output output = {0};
        Status status = open_output(session, values.items[i], &output);
        if (status) return status;
        on_standard_output += !output.path;
        array_push(outputs, session->arena, output);
    }
    if (on_standard_output <= 1) return STATUS_OK;
    message_add(&session->messages, SEVERITY_ERROR, NULL, 0,
                "only one report can go to standard output; give the others a path");
    return STATUS_USAGE;
}

static Status stream_problem(const char *path, Messages *messages) {
    message_add(messages, SEVERITY_ERROR, path, 0, "could not be written whole: %s", strerror(errno));
    return STATUS_USAGE;
}

Status outputs_write(Session *session, Outputs *outputs, const ReportInput *input) {
    Status status = STATUS_OK;
    for (uint32_t i = 0; i < outputs->count; i++) {
        Output *output = &outputs->items[i];
        ReportInput own = *input;
        own.use_color = session_wants_color(session, !output->path);
        output->write(&own, output->stream);
        bool is_broken = fflush(output->stream) || ferror(output->stream);
        if (output->path) is_broken = fclose(output->stream) || is_broken;
        if (is_broken && output->path) status = stream_problem(output->path, &session->messages);
    }
    return status;
}

Status standard_output_close(Messages *messages) {
    bool is_broken = ferror(stdout) || fflush(stdout);
    is_broken = close(STDOUT_FILENO) || is_broken;
    return is_broken ? stream_problem("standard output", messages) : STATUS_OK;
}
