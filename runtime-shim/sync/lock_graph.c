// SPDX-License-Identifier: MIT
#include "sync/lock_graph.h"

#include "sync/room.h"

#include <string.h>

enum { BUCKETS = 1 << 14 };

typedef struct LockGraph {
    Lock lock;
    uint32_t edge_count;
    LockEdge edges[GRAPH_EDGES]; // from index 1 on
    uint32_t next_in_bucket[GRAPH_EDGES];
    _Atomic uint32_t by_pair[BUCKETS]; // edge by (from, to)
    uint32_t by_from[BUCKETS];         // first edge of a chain that also holds edges of other locks in the bucket
    uint32_t stamp, visited[BUCKETS];  // visited: by hash of the lock; a collision may hide a cycle, never make one
} LockGraph;

static LockGraph *graph(void) {
    return runtime.sync->graph;
}

void lock_graph_initialize(void) {
    runtime.sync->graph = memory_allocate(sizeof(LockGraph));
}

static uint32_t pair_bucket(uint32_t from, uint32_t to) {
    return (uint32_t)((from * UINT64_C(0x9e3779b97f4a7c15) ^ to * UINT64_C(0xc2b2ae3d27d4eb4f)) >> 40) & (BUCKETS - 1);
}

static uint32_t lock_bucket(uint32_t lock) {
    return lock * 2654435761u >> 18;
}

static uint32_t find_edge(uint32_t from, uint32_t to) {
    LockGraph *all = graph();
    uint32_t index = atomic_load_explicit(&all->by_pair[pair_bucket(from, to)], memory_order_acquire);
    while (index && (all->edges[index].from != from || all->edges[index].to != to)) index = all->next_in_bucket[index];
    return index;
}

static bool holds(const Task *task, uint32_t number) {
    for (uint32_t i = 0; i < task->held_count; i++)
        if (task->held[i].number == number) return true;
    return false;
}

// Drops gates that are not held this time; true when one was dropped.
static bool weaken_gates(LockEdge *edge, const Task *task) {
    bool is_weaker = false;
    for (int i = 0; i < GRAPH_GATES; i++) {
        if (!edge->gates[i] || holds(task, edge->gates[i] - 1)) continue;
        edge->gates[i] = 0;
        is_weaker = true;
    }
    return is_weaker;
}

static void empty_graph(LockGraph *all) {
    memset((void *)all->by_pair, 0, sizeof all->by_pair);
    memset(all->by_from, 0, sizeof all->by_from);
    all->edge_count = 0;
    runtime_count(&runtime.counters.dropped);
}

static LockEdge *add_edge(const Task *task, const HeldLock *held, const SyncObject *object, StackId stack) {
    LockGraph *all = graph();
    if (all->edge_count == GRAPH_EDGES - 1) empty_graph(all);
    uint32_t index = ++all->edge_count;
    LockEdge *edge = &all->edges[index];
    *edge = (LockEdge){.from = held->number,
                       .to = object->number,
                       .from_address = held->object,
                       .to_address = object->address,
                       .task = task->number,
                       .from_stack = held->stack,
                       .to_stack = stack,
                       .next_of_from = all->by_from[lock_bucket(held->number)]};
    for (uint32_t i = 0, gates = 0; i < task->held_count && gates < GRAPH_GATES; i++)
        if (&task->held[i] != held) edge->gates[gates++] = task->held[i].number + 1;
    all->by_from[lock_bucket(held->number)] = index;
    uint32_t bucket = pair_bucket(held->number, object->number);
    all->next_in_bucket[index] = atomic_load(&all->by_pair[bucket]);
    atomic_store_explicit(&all->by_pair[bucket], index, memory_order_release);
    return edge;
}

static bool has_common_gate(uint32_t *const path, uint32_t length) {
    const LockEdge *edges = graph()->edges;
    for (int i = 0; i < GRAPH_GATES; i++) {
        uint32_t gate = edges[path[0]].gates[i];
        bool is_common = gate != 0;
        for (uint32_t k = 1; k < length && is_common; k++) {
            bool has = false;
            for (int j = 0; j < GRAPH_GATES; j++) has |= edges[path[k]].gates[j] == gate;
            is_common = has;
        }
        if (is_common) return true;
    }
    return false;
}

// Depth first from the end of the first edge on the path back to its start.
static uint32_t find_cycle(uint32_t first, uint32_t path[GRAPH_CYCLE]) {
    LockGraph *all = graph();
    uint32_t next[GRAPH_CYCLE], length = 1, goal = all->edges[first].from;
    path[0] = first;
    all->stamp++;
    next[0] = all->by_from[lock_bucket(all->edges[first].to)];
    while (length) {
        uint32_t lock = all->edges[path[length - 1]].to, index = next[length - 1];
        while (index && all->edges[index].from != lock) index = all->edges[index].next_of_from;
        if (!index) {
            length--;
            continue;
        }
        next[length - 1] = all->edges[index].next_of_from;
        uint32_t to = all->edges[index].to;
        if (to == goal && length < GRAPH_CYCLE) {
            path[length] = index;
            if (!has_common_gate(path, length + 1)) return length + 1;
            continue;
        }
        if (length == GRAPH_CYCLE || all->visited[lock_bucket(to)] == all->stamp) continue;
        all->visited[lock_bucket(to)] = all->stamp;
        path[length] = index;
        next[length++] = all->by_from[lock_bucket(to)];
    }
    return 0;
}

static uint32_t ask_from(const Task *task, const HeldLock *held, const SyncObject *object, StackId stack,
                         LockEdge cycle[GRAPH_CYCLE]) {
    LockGraph *all = graph();
    uint32_t path[GRAPH_CYCLE], length = 0;
    lock_take(&all->lock);
    uint32_t index = find_edge(held->number, object->number);
    bool is_new = index ? weaken_gates(&all->edges[index], task) : true;
    if (!index) index = (uint32_t)(add_edge(task, held, object, stack) - all->edges);
    if (is_new) length = find_cycle(index, path);
    for (uint32_t i = 0; i < length; i++) cycle[i] = all->edges[path[i]];
    lock_release(&all->lock);
    return length;
}

uint32_t lock_graph_ask(const Task *task, const SyncObject *object, StackId stack, LockEdge cycle[GRAPH_CYCLE]) {
    for (uint32_t i = task->held_count; i-- > 0;) {
        const HeldLock *held = &task->held[i];
        if (held->number == object->number) continue;
        uint32_t index = find_edge(held->number, object->number);
        if (index && !graph()->edges[index].gates[0] && !graph()->edges[index].gates[1] &&
            !graph()->edges[index].gates[2] && !graph()->edges[index].gates[3])
            continue; // known, and as weak as it can be
        uint32_t length = ask_from(task, held, object, stack, cycle);
        if (length) return length;
    }
    return 0;
}
