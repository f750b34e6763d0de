// SPDX-License-Identifier: MIT
// Nets built by hand, with the answers that the theory demands for all values of their symbols.
#include "solver/marking.h"

#include <stdio.h>
#include <string.h>

static NetPlaceId act_amount(Net *net, NetPlaceId from, NetAction action, NetObjectId object, NetAmount amount) {
    NetPlaceId to = net_add_place(net, net->places.items[from].task);
    net_add_transition(net,
                       (NetTransition){.from = from, .to = to, .action = action, .object = object, .amount = amount});
    return to;
}

static NetPlaceId act(Net *net, NetPlaceId from, NetAction action, NetObjectId object) {
    return act_amount(net, from, action, object, net_constant(0));
}

static NetPlaceId act_task(Net *net, NetPlaceId from, NetAction action, NetTaskId task) {
    NetPlaceId to = net_add_place(net, net->places.items[from].task);
    net_add_transition(net, (NetTransition){.from = from, .to = to, .action = action, .task = task});
    return to;
}

static void go(Net *net, NetPlaceId from, NetPlaceId to) {
    net_add_transition(net, (NetTransition){.from = from, .to = to});
}

static void finish(Net *net, NetPlaceId place) {
    net->places.items[place].is_end = true;
}

static NetPlaceId entry(Net *net, NetTaskId task) {
    return net->tasks.items[task].entry;
}

// A counted loop; `*body` is where its body starts, the caller leads the body's end back to `head`.
static NetPlaceId loop(Net *net, NetPlaceId head, NetAmount trip, NetPlaceId *body) {
    NetTaskId task = net->places.items[head].task;
    *body = net_add_place(net, task);
    NetPlaceId after = net_add_place(net, task);
    NetTransitionId in = net_add_transition(net, (NetTransition){.from = head, .to = *body});
    NetTransitionId out = net_add_transition(net, (NetTransition){.from = head, .to = after});
    NetPlace *place = &net->places.items[head];
    place->has_trip = true;
    place->trip = trip;
    place->body = in;
    place->exit = out;
    return after;
}

static NetObjectId channel(Net *net, const char *name, NetAmount capacity) {
    return net_add_object(
        net,
        (NetObject){.kind = OBJECT_CHANNEL, .name = name, .capacity = capacity, .is_single = true, .drains = true});
}

static NetObjectId object(Net *net, ObjectKind kind, const char *name) {
    return net_add_object(net, (NetObject){.kind = kind, .name = name, .is_single = true});
}

// Stages connected by rendezvous, each loops n times; with `extra` the last one loops n + extra times.
static void pipeline(Net *net, int stages, int64_t extra) {
    NetSymbolId n = net_add_symbol(net, "n");
    NetObjectId before = 0;
    for (int i = 0; i <= stages; i++) {
        NetTaskId task = net_add_task(net, "stage", net_constant(1));
        NetPlaceId head = entry(net, task), body;
        NetPlaceId after = loop(net, head, (NetAmount){n, i == stages ? extra : 0}, &body);
        if (before) body = act(net, body, NET_RECEIVE, before);
        NetObjectId next = i < stages ? channel(net, "c", net_constant(0)) : 0;
        if (next) body = act(net, body, NET_SEND, next);
        go(net, body, head);
        finish(net, after);
        before = next;
    }
}

static void pipeline_equal(Net *net) {
    pipeline(net, 10, 0);
}
static void pipeline_longer(Net *net) {
    pipeline(net, 10, 1);
}

// n workers send one result each; the parent receives `received` of them, or may return early.
static void worker_pool(Net *net, bool is_early, bool has_room) {
    NetSymbolId n = net_add_symbol(net, "n");
    NetObjectId results = channel(net, "results", has_room ? (NetAmount){n, 0} : net_constant(0));
    NetTaskId worker = net_add_task(net, "worker", net_constant(0));
    finish(net, act(net, entry(net, worker), NET_SEND, results));
    NetTaskId parent = net_add_task(net, "main", net_constant(1));
    NetPlaceId head = entry(net, parent), body;
    NetPlaceId after = loop(net, head, (NetAmount){n, 0}, &body);
    go(net, act_task(net, body, NET_SPAWN, worker), head);
    if (is_early) {
        NetPlaceId end = net_add_place(net, parent);
        finish(net, end);
        go(net, after, end);
    }
    NetPlaceId second = act(net, after, NET_STEP, 0);
    NetPlaceId done = loop(net, second, (NetAmount){n, 0}, &body);
    go(net, act(net, body, NET_RECEIVE, results), second);
    finish(net, done);
}

