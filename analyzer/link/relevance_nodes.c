// SPDX-License-Identifier: MIT
// The relevant nodes of each function as lists, so that what looks at a slice for a scope takes time in proportion to
// the slice: `main` of a large program takes part in every scope, each time with a few of its nodes.
#include "link/relevance_state.h"

#include <stdlib.h>
#include <string.h>

void relevance_note_node(Relevance *slice, FunctionId function, NodeId node) {
    if (!slice->relevant) return;
    RelevantNodes *relevant = &slice->relevant[function];
    array_push(&relevant->found, slice->scratch, node);
    relevant->is_listed = false;
    relevant->places = NULL;
}

void relevance_forget_nodes(Relevance *slice, FunctionId function) {
    RelevantNodes *relevant = &slice->relevant[function];
    for (uint32_t i = 0; i < relevant->found.count; i++)
        slice->marks[function][relevant->found.items[i]] &= MARK_END | MARK_CUT;
    memset(relevant, 0, sizeof *relevant);
}

bool relevance_is_reached_directly(const Relevance *relevance, FunctionId function) {
    return relevance->end_start[function] == relevance->end_start[function + 1];
}

static int compare(const void *left, const void *right) {
    const NodeId *a = left, *b = right;
    return *a < *b ? -1 : *a > *b;
}

static void list(Relevance *slice, FunctionId function, RelevantNodes *relevant) {
    uint32_t first = slice->end_start[function], last = slice->end_start[function + 1];
    relevant->sorted = arena_new_array(slice->scratch, NodeId, relevant->found.count + last - first + 1);
    relevant->is_listed = true;
    uint32_t count = relevant->found.count;
    if (count) memcpy(relevant->sorted, relevant->found.items, count * sizeof(NodeId));
    for (uint32_t i = first; i < last; i++)
        if (!(slice->marks[function][slice->ends[i]] & MARK_RELEVANT)) relevant->sorted[count++] = slice->ends[i];
    if (count > 1) qsort(relevant->sorted, count, sizeof(NodeId), compare);
    relevant->count = count;
}

NodeList relevance_nodes(const Relevance *relevance, FunctionId function) {
    RelevantNodes *relevant = &relevance->relevant[function];
    if (!relevant->is_listed) list(relevance_writable(relevance), function, relevant);
    return (NodeList){relevant->sorted, relevant->count};
}
