// SPDX-License-Identifier: MIT
#include "commands/command.h"
#include "facts/facts.h"
#include "frontend/frontend.h"
#include "solver/z3_version.h"

ExitStatus command_version(Session *session) {
    printf("chanvet %s\n", CHANVET_VERSION);
    printf("libclang: %s\n", frontend_version(session->arena));
    printf("solver: %s\n", z3_version(session->arena));
    printf("facts: %s\n", facts_version(session->arena));
    return EXIT_CLEAN;
}
