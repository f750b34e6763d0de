// SPDX-License-Identifier: MIT
#include "commands/command.h"

ExitStatus command_graph(Session *session) {
    message_add(&session->messages, SEVERITY_ERROR, NULL, 0, "'graph' is not available in this version");
    return EXIT_USAGE;
}