static void pool_all(Net *net) {
    worker_pool(net, false, false);
}
static void pool_early(Net *net) {
    worker_pool(net, true, false);
}
static void pool_early_room(Net *net) {
    worker_pool(net, true, true);
}

// A channel of symbolic capacity limits the workers; a wait group counts them.
static void limiter(Net *net, int64_t extra) {
    NetSymbolId tasks = net_add_symbol(net, "t"), capacity = net_add_symbol(net, "k");
    array_push(&net->assumptions, net->arena, (PathConstraint){capacity, 0, 1, OPERATOR_GREATER_EQUAL});
    array_push(&net->assumptions, net->arena, (PathConstraint){tasks, 0, 1, OPERATOR_GREATER_EQUAL});
    NetObjectId limit = channel(net, "limit", (NetAmount){capacity, 0});
    NetObjectId group = object(net, OBJECT_WAIT_GROUP, "group");
    NetTaskId worker = net_add_task(net, "worker", net_constant(0));
    finish(net, act(net, act(net, entry(net, worker), NET_RECEIVE, limit), NET_DONE, group));
    NetTaskId parent = net_add_task(net, "main", net_constant(1));
    NetPlaceId head = act_amount(net, entry(net, parent), NET_ADD, group, (NetAmount){tasks, extra}), body;
    NetPlaceId after = loop(net, head, (NetAmount){tasks, 0}, &body);
    go(net, act_task(net, act(net, body, NET_SEND, limit), NET_SPAWN, worker), head);
    finish(net, act(net, after, NET_WAIT_ZERO, group));
}

static void limiter_equal(Net *net) {
    limiter(net, 0);
}
static void limiter_more(Net *net) {
    limiter(net, 1);
}
static void limiter_less(Net *net) {
    limiter(net, -1);
}

// for (;;) select { request; quit: return }, and a client that sends n requests and may close quit.
static void server(Net *net, bool closes) {
    NetSymbolId n = net_add_symbol(net, "n");
    NetObjectId request = channel(net, "request", net_constant(0)), quit = channel(net, "quit", net_constant(0));
    NetTaskId serving = net_add_task(net, "server", net_constant(1));
    NetPlaceId head = entry(net, serving), end = net_add_place(net, serving);
    finish(net, end);
    net_add_transition(net, (NetTransition){.from = head, .to = head, .action = NET_RECEIVE, .object = request});
    net_add_transition(net, (NetTransition){.from = head, .to = end, .action = NET_RECEIVE, .object = quit});
    net_add_transition(net, (NetTransition){.from = head, .to = end, .action = NET_RECEIVE_CLOSED, .object = quit});
    NetTaskId client = net_add_task(net, "client", net_constant(1));
    NetPlaceId sending = entry(net, client), body;
    NetPlaceId after = loop(net, sending, (NetAmount){n, 0}, &body);
    go(net, act(net, body, NET_SEND, request), sending);
    finish(net, closes ? act(net, after, NET_CLOSE, quit) : after);
}

static void server_closed(Net *net) {
    server(net, true);
}
static void server_open(Net *net) {
    server(net, false);
}

static void two_locks(Net *net, bool is_inverted) {
    NetObjectId locks[2] = {object(net, OBJECT_MUTEX, "a"), object(net, OBJECT_MUTEX, "b")};
    for (int i = 0; i < 2; i++) {
        int first = is_inverted ? i : 0;
        NetPlaceId place = entry(net, net_add_task(net, "task", net_constant(1)));
        place = act(net, act(net, place, NET_LOCK, locks[first]), NET_LOCK, locks[!first]);
        finish(net, act(net, act(net, place, NET_UNLOCK, locks[!first]), NET_UNLOCK, locks[first]));
    }
}

static void locks_ordered(Net *net) {
    two_locks(net, false);
}
static void locks_inverted(Net *net) {
    two_locks(net, true);
}

