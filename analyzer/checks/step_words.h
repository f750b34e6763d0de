// SPDX-License-Identifier: MIT
// The words for one step of a witness: "sends to 'results' and waits for ever".
#pragma once
#include "base/text.h"
#include "checks/witness_story.h"

StepKind words_kind(const StoryRequest *request, const TraceStep *step);

// `is_final`: the task stays blocked there.
void words_tell(const StoryRequest *request, const TraceStep *step, bool is_final, Text *text);

// "results 1/2": how full the channel is after the step; NULL where that says nothing.
const char *words_fill(const StoryRequest *request, const TraceStep *step);

// "holds {a, b}": the locks that the task has at the end; NULL without any.
const char *words_holds(const StoryRequest *request, TaskId id);
