// SPDX-License-Identifier: MIT
#include "graph/communication_graph.h"

Status graph_store(const CommunicationGraph *graph, Facts *facts, int64_t unit, Messages *messages) {
    return facts_write_graph(facts, unit, &graph->rows, messages);
}
