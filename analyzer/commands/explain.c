// SPDX-License-Identifier: MIT
#include "checks/check_run.h"
#include "commands/command.h"
#include "data_directory.h"
#include "source/paths.h"

#include <string.h>

enum { LARGEST_PAGE = 1 << 20 };

static const RuleInfo *find_rule(const char *id) {
    uint32_t count;
    const RuleInfo *const *rules = checks_rules(&count);
    for (uint32_t i = 0; i < count; i++) {
        if (!strcmp(rules[i]->id, id)) return rules[i];
    }
    return NULL;
}

ExitStatus command_explain(Session *session) {
    if (session->options->operands.count != 1) {
        message_add(&session->messages, SEVERITY_ERROR, NULL, 0,
                    "explain takes one check; chanvet list-checks names them");
        return EXIT_USAGE;
    }
    const char *id = session->options->operands.items[0];
    if (!find_rule(id)) {
        message_add(&session->messages, SEVERITY_ERROR, NULL, 0, "unknown check '%s'; chanvet list-checks names them",
                    id);
        return EXIT_USAGE;
    }
    const char *path = arena_format(session->arena, "%s/checks/%s/README.md", data_directory(session->arena), id);
    char *page;
    size_t size;
    if (file_read(path, LARGEST_PAGE, session->arena, &session->messages, &page, &size)) return EXIT_USAGE;
    fwrite(page, 1, size, stdout);
    return EXIT_CLEAN;
}
