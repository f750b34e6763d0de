// SPDX-License-Identifier: MIT
// Names for addresses that the trace holds none for, as the process was killed: qtrace-symbolize looks them up in the
// modules, which must lie where they lay. Its protocol is told in runtime-shim/symbolize/qtrace_symbolize.c.
#pragma once
#include "trace/recording.h"

// STATUS_USAGE with a message when `program` cannot be run or does not answer; what it does not know stays unnamed.
Status recording_look_up(Recording *recording, const char *program, Messages *messages);