// One task whose select offers both ends of a rendezvous cannot meet itself.
static void select_self(Net *net) {
    NetObjectId meeting = channel(net, "c", net_constant(0));
    NetTaskId task = net_add_task(net, "task", net_constant(1));
    NetPlaceId end = act(net, entry(net, task), NET_SEND, meeting);
    net_add_transition(net,
                       (NetTransition){.from = entry(net, task), .to = end, .action = NET_RECEIVE, .object = meeting});
    finish(net, end);
}

static void select_pair(Net *net) {
    select_self(net);
    net->tasks.items[1].initial = net_constant(2);
}

// Both branches look at the same n: sends and receives are equally many either way.
static void correlated(Net *net) {
    NetSymbolId n = net_add_symbol(net, "n");
    NetObjectId meeting = channel(net, "c", net_constant(0));
    for (int i = 0; i < 2; i++) {
        NetTaskId task = net_add_task(net, "task", net_constant(1));
        NetPlaceId start = entry(net, task), middle = net_add_place(net, task), end = net_add_place(net, task);
        NetTransitionId yes = net_add_transition(net, (NetTransition){.from = start, .to = middle});
        net_add_guard(net, yes, (PathConstraint){n, 0, 3, OPERATOR_GREATER});
        NetTransitionId no = net_add_transition(net, (NetTransition){.from = start, .to = end});
        net_add_guard(net, no, (PathConstraint){n, 0, 3, OPERATOR_LESS_EQUAL});
        net_add_transition(
            net, (NetTransition){.from = middle, .to = end, .action = i ? NET_SEND : NET_RECEIVE, .object = meeting});
        finish(net, end);
    }
}

static void uncorrelated(Net *net) {
    correlated(net);
    net->guards.items[0].constant = net->guards.items[1].constant = 4;
}

// Each waits for the other's signal before it gives its own: only ranks see that nothing comes first.
static void credit(Net *net) {
    NetObjectId a = channel(net, "a", net_constant(1)), b = channel(net, "b", net_constant(1));
    NetObjectId lock = object(net, OBJECT_MUTEX, "m");
    NetTaskId first = net_add_task(net, "first", net_constant(0)),
              second = net_add_task(net, "second", net_constant(0));
    finish(net, act_task(net, act(net, entry(net, first), NET_RECEIVE, a), NET_SPAWN, second));
    finish(net, act_task(net, act(net, entry(net, second), NET_SEND, a), NET_SPAWN, first));
    finish(net, act(net, act(net, entry(net, second), NET_STEP, 0), NET_LOCK, lock));
    (void)b;
    NetTaskId task = net_add_task(net, "main", net_constant(1));
    finish(net, act(net, act(net, entry(net, task), NET_LOCK, lock), NET_UNLOCK, lock));
}

static void joins(Net *net, bool blocks) {
    NetObjectId meeting = channel(net, "c", net_constant(0));
    NetTaskId child = net_add_task(net, "child", net_constant(0));
    finish(net, act(net, entry(net, child), NET_SEND, meeting));
    NetPlaceId place = act_task(net, entry(net, net_add_task(net, "main", net_constant(1))), NET_SPAWN, child);
    if (!blocks) place = act(net, place, NET_RECEIVE, meeting);
    place = act_task(net, place, NET_JOIN, child);
    if (blocks) place = act(net, place, NET_RECEIVE, meeting);
    finish(net, place);
}

static void join_after(Net *net) {
    joins(net, false);
}
static void join_before(Net *net) {
    joins(net, true);
}

static void free_unlock(Net *net) {
    NetObjectId lock = object(net, OBJECT_MUTEX, "m");
    finish(net, act(net, entry(net, net_add_task(net, "main", net_constant(1))), NET_UNLOCK, lock));
}

static void gap(Net *net) {
    finish(net, entry(net, net_add_task(net, "main", net_constant(1))));
    net_add_gap(net, (NetSource){0}, "call of unknown target");
}

static void read_lock_nested(Net *net, bool prefers_readers) {
    NetObjectId lock = object(net, OBJECT_READ_WRITE_LOCK, "rw");
    net->objects.items[lock].prefers_readers = prefers_readers;
    NetPlaceId place = entry(net, net_add_task(net, "reader", net_constant(1)));
    place = act(net, act(net, place, NET_LOCK_SHARED, lock), NET_LOCK_SHARED, lock);
    finish(net, act(net, act(net, place, NET_UNLOCK_SHARED, lock), NET_UNLOCK_SHARED, lock));
    place = act(net, entry(net, net_add_task(net, "writer", net_constant(1))), NET_LOCK, lock);
    finish(net, act(net, place, NET_UNLOCK, lock));
}

