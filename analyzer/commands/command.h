// SPDX-License-Identifier: MIT
// The commands of the executable, one file each.
#pragma once
#include "session.h"

ExitStatus command_check(Session *session);
ExitStatus command_graph(Session *session);
ExitStatus command_extract(Session *session);
ExitStatus command_link(Session *session);
ExitStatus command_trace(Session *session);
ExitStatus command_confirm(Session *session);
ExitStatus command_explain(Session *session);
ExitStatus command_list_checks(Session *session);
ExitStatus command_list_models(Session *session);
ExitStatus command_check_model(Session *session);
ExitStatus command_version(Session *session);
