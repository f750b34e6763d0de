// SPDX-License-Identifier: MIT
// Takes the place of explorer/ladder.c in a second chanvet, which tests run: its engines contradict each other about
// everything, so that the way of such a contradiction to the exit status is tested in the whole program.
#include "explorer/ladder.h"

Exploration *ladder_decide(const LadderQuestion *question, Arena *arena) {
    Exploration *exploration =
        explore(question->program, question->points_to, question->relevance, question->root, &question->options, arena);
    exploration->disagreement = "this is a test";
    return exploration;
}
