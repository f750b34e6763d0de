// SPDX-License-Identifier: MIT
#include "solver/order_replay.h"

#include "solver/net_oracle_state.h"

enum { MOST_VISITS = 20000 };

typedef struct Replay {
    OracleNet oracle;
    const OrderResult *result;
    uint32_t visits;
} Replay;

static bool is_stuck(Replay *replay, const OracleState *state) {
    OracleMoves moves = {0};
    if (state->ending) return false;
    oracle_moves(&replay->oracle, state, &moves);
    bool waits = false;
    for (uint32_t i = 0; i < state->instance_count; i++)
        waits |= !replay->oracle.net->places.items[state->instances[i].place].is_end;
    return waits && !moves.must_go_on;
}

// Whether the move is what the run says next: its own transition, then those that it fires together with others.
static bool is_next(const Replay *replay, OracleLabel label, uint32_t at) {
    const OrderResult *result = replay->result;
    if (at + label.together > result->run.count) return false;
    const NetTransition *fired = &replay->oracle.net->transitions.items[label.fired];
    bool is_first = result->run.items[at].transition == label.fired;
    if (!is_first && fired->action != NET_ARRIVE) return false;
    if (label.partner) return result->run.items[at + 1].transition == label.partner;
    for (uint32_t i = 0; i < label.together; i++) {
        NetTransitionId other = result->run.items[at + i].transition;
        if (replay->oracle.net->transitions.items[other].object != fired->object) return false;
        is_first |= other == label.fired;
    }
    return is_first;
}

static bool goes_on(Replay *replay, const OracleState *state, uint32_t at) {
    if (at == replay->result->run.count) return is_stuck(replay, state);
    if (replay->visits++ > MOST_VISITS || state->ending) return false;
    OracleMoves moves = {0};
    oracle_moves(&replay->oracle, state, &moves);
    for (uint32_t i = 0; i < moves.states.count; i++)
        if (is_next(replay, moves.labels.items[i], at) &&
            goes_on(replay, &moves.states.items[i], at + moves.labels.items[i].together))
            return true;
    return false;
}

bool order_run_replays(const Net *net, const OrderResult *result, Arena *arena) {
    Replay replay = {.result = result};
    oracle_net_create(&replay.oracle, net, result->symbols, arena);
    OracleState initial = oracle_initial(&replay.oracle);
    return goes_on(&replay, &initial, 0);
}
