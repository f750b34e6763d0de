// SPDX-License-Identifier: MIT
// From event graphs to a net: every root is one task instance, every spawn that it reaches one task type. Calls are
// inlined where their callees matter, so that an operand names the object of its own call chain; values of locals
// are followed as constants or symbols as far as that is exact, which keeps outcomes and the branches on them
// together and gives counted loops (for (i = a; i < n; i++)) their trips. Whatever is not followed becomes a free
// choice: the net has at least the runs of the program, so what marking proves of it holds for the program as
// modelled. Where that cannot be kept (calls of unknown targets, recursion, suspended tasks, cancels of unknown tasks)
// the net gets a gap. Operations on objects that code outside the program may reach always proceed; functions that are
// neither defined here nor modelled are taken not to block.
#pragma once
#include "link/relevance.h"
#include "solver/net.h"

// `relevance` may be NULL: then every node matters. `name` is the scope's; the net lives in `arena`.
Net *net_build(const Program *program, const PointsTo *points_to, const Relevance *relevance, const FunctionId *roots,
               uint32_t root_count, const char *name, Arena *arena);

// Tables of the program that its nets share, for where there are many.
typedef struct NetShared NetShared;
NetShared *net_share(const Program *program, const PointsTo *points_to, Arena *arena);
Net *net_build_shared(NetShared *shared, const Relevance *relevance, const FunctionId *roots, uint32_t root_count,
                      const char *name, Arena *arena);