static void read_lock_plain(Net *net) {
    read_lock_nested(net, false);
}
static void read_lock_preferred(Net *net) {
    read_lock_nested(net, true);
}

static void condition(Net *net, NetAction waking) {
    NetObjectId changed = object(net, OBJECT_CONDITION, "changed");
    finish(net, act(net, entry(net, net_add_task(net, "waiter", net_constant(1))), NET_WAKE, changed));
    finish(net, act(net, entry(net, net_add_task(net, "waker", net_constant(1))), waking, changed));
}

static void condition_lost(Net *net) {
    condition(net, NET_BROADCAST);
}

static void semaphore(Net *net, int64_t count) {
    NetObjectId units = object(net, OBJECT_SEMAPHORE, "units");
    net->objects.items[units].capacity = net_constant(count);
    NetTaskId user = net_add_task(net, "user", (NetAmount){net_add_symbol(net, "n"), 0});
    finish(net, act(net, act(net, entry(net, user), NET_ACQUIRE, units), NET_RELEASE, units));
}

static void semaphore_some(Net *net) {
    semaphore(net, 2);
}
static void semaphore_none(Net *net) {
    semaphore(net, 0);
}

// A worker sends to nobody while main polls for ever; with `quits` main's poll ends and it receives.
static void poller(Net *net, bool quits) {
    NetObjectId results = channel(net, "results", net_constant(0)), quit = channel(net, "quit", net_constant(0));
    finish(net, act(net, entry(net, net_add_task(net, "worker", net_constant(1))), NET_SEND, results));
    finish(net, act(net, entry(net, net_add_task(net, "closer", net_constant(1))), NET_CLOSE, quit));
    NetPlaceId head = entry(net, net_add_task(net, "main", net_constant(1)));
    net_add_transition(net, (NetTransition){.from = head, .to = head, .action = NET_DEFAULT});
    if (quits) {
        NetPlaceId after = act(net, head, NET_RECEIVE_CLOSED, quit);
        finish(net, act(net, after, NET_RECEIVE, results));
    }
}

static void poller_endless(Net *net) {
    poller(net, false);
}
static void poller_quits(Net *net) {
    poller(net, true);
}

// Main serves requests for ever; one task asks once, another rings it up again and again.
static void endless_service(Net *net) {
    NetObjectId requests = channel(net, "requests", net_constant(0));
    NetPlaceId server_head = entry(net, net_add_task(net, "server", net_constant(1)));
    go(net, act(net, server_head, NET_RECEIVE, requests), server_head);
    NetPlaceId client_head = entry(net, net_add_task(net, "client", net_constant(1)));
    go(net, act(net, client_head, NET_SEND, requests), client_head);
    finish(net, act(net, entry(net, net_add_task(net, "guest", net_constant(1))), NET_SEND, requests));
}

typedef struct Case {
    const char *name;
    void (*build)(Net *net);
    MarkingVerdict verdict;
} Case;

