// SPDX-License-Identifier: MIT
// Which tasks can never go on: the least fixpoint over who may wake whom. Pure: rows in, verdicts out.
//
// A task may go on when it is live; when it waits for certain others and all of them may go on (the holders of a lock,
// the task that is joined); when it waits for anyone and any task may. What is left waits for ever. After Coffman,
// Elphick, Shoshani 1971 for single-unit resources; waits that anyone can serve are decided for the whole process only.
#pragma once
#include <stdbool.h>
#include <stdint.h>

typedef enum WaitNeeds {
    NEEDS_NOTHING, // runs, or may be let go from outside
    NEEDS_THOSE,   // every one of its wakers
    NEEDS_ANYONE,  //
    NEEDS_MIRACLE, // has ended, or ends the process: wakes nobody, and is not counted among those that wait
} WaitNeeds;

typedef struct WaitNode {
    uint8_t needs;
    bool is_blocked;       // result
    uint32_t first, count; // of NEEDS_THOSE: its wakers, in `wakers`
    uint32_t group;        // result: lowest index of a task in the same group; of a blocked one
    uint32_t visited;      // scratch
} WaitNode;

typedef struct WaitGraph {
    uint32_t node_count;
    WaitNode *nodes;
    const uint32_t *wakers; // indices of nodes
    uint32_t blocked_count; // result
    bool is_total;          // result: nobody can go on, and somebody waits
} WaitGraph;

void wait_graph_solve(WaitGraph *graph);

// A cycle of blocked tasks, each waiting for the next, reached from `start`; its length, at most `limit`. 0: none
// (somebody who is waited for has ended, or is anyone).
uint32_t wait_graph_cycle(WaitGraph *graph, uint32_t start, uint32_t *path, uint32_t limit);
