// SPDX-License-Identifier: MIT
#include "explorer/ladder.h"

#include "solver/marking.h"
#include "solver/net_build.h"

static MarkingResult ask_marking(const LadderQuestion *question, Arena *arena) {
    Net *net = net_build(question->program, question->points_to, question->relevance, &question->root, 1,
                         question->scope, arena);
    MarkingQuestion marking = {.dump = question->options.dump};
    return marking_decide(net, &marking, arena);
}

static void take_marking(Exploration *exploration, const MarkingResult *marking) {
    bool was_spent = exploration->verdict == VERDICT_UNVERIFIED;
    switch (marking->verdict) {
    case MARKING_SAFE_ALL:
        exploration->verdict = VERDICT_SAFE_ALL;
        exploration->reason = "proved for all counts by the marking equations";
        break;
    case MARKING_CANDIDATE:
        if (was_spent) exploration->verdict = VERDICT_CANDIDATE;
        if (was_spent)
            exploration->reason = "the budget of states was spent, and the marking equations have a solution";
        break;
    case MARKING_UNVERIFIED: break;
    }
}

Exploration *ladder_decide(const LadderQuestion *question, Arena *arena) {
    Exploration *exploration =
        explore(question->program, question->points_to, question->relevance, question->root, &question->options, arena);
    if (exploration->verdict == VERDICT_BUG) return exploration; // more may be undecided: is_spent says
    if (exploration->verdict == VERDICT_SAFE_BOUND && !exploration->is_bounded) {
        exploration->verdict = VERDICT_SAFE_ALL;
        return exploration;
    }
    if (relevance_has_outside(question->relevance)) return exploration; // nets know nothing of such operations
    MarkingResult marking = ask_marking(question, arena);
    take_marking(exploration, &marking);
    return exploration;
}
