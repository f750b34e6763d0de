// SPDX-License-Identifier: MIT
#include "session.h"

#include "base/status.h"

#include <stdlib.h>
#include <unistd.h>

void session_show_messages(Session *session) {
    const Messages *all = &session->messages;
    Messages shown = {.arena = session->arena};
    for (; session->shown < all->list.count; session->shown++) {
        Message message = all->list.items[session->shown];
        bool is_hidden = session->options->quiet && message.severity == SEVERITY_NOTE;
        if (!is_hidden) array_push(&shown.list, session->arena, message);
    }
    messages_print(&shown, 0);
}

bool session_wants_color(const Session *session, bool is_standard_output) {
    const char *forbidden = getenv("NO_COLOR");
    if (session->options->color == COLOR_ALWAYS) return true;
    if (session->options->color == COLOR_NEVER || (forbidden && *forbidden)) return false;
    return is_standard_output && isatty(STDOUT_FILENO);
}

ExitStatus exit_status_of(Status status) {
    switch (status) {
    case STATUS_OK: return EXIT_CLEAN;
    case STATUS_USAGE: return EXIT_USAGE;
    case STATUS_BAD_INPUT:
    case STATUS_BUDGET: return EXIT_NOT_ANALYSED;
    case STATUS_INTERNAL: break;
    }
    return EXIT_INTERNAL;
}
