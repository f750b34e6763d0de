// SPDX-License-Identifier: MIT
#include "checks/check_run.h"
#include "commands/command.h"
#include "report/report.h"

#include <string.h>

static const RuleInfo *find_rule(const char *id) {
    uint32_t count;
    const RuleInfo *const *rules = checks_rules(&count);
    for (uint32_t i = 0; i < count; i++) {
        if (!strcmp(rules[i]->id, id)) return rules[i];
    }
    return NULL;
}

ExitStatus command_explain(Session *session) {
    const TextList *operands = &session->options->operands;
    const RuleInfo *rule = operands->count == 1 ? find_rule(operands->items[0]) : NULL;
    if (rule) {
        report_explain(rule, session_wants_color(session, true), stdout);
        return EXIT_CLEAN;
    }
    if (operands->count == 1) {
        message_add(&session->messages, SEVERITY_ERROR, NULL, 0, "unknown check '%s'; chanvet list-checks names them",
                    operands->items[0]);
    } else {
        message_add(&session->messages, SEVERITY_ERROR, NULL, 0,
                    "explain takes one check; chanvet list-checks names them");
    }
    return EXIT_USAGE;
}
