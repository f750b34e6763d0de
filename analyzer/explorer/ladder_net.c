// SPDX-License-Identifier: MIT
#include "explorer/ladder.h"

#include "explorer/share.h"
#include "solver/net_build.h"

const Net *ladder_net(const LadderQuestion *question, Arena *arena) {
    ExploreShared *shared = question->options.shared;
    NetShared *nets = shared ? shared->nets : NULL;
    if (!nets) nets = net_share(question->program, question->points_to, shared ? shared->arena : arena);
    if (shared) shared->nets = nets;
    return net_build_shared(nets, question->relevance, &question->root, 1, question->scope, arena);
}

Hash ladder_would_ask(const LadderQuestion *question, Arena *arena) {
    return net_hash(ladder_net(question, arena), question->program);
}
