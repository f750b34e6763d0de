// SPDX-License-Identifier: MIT
#include "commands/command.h"
#include "facts/facts.h"
#include "frontend/frontend.h"

ExitStatus command_version(Session *session) {
    printf("chanvet %s\n", CHANVET_VERSION);
    printf("libclang: %s\n", frontend_version(session->arena));
    printf("facts: %s\n", facts_version(session->arena));
    return EXIT_CLEAN;
}
