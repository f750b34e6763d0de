// SPDX-License-Identifier: MIT
// Inside of net_build: memory that a wait's loop tests, as cells of the net. A piece of a variable becomes one when no
// code outside the program may reach it and it is only ever set to constants or counted up and down by constants; then
// every write and test is a transition. net_monitor says what that means for those who wait.
#pragma once
#include "solver/net_build_walk.h"

void build_find_shared_cells(NetShared *shared);
bool build_writes_cell(Builder *builder, ContextId context, NodeId node);
void build_cell_write(Walk *walk); // of a node that does
// The condition as a test of a cell; false when it is none.
bool build_read_test(Builder *builder, const Environment *environment, ExprId condition, NetTransition *test);
