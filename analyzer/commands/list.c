// SPDX-License-Identifier: MIT
// list-checks, list-models, check-model.
#include "checks/check_run.h"
#include "commands/command.h"
#include "data_directory.h"
#include "models/model.h"
#include "report/report.h"

ExitStatus command_list_checks(Session *session) {
    uint32_t count;
    const RuleInfo *const *rules = checks_rules(&count);
    if (session->options->as_json) {
        report_rules_json(rules, count, stdout);
    } else {
        report_rules_text(rules, count, stdout);
    }
    return EXIT_CLEAN;
}

ExitStatus command_list_models(Session *session) {
    const char *directory = arena_format(session->arena, "%s/models", data_directory(session->arena));
    const TextList *extra = &session->options->models;
    ModelSet *models;
    Status status = models_load(session->arena, directory, extra->items, extra->count, &session->messages, &models);
    if (status) return exit_status_of(status);
    for (uint32_t i = 0; i < models_count(models); i++) {
        const Model *model = models_get(models, i);
        printf("%-20s %4u functions  %s\n", model->library, model->function_count, model->title);
    }
    return EXIT_CLEAN;
}

ExitStatus command_check_model(Session *session) {
    const TextList *paths = &session->options->operands;
    Status worst = paths->count ? STATUS_OK : STATUS_USAGE;
    if (!paths->count) message_add(&session->messages, SEVERITY_ERROR, NULL, 0, "no model file was given");
    for (uint32_t i = 0; i < paths->count; i++) {
        if (models_check_file(paths->items[i], &session->messages)) {
            worst = STATUS_USAGE;
        } else {
            printf("%s: no mistakes\n", paths->items[i]);
        }
    }
    return exit_status_of(worst);
}
