// SPDX-License-Identifier: MIT
// What all formats tell about a finding in the same way: which steps are shown, who is left waiting,
// what tasks are called, which other places belong to it.
#pragma once
#include "findings/finding.h"

// Which of a finding's steps a format with little room shows.
typedef struct StepChoice {
    bool *is_shown; // one per step
    uint32_t shown; // how many
} StepChoice;

// At most `limit` steps: those where tasks are left waiting, then the essential ones, the latest first,
// then the others from the start.
StepChoice story_choose_steps(const Finding *finding, uint32_t limit, Arena *arena);

// Whether the task of this step never gets past it: in a deadlock or leak, the essential last step of a
// task that sends, receives, selects, locks or waits.
bool story_is_left_waiting(const Finding *finding, uint32_t step);

bool rule_has_tag(const RuleInfo *rule, const char *tag);

// "main", "T2" for a task without a name.
const char *story_task_name(const Finding *finding, uint32_t task, Arena *arena);
const char *story_task_label(const Finding *finding, uint32_t task, Arena *arena);

// `words` as they can go to a terminal: control characters and ill-formed UTF-8 become U+FFFD, line ends blanks.
const char *story_printable(const char *words, Arena *arena);

// `words` with a full stop at their end.
const char *story_sentence(const char *words, Arena *arena);

const char *level_word(Level level);             // note, warning, error
const char *certainty_word(Certainty certainty); // suspected, feasible, confirmed
const char *step_kind_word(StepKind kind);       // spawn, make, …

// Places besides the primary one, in the order they are worth reading: where other tasks are left
// waiting, the places the check named, where tasks are spawned. No place twice, at most `limit`.
typedef struct PlaceList {
    ARRAY(RelatedPlace) list;
} PlaceList;

PlaceList story_related_places(const Finding *finding, uint32_t limit, Arena *arena);
