// SPDX-License-Identifier: MIT
// The communication graph for people and for other programs. Drawing adds no analysis; equal graphs give equal bytes.
#pragma once
#include "graph/communication_graph.h"

#include <stdio.h>

// Graphviz DOT: tasks as boxes, objects as rounder shapes by kind, one edge for all operations of a kind between a
// task and an object, dashed edges from who spawns to who is spawned. A box around each scope when there are several.
void graph_write_dot(const CommunicationGraph *graph, FILE *out);

// One JSON object with the arrays tasks, objects, operations, spawns, meets and scopes; ids as in the facts tables.
void graph_write_json(const CommunicationGraph *graph, FILE *out);

// The DOT drawing as SVG, made by Graphviz's `dot`. STATUS_USAGE with a message when it is not installed,
// STATUS_BUDGET when the layout takes longer than a minute.
Status graph_write_svg(const CommunicationGraph *graph, FILE *out, Messages *messages);
