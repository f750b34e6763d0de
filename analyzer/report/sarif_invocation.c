// SPDX-License-Identifier: MIT
#include "report/sarif.h"
#include "report/story.h"

typedef struct Notification {
    const char *id, *name, *short_text, *help;
    Severity severity;
} Notification;

enum {
    NOTIFY_FILE_FAILED,
    NOTIFY_FILE_PARTLY,
    NOTIFY_FAILED,
    NOTIFY_WARNING,
    NOTIFY_NOTE,
    NOTIFY_UNDECIDED,
    NOTIFY_CUT
};

static const Notification notifications[] = {
    [NOTIFY_FILE_FAILED] = {"file-not-analysed", "FileNotAnalysed", "A file could not be analysed.",
                            "Findings in this file are missing. Check that its compile command is complete.",
                            SEVERITY_ERROR},
    [NOTIFY_FILE_PARTLY] = {"file-partly-analysed", "FilePartlyAnalysed", "Part of a file was not understood.",
                            "Findings that depend on this part may be missing.", SEVERITY_WARNING},
    [NOTIFY_FAILED] = {"run-failed", "RunFailed", "The run could not do all that was asked.",
                       "Findings may be missing. The message says what to change.", SEVERITY_ERROR},
    [NOTIFY_WARNING] = {"run-warning", "RunWarning", "The run was limited.", "The message says what to change.",
                        SEVERITY_WARNING},
    [NOTIFY_NOTE] = {"run-note", "RunNote", "Something worth knowing about the run.", "Nothing needs to be done.",
                     SEVERITY_NOTE},
    [NOTIFY_UNDECIDED] = {"scopes-undecided", "ScopesUndecided",
                          "For some parts of the program no answer was found within the budget.",
                          "Raise the budget, or split the tasks that communicate.", SEVERITY_WARNING},
    [NOTIFY_CUT] = {"results-cut", "ResultsCut", "There were more findings than the report holds.",
                    "Fix or accept some findings, or raise the limit.", SEVERITY_WARNING},
};

enum { NOTIFICATION_COUNT = sizeof notifications / sizeof *notifications };

static void notification_object(JsonWriter *json, const Notification *notification) {
    json_open_object(json, NULL);
    json_text(json, "id", notification->id);
    json_text(json, "name", notification->name);
    json_message(json, "shortDescription", notification->short_text);
    json_message(json, "fullDescription", notification->short_text);
    json_message(json, "help", notification->help);
    json_open_object(json, "defaultConfiguration");
    json_text(json, "level", level_word((Level)notification->severity));
    json_close_object(json);
    json_close_object(json);
}

void sarif_notification_kinds(SarifReport *report) {
    json_open_array(&report->json, "notifications");
    for (uint32_t i = 0; i < NOTIFICATION_COUNT; i++) notification_object(&report->json, &notifications[i]);
    json_close_array(&report->json);
}

static uint32_t kind_of_message(const Message *message) {
    if (message->severity == SEVERITY_NOTE) return NOTIFY_NOTE;
    if (message->severity == SEVERITY_WARNING) return message->path ? NOTIFY_FILE_PARTLY : NOTIFY_WARNING;
    return message->path ? NOTIFY_FILE_FAILED : NOTIFY_FAILED;
}

static void notify(SarifReport *report, uint32_t kind, const char *text, const char *path, uint32_t line) {
    JsonWriter *json = &report->json;
    json_open_object(json, NULL);
    json_open_object(json, "descriptor");
    json_text(json, "id", notifications[kind].id);
    json_number(json, "index", kind);
    json_close_object(json);
    json_text(json, "level", level_word((Level)notifications[kind].severity));
    json_message(json, "message", story_sentence(text, report->arena));
    if (path) {
        json_open_array(json, "locations");
        json_open_object(json, NULL);
        json_open_object(json, "physicalLocation");
        sarif_artifact_location(report, "artifactLocation", path, report->arena);
        if (line) {
            json_open_object(json, "region");
            json_number(json, "startLine", line);
            json_close_object(json);
        }
        json_close_object(json);
        json_close_object(json);
        json_close_array(json);
    }
    json_close_object(json);
}

void sarif_invocations(SarifReport *report) {
    const ReportInput *input = report->input;
    JsonWriter *json = &report->json;
    json_open_array(json, "invocations");
    json_open_object(json, NULL);
    json_boolean(json, "executionSuccessful", input->exit_status == 0 || input->exit_status == 1);
    json_number(json, "exitCode", input->exit_status);
    json_open_array(json, "toolExecutionNotifications");
    for (uint32_t i = 0; input->messages && i < input->messages->list.count; i++) {
        const Message *message = &input->messages->list.items[i];
        notify(report, kind_of_message(message), message->text, message->path, message->line);
    }
    if (input->undecided_scopes)
        notify(report, NOTIFY_UNDECIDED,
               arena_format(report->arena, "%u of the program's scopes were not decided", input->undecided_scopes),
               NULL, 0);
    if (report->results_cut)
        notify(report, NOTIFY_CUT,
               arena_format(report->arena, "%u further findings, the least severe ones, are left out of this report",
                            report->results_cut),
               NULL, 0);
    json_close_array(json);
    json_close_object(json);
    json_close_array(json);
}