static const Case cases[] = {
    {"pipeline, equal counts", pipeline_equal, MARKING_SAFE_ALL},
    {"pipeline, last stage wants one more", pipeline_longer, MARKING_CANDIDATE},
    {"n workers, n receives", pool_all, MARKING_SAFE_ALL},
    {"n workers, early return", pool_early, MARKING_CANDIDATE},
    {"n workers, early return, room for n", pool_early_room, MARKING_SAFE_ALL},
    {"limiter of capacity k", limiter_equal, MARKING_SAFE_ALL},
    {"limiter, one add too many", limiter_more, MARKING_CANDIDATE},
    {"limiter, one add too few", limiter_less, MARKING_UNVERIFIED},
    {"server, quit closed", server_closed, MARKING_SAFE_ALL},
    {"server, quit never closed", server_open, MARKING_CANDIDATE},
    {"leak beside an endless poll", poller_endless, MARKING_CANDIDATE},
    {"poll that ends at the close", poller_quits, MARKING_SAFE_ALL},
    {"endless service", endless_service, MARKING_SAFE_ALL},
    {"locks in one order", locks_ordered, MARKING_SAFE_ALL},
    {"locks in two orders", locks_inverted, MARKING_CANDIDATE},
    {"select with both ends, alone", select_self, MARKING_CANDIDATE},
    {"select with both ends, two tasks", select_pair, MARKING_SAFE_ALL},
    {"branches on one symbol", correlated, MARKING_SAFE_ALL},
    {"branches on different bounds", uncorrelated, MARKING_CANDIDATE},
    {"tasks that would spawn each other", credit, MARKING_SAFE_ALL},
    {"join after the meeting", join_after, MARKING_SAFE_ALL},
    {"join before the meeting", join_before, MARKING_CANDIDATE},
    {"unlock of a free lock", free_unlock, MARKING_UNVERIFIED},
    {"a gap", gap, MARKING_UNVERIFIED},
    {"nested read lock behind a writer", read_lock_plain, MARKING_CANDIDATE},
    {"nested read lock, readers preferred", read_lock_preferred, MARKING_SAFE_ALL},
    {"broadcast may come first", condition_lost, MARKING_CANDIDATE},
    {"semaphore of 2, n users", semaphore_some, MARKING_SAFE_ALL},
    {"semaphore of 0, n users", semaphore_none, MARKING_CANDIDATE},
};

// The model of a candidate must balance at every place that nothing else explains.
static bool model_flows(const Net *net, const MarkingModel *model) {
    for (NetPlaceId place = 1; place < net->places.count; place++) {
        NetTaskId task = net->places.items[place].task;
        int64_t balance = net->tasks.items[task].entry == place ? model->instances[task] : 0;
        balance -= model->resting[place] + model->running[place];
        for (NetTransitionId i = 1; i < net->transitions.count; i++) {
            balance += net->transitions.items[i].to == place ? model->executions[i] : 0;
            balance -= net->transitions.items[i].from == place ? model->executions[i] : 0;
        }
        if (balance != 0) return false;
    }
    return true;
}

static int check_case(const Case *expected, bool prints) {
    Arena *arena = arena_create();
    Net *net = net_create(arena, expected->name);
    expected->build(net);
    MarkingResult result = marking_decide(net, &(MarkingQuestion){0}, arena);
    int failures = 0;
    if (result.verdict != expected->verdict) {
        printf("%s: expected %s, got %s (%s)\n", expected->name, marking_verdict_name(expected->verdict),
               marking_verdict_name(result.verdict), result.reason ? result.reason : "no reason");
        failures++;
    }
    if (result.verdict == MARKING_CANDIDATE && !model_flows(net, &result.model)) {
        printf("%s: the model's flow does not balance\n", expected->name);
        failures++;
    }
    if (prints)
        printf("%-40s %s%s\n", expected->name, marking_verdict_name(result.verdict),
               result.used_ranks ? " (ranks)" : "");
    arena_destroy(arena);
    return failures;
}

// Per-site verdicts: of the two waits of a leaking pair only one is possible.
static int check_sites(void) {
    Arena *arena = arena_create();
    Net *net = net_create(arena, "sites");
    NetObjectId used = channel(net, "used", net_constant(0)), unused = channel(net, "unused", net_constant(0));
    NetPlaceId sender = entry(net, net_add_task(net, "sender", net_constant(1)));
    finish(net, act(net, sender, NET_SEND, used));
    NetPlaceId receiver = entry(net, net_add_task(net, "receiver", net_constant(1)));
    NetPlaceId stuck = act(net, receiver, NET_RECEIVE, used);
    finish(net, act(net, stuck, NET_RECEIVE, unused));
    MarkingResult first = marking_decide(net, &(MarkingQuestion){.waiting_at = receiver}, arena);
    MarkingResult second = marking_decide(net, &(MarkingQuestion){.waiting_at = stuck}, arena);
    bool is_good = first.verdict == MARKING_SAFE_ALL && second.verdict == MARKING_CANDIDATE;
    if (!is_good) printf("sites: expected the second wait only\n");
    arena_destroy(arena);
    return !is_good;
}

int main(int count, char **arguments) {
    bool prints = count > 1 && strcmp(arguments[1], "-v") == 0;
    int failures = check_sites();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) failures += check_case(&cases[i], prints);
    return failures != 0;
}
