// SPDX-License-Identifier: MIT
#include "solver/random_program.h"

typedef struct Maker {
    uint64_t state; // xorshift64* (Vigna 2016)
    Arena *arena;
    RandomOptions options;
    RandomSkeleton *skeleton;
    uint32_t done_count;
    bool is_closed[RANDOM_CHANNELS];
    uint32_t task;
    uint32_t loop_depth;
} Maker;

static uint32_t below(Maker *maker, uint32_t limit) {
    maker->state ^= maker->state >> 12;
    maker->state ^= maker->state << 25;
    maker->state ^= maker->state >> 27;
    return (uint32_t)((maker->state * 0x2545f4914f6cdd1du) >> 33) % limit;
}

static bool chance(Maker *maker, uint32_t percent) {
    return below(maker, 100) < percent;
}

static void add(Maker *maker, RandomBlock *block, RandomStatement statement) {
    array_push(&block->statements, maker->arena, statement);
}

static RandomBlock *make_block(Maker *maker, uint32_t depth, uint32_t length, uint32_t held);

static void add_locked(Maker *maker, RandomBlock *block, uint32_t depth, uint32_t held) {
    uint32_t lock = below(maker, maker->skeleton->lock_count);
    if ((held >> lock & 1) && !chance(maker, 10)) return;
    add(maker, block, (RandomStatement){.kind = RANDOM_LOCK, .object = lock});
    RandomBlock *inner = make_block(maker, depth + 1, below(maker, 3), held | 1u << lock);
    for (uint32_t i = 0; i < inner->statements.count; i++) add(maker, block, inner->statements.items[i]);
    if (depth == 0 && chance(maker, 10)) return; // left locked
    add(maker, block, (RandomStatement){.kind = RANDOM_UNLOCK, .object = lock});
}

static void add_branch(Maker *maker, RandomBlock *block, uint32_t depth, uint32_t held) {
    RandomStatement statement = {.kind = RANDOM_BRANCH, .block_count = 2};
    if (maker->options.has_free_values && chance(maker, 50)) statement.object = 1 + below(maker, RANDOM_VALUES);
    for (uint32_t i = 0; i < 2; i++) statement.blocks[i] = make_block(maker, depth + 1, below(maker, 3), held);
    add(maker, block, statement);
}

static void add_select(Maker *maker, RandomBlock *block, uint32_t depth, uint32_t held) {
    RandomStatement statement = {.kind = RANDOM_SELECT, .case_count = 1 + below(maker, 3)};
    for (uint32_t i = 0; i < statement.case_count; i++) {
        bool sends = maker->options.has_send_cases && chance(maker, 33);
        statement.cases[i] =
            (RandomCase){sends ? RANDOM_SEND : RANDOM_RECEIVE, below(maker, maker->skeleton->channel_count),
                         make_block(maker, depth + 1, below(maker, 2), held)};
    }
    if (chance(maker, 25)) {
        statement.block_count = 1;
        statement.blocks[0] = make_block(maker, depth + 1, below(maker, 2), held);
    }
    add(maker, block, statement);
}

// A select that goes on at once when nothing is ready: what lets a task run for ever.
static void add_poll(Maker *maker, RandomBlock *block) {
    RandomStatement statement = {.kind = RANDOM_SELECT, .case_count = 1, .block_count = 1};
    RandomBlock *nothing = arena_new(maker->arena, RandomBlock);
    uint32_t channel = below(maker, maker->skeleton->channel_count);
    statement.cases[0] = (RandomCase){chance(maker, 70) ? RANDOM_RECEIVE : RANDOM_SEND, channel, nothing};
    if (!maker->options.has_send_cases) statement.cases[0].kind = RANDOM_RECEIVE;
    statement.blocks[0] = nothing;
    add(maker, block, statement);
}

static void add_loop(Maker *maker, RandomBlock *block, uint32_t depth, uint32_t held) {
    RandomStatement statement = {.kind = RANDOM_LOOP, .block_count = 1, .count = 1 + below(maker, 3)};
    if (maker->options.has_endless && chance(maker, 40)) statement.count = 0;
    maker->loop_depth++;
    bool polls = statement.count == 0 && chance(maker, 60);
    statement.blocks[0] = make_block(maker, depth + 1, polls ? 0 : 1 + below(maker, 2), held);
    if (polls) add_poll(maker, statement.blocks[0]);
    maker->loop_depth--;
    add(maker, block, statement);
}

static void add_close(Maker *maker, RandomBlock *block) {
    uint32_t channel = below(maker, maker->skeleton->channel_count);
    if (maker->is_closed[channel] || maker->loop_depth) return;
    maker->is_closed[channel] = true;
    add(maker, block, (RandomStatement){.kind = RANDOM_CLOSE, .object = channel});
}

static void add_try(Maker *maker, RandomBlock *block, uint32_t depth, uint32_t held) {
    uint32_t lock = below(maker, maker->skeleton->lock_count);
    if (held >> lock & 1) return;
    RandomStatement statement = {.kind = RANDOM_TRY, .object = lock, .block_count = 2};
    statement.blocks[0] = make_block(maker, depth + 1, below(maker, 3), held | 1u << lock);
    add(maker, statement.blocks[0], (RandomStatement){.kind = RANDOM_UNLOCK, .object = lock});
    statement.blocks[1] = make_block(maker, depth + 1, below(maker, 2), held);
    add(maker, block, statement);
}

enum { HOLDS_READ_WRITE = 1u << 8 };

static void add_read_write(Maker *maker, RandomBlock *block, uint32_t depth, uint32_t held) {
    bool is_shared = chance(maker, 50);
    if (held & HOLDS_READ_WRITE) return;
    add(maker, block, (RandomStatement){.kind = is_shared ? RANDOM_LOCK_SHARED : RANDOM_LOCK_WRITE});
    RandomBlock *inner = make_block(maker, depth + 1, below(maker, 3), held | HOLDS_READ_WRITE);
    for (uint32_t i = 0; i < inner->statements.count; i++) add(maker, block, inner->statements.items[i]);
    add(maker, block, (RandomStatement){.kind = is_shared ? RANDOM_UNLOCK_SHARED : RANDOM_UNLOCK_WRITE});
}

// A wait under lock 0, for the flag or for any signal; or what ends such waits.
static void add_condition(Maker *maker, RandomBlock *block, uint32_t held) {
    if (!maker->skeleton->lock_count || held & 1) return;
    bool is_waiter = chance(maker, 50), is_locked = is_waiter || chance(maker, 70);
    if (is_locked) add(maker, block, (RandomStatement){.kind = RANDOM_LOCK});
    if (is_waiter)
        add(maker, block, (RandomStatement){.kind = chance(maker, 60) ? RANDOM_AWAIT_FLAG : RANDOM_AWAIT});
    else {
        if (chance(maker, 70)) add(maker, block, (RandomStatement){.kind = RANDOM_SET});
        add(maker, block, (RandomStatement){.kind = chance(maker, 50) ? RANDOM_SIGNAL : RANDOM_BROADCAST});
    }
    if (is_locked) add(maker, block, (RandomStatement){.kind = RANDOM_UNLOCK});
}

// One more for the level, or one less, under lock 0; mostly with what those who wait for it need.
static void add_put(Maker *maker, RandomBlock *block, uint32_t most) {
    add(maker, block, (RandomStatement){.kind = RANDOM_LOCK});
    if (most) add(maker, block, (RandomStatement){.kind = RANDOM_AWAIT_ROOM, .count = most});
    add(maker, block, (RandomStatement){.kind = RANDOM_COUNT_UP});
    bool is_late = chance(maker, 30);
    if (is_late) add(maker, block, (RandomStatement){.kind = RANDOM_UNLOCK});
    if (chance(maker, 85))
        add(maker, block, (RandomStatement){.kind = chance(maker, 70) ? RANDOM_SIGNAL : RANDOM_BROADCAST});
    if (!is_late) add(maker, block, (RandomStatement){.kind = RANDOM_UNLOCK});
}

static void add_take(Maker *maker, RandomBlock *block, uint32_t most) {
    add(maker, block, (RandomStatement){.kind = RANDOM_LOCK});
    if (chance(maker, 95)) add(maker, block, (RandomStatement){.kind = RANDOM_AWAIT_SOME});
    if (chance(maker, 90)) add(maker, block, (RandomStatement){.kind = RANDOM_COUNT_DOWN});
    if (most && chance(maker, 85))
        add(maker, block, (RandomStatement){.kind = chance(maker, 70) ? RANDOM_SIGNAL : RANDOM_BROADCAST, .object = 1});
    add(maker, block, (RandomStatement){.kind = RANDOM_UNLOCK});
}

static void add_monitor(Maker *maker, RandomBlock *block, uint32_t held) {
    uint32_t roll = below(maker, 100), most = below(maker, 3);
    if (!maker->skeleton->lock_count || held & 1) return;
    if (roll < 40)
        add_put(maker, block, most);
    else if (roll < 85)
        add_take(maker, block, most);
    else {
        add(maker, block, (RandomStatement){.kind = RANDOM_LOCK});
        add(maker, block, (RandomStatement){.kind = RANDOM_CLEAR});
        add(maker, block, (RandomStatement){.kind = RANDOM_UNLOCK});
    }
}

// The flag with nothing that orders who sets it and who asks.
static void add_race(Maker *maker, RandomBlock *block, uint32_t depth, uint32_t held) {
    if (chance(maker, 50) || depth >= 2) {
        add(maker, block, (RandomStatement){.kind = RANDOM_SET});
        return;
    }
    RandomStatement asking = {.kind = RANDOM_BRANCH, .object = RANDOM_FLAG, .block_count = 2};
    for (uint32_t i = 0; i < 2; i++) asking.blocks[i] = make_block(maker, depth + 1, below(maker, 3), held);
    add(maker, block, asking);
}

static void add_more(Maker *maker, RandomBlock *block, uint32_t depth, uint32_t held) {
    if (maker->options.has_races && chance(maker, 30)) {
        add_race(maker, block, depth, held);
        return;
    }
    uint32_t roll = below(maker, 100);
    if (roll < 15)
        add(maker, block, (RandomStatement){.kind = RANDOM_ACQUIRE});
    else if (roll < 33)
        add(maker, block, (RandomStatement){.kind = RANDOM_RELEASE});
    else if (roll < 45 && maker->skeleton->barrier_size)
        add(maker, block, (RandomStatement){.kind = RANDOM_BARRIER});
    else if (roll < 60 && depth < 2 && maker->skeleton->lock_count)
        add_try(maker, block, depth, held);
    else if (roll < 75 && depth < 2)
        add_read_write(maker, block, depth, held);
    else
        add_condition(maker, block, held);
}

static void add_statement(Maker *maker, RandomBlock *block, uint32_t depth, uint32_t held) {
    if (maker->options.has_monitors && chance(maker, 40)) {
        add_monitor(maker, block, held);
        return;
    }
    if (maker->options.has_more && chance(maker, 45)) {
        add_more(maker, block, depth, held);
        return;
    }
    uint32_t roll = below(maker, 100), channel = below(maker, maker->skeleton->channel_count);
    if (roll < 15 && maker->options.has_sends_to_all)
        add(maker, block, (RandomStatement){.kind = RANDOM_SEND_TO_ALL, .object = channel});
    else if (roll < 27)
        add(maker, block, (RandomStatement){.kind = RANDOM_SEND, .object = channel});
    else if (roll < 54)
        add(maker, block, (RandomStatement){.kind = RANDOM_RECEIVE, .object = channel});
    else if (roll < 58)
        add_close(maker, block);
    else if (roll < 70 && depth < 2 && maker->skeleton->lock_count)
        add_locked(maker, block, depth, held);
    else if (roll < 80 && depth < 2)
        add_branch(maker, block, depth, held);
    else if (roll < 89 && depth < 2)
        add_select(maker, block, depth, held);
    else if (roll < 95 && depth < 2)
        add_loop(maker, block, depth, held);
    else if (maker->skeleton->has_group && maker->task && depth == 0) {
        maker->done_count++;
        add(maker, block, (RandomStatement){.kind = RANDOM_DONE});
    }
}

static RandomBlock *make_block(Maker *maker, uint32_t depth, uint32_t length, uint32_t held) {
    RandomBlock *block = arena_new(maker->arena, RandomBlock);
    for (uint32_t i = 0; i < length; i++) add_statement(maker, block, depth, held);
    return block;
}

// Tasks that mostly agree: each step of an imagined run is appended to the tasks that take part in it.
static void add_agreement(Maker *maker) {
    RandomSkeleton *skeleton = maker->skeleton;
    uint32_t first = below(maker, skeleton->task_count);
    uint32_t second = (first + 1 + below(maker, skeleton->task_count - 1)) % skeleton->task_count;
    uint32_t channel = below(maker, skeleton->channel_count), roll = below(maker, 100);
    RandomStatement sending = {.kind = RANDOM_SEND, .object = channel},
                    receiving = {.kind = RANDOM_RECEIVE, .object = channel};
    RandomBlock *left = skeleton->bodies[first], *right = skeleton->bodies[second];
    if (roll < 15) { // both loop equally often
        uint32_t count = 1 + below(maker, 3);
        left = arena_new(maker->arena, RandomBlock);
        right = arena_new(maker->arena, RandomBlock);
        add(maker, skeleton->bodies[first],
            (RandomStatement){.kind = RANDOM_LOOP, .count = count, .block_count = 1, .blocks = {left}});
        add(maker, skeleton->bodies[second],
            (RandomStatement){.kind = RANDOM_LOOP, .count = count, .block_count = 1, .blocks = {right}});
    }
    if (roll >= 90 && skeleton->lock_count) {
        add_locked(maker, left, 2, 0);
        return;
    }
    add(maker, left, sending);
    if (roll >= 70 && roll < 80) { // a select that also listens elsewhere
        RandomStatement select = {.kind = RANDOM_SELECT, .case_count = 2};
        RandomBlock *nothing = arena_new(maker->arena, RandomBlock);
        select.cases[0] = (RandomCase){RANDOM_RECEIVE, channel, nothing};
        select.cases[1] = (RandomCase){RANDOM_RECEIVE, below(maker, skeleton->channel_count), nothing};
        add(maker, right, select);
    } else
        add(maker, right, receiving);
    if (roll >= 80 && roll < 84) add_close(maker, skeleton->bodies[first]);
}

// The same for what is not a channel.
static void add_other_agreement(Maker *maker) {
    RandomSkeleton *skeleton = maker->skeleton;
    uint32_t first = below(maker, skeleton->task_count);
    uint32_t second = (first + 1 + below(maker, skeleton->task_count - 1)) % skeleton->task_count;
    RandomBlock *left = skeleton->bodies[first], *right = skeleton->bodies[second];
    uint32_t roll = below(maker, 100);
    if (roll < 35) {
        add(maker, left, (RandomStatement){.kind = RANDOM_RELEASE});
        add(maker, right, (RandomStatement){.kind = RANDOM_ACQUIRE});
    } else if (roll < 50 && skeleton->barrier_size == 2) {
        add(maker, left, (RandomStatement){.kind = RANDOM_BARRIER});
        add(maker, right, (RandomStatement){.kind = RANDOM_BARRIER});
    } else if (roll < 75 && skeleton->lock_count) {
        add(maker, left, (RandomStatement){.kind = RANDOM_LOCK});
        add(maker, left, (RandomStatement){.kind = RANDOM_SET});
        add(maker, left, (RandomStatement){.kind = chance(maker, 50) ? RANDOM_SIGNAL : RANDOM_BROADCAST});
        add(maker, left, (RandomStatement){.kind = RANDOM_UNLOCK});
        add(maker, right, (RandomStatement){.kind = RANDOM_LOCK});
        add(maker, right, (RandomStatement){.kind = RANDOM_AWAIT_FLAG});
        add(maker, right, (RandomStatement){.kind = RANDOM_UNLOCK});
    } else
        add_read_write(maker, left, 2, 0);
}

// As often put as taken.
static void add_level_agreement(Maker *maker) {
    RandomSkeleton *skeleton = maker->skeleton;
    uint32_t most = below(maker, 3);
    for (uint32_t i = 1 + below(maker, 2); i; i--) {
        add_put(maker, skeleton->bodies[below(maker, skeleton->task_count)], most);
        add_take(maker, skeleton->bodies[below(maker, skeleton->task_count)], most);
    }
}

// Sometimes with one statement too many.
static void make_agreeing_bodies(Maker *maker) {
    RandomSkeleton *skeleton = maker->skeleton;
    for (uint32_t i = 0; i < skeleton->task_count; i++) skeleton->bodies[i] = arena_new(maker->arena, RandomBlock);
    for (uint32_t steps = 2 + below(maker, maker->options.has_more ? 3 : 5); steps; steps--)
        if (maker->options.has_monitors && chance(maker, 50))
            add_level_agreement(maker);
        else if (maker->options.has_more && chance(maker, 50))
            add_other_agreement(maker);
        else
            add_agreement(maker);
    uint32_t changed = below(maker, skeleton->task_count);
    if (chance(maker, 30)) add_statement(maker, skeleton->bodies[changed], 0, 0);
    if (maker->options.has_endless) add_loop(maker, skeleton->bodies[changed], 0, 0);
    for (uint32_t i = 1; skeleton->has_group && i < skeleton->task_count; i++, maker->done_count++)
        add(maker, skeleton->bodies[i], (RandomStatement){.kind = RANDOM_DONE});
}

static void insert(Maker *maker, RandomBlock *block, uint32_t at, RandomStatement statement) {
    add(maker, block, statement);
    for (uint32_t i = block->statements.count - 1; i > at; i--) {
        RandomStatement swapped = block->statements.items[i];
        block->statements.items[i] = block->statements.items[i - 1];
        block->statements.items[i - 1] = swapped;
    }
}

// Anywhere after the last start of a task.
static void add_cancels(Maker *maker, RandomBlock *block) {
    uint32_t first = block->statements.count;
    while (first && block->statements.items[first - 1].kind != RANDOM_SPAWN) first--;
    for (uint32_t i = 1 + below(maker, 2); i; i--) {
        RandomStatement canceling = {.kind = RANDOM_CANCEL,
                                     .object = 1 + below(maker, maker->skeleton->task_count - 1)};
        insert(maker, block, first + below(maker, block->statements.count - first + 1), canceling);
    }
}

// After the last start of a task, with more of the body behind it.
static void add_join_between(Maker *maker, RandomBlock *block) {
    uint32_t first = block->statements.count;
    while (first && block->statements.items[first - 1].kind != RANDOM_SPAWN) first--;
    RandomStatement joining = {.kind = RANDOM_JOIN, .object = 1 + below(maker, maker->skeleton->task_count - 1)};
    insert(maker, block, first + below(maker, block->statements.count - first + 1), joining);
}

static void make_free_bodies(Maker *maker) {
    for (; maker->task < maker->skeleton->task_count; maker->task++)
        maker->skeleton->bodies[maker->task] = make_block(maker, 0, 1 + below(maker, 4), 0);
}

// Main adds to the group before it spawns, spawns everyone, and may wait and join.
static void complete_main(Maker *maker) {
    RandomSkeleton *skeleton = maker->skeleton;
    RandomBlock *main_body = skeleton->bodies[0];
    if (skeleton->has_group && chance(maker, 70))
        insert(maker, main_body, below(maker, main_body->statements.count + 1), (RandomStatement){.kind = RANDOM_WAIT});
    for (uint32_t i = skeleton->task_count; i-- > 1;) {
        uint32_t at = skeleton->has_group || chance(maker, 70) ? 0 : below(maker, main_body->statements.count + 1);
        insert(maker, main_body, at, (RandomStatement){.kind = RANDOM_SPAWN, .object = i});
    }
    if (skeleton->has_group && maker->done_count) {
        RandomStatement adding = {.kind = RANDOM_ADD, .count = maker->done_count + chance(maker, 20)};
        insert(maker, main_body, 0, adding);
    }
    if (chance(maker, 30)) {
        RandomStatement joining = {.kind = RANDOM_JOIN, .object = 1 + below(maker, skeleton->task_count - 1)};
        insert(maker, main_body, main_body->statements.count, joining);
    }
    if (maker->options.has_races && chance(maker, 50)) add_join_between(maker, main_body);
    if (skeleton->has_cancel) add_cancels(maker, main_body);
}

RandomSkeleton *random_skeleton(uint64_t seed, RandomOptions options, Arena *arena) {
    RandomSkeleton *skeleton = arena_new(arena, RandomSkeleton);
    Maker maker = {.state = seed * 0x9e3779b97f4a7c15u + 1, .arena = arena, .options = options, .skeleton = skeleton};
    for (uint32_t i = 0; i < 8; i++) below(&maker, 2);
    static const uint32_t capacities[] = {0, 0, 1, 2};
    skeleton->channel_count = 1 + below(&maker, RANDOM_CHANNELS);
    for (uint32_t i = 0; i < skeleton->channel_count; i++) skeleton->capacities[i] = capacities[below(&maker, 4)];
    skeleton->lock_count = below(&maker, RANDOM_LOCKS + 1);
    if (options.has_monitors && !skeleton->lock_count) skeleton->lock_count = 1;
    skeleton->task_count = 2 + below(&maker, RANDOM_TASKS - 1);
    skeleton->has_group = chance(&maker, 30);
    skeleton->has_more = options.has_more;
    skeleton->has_sends_to_all = options.has_sends_to_all;
    skeleton->has_cancel = options.has_cancel;
    if (options.has_cancel) skeleton->cancel_ends = chance(&maker, 50);
    if (options.has_more) skeleton->permits = below(&maker, 3);
    if (options.has_more) skeleton->barrier_size = chance(&maker, 60) ? 2 : 0;
    if (chance(&maker, 70))
        make_agreeing_bodies(&maker);
    else
        make_free_bodies(&maker);
    complete_main(&maker);
    return skeleton;
}

static void print_block(const RandomBlock *block, unsigned depth, Text *out);

static void print_statement(const RandomStatement *statement, unsigned depth, Text *out) {
    static const char *const words[RANDOM_KIND_COUNT] = {
        "send",       "receive",       "close",        "lock",       "unlock",     "add",     "done",
        "wait",       "spawn",         "join",         "branch",     "loop",       "select",  "lock-shared",
        "lock-write", "unlock-shared", "unlock-write", "try",        "acquire",    "release", "barrier",
        "signal",     "broadcast",     "set",          "await",      "await-flag", "cancel",  "clear",
        "count-up",   "count-down",    "send-to-all",  "await-some", "await-room"};
    text_format(out, "%*s%s %u", (int)(2 * depth), "", words[statement->kind], (unsigned)statement->object);
    text_format(out, statement->count ? " count %u\n" : "\n", (unsigned)statement->count);
    for (uint32_t i = 0; i < statement->case_count; i++) {
        text_format(out, "%*scase %s %u\n", (int)(2 * depth), "", words[statement->cases[i].kind],
                    (unsigned)statement->cases[i].object);
        print_block(statement->cases[i].block, depth + 1, out);
    }
    for (uint32_t i = 0; i < statement->block_count; i++) {
        text_format(out, "%*sblock %u\n", (int)(2 * depth), "", (unsigned)i);
        print_block(statement->blocks[i], depth + 1, out);
    }
}

static void print_block(const RandomBlock *block, unsigned depth, Text *out) {
    for (uint32_t i = 0; i < block->statements.count; i++) print_statement(&block->statements.items[i], depth, out);
}

void random_print(const RandomSkeleton *skeleton, Text *out) {
    if (skeleton->has_cancel) text_format(out, "cancel %s\n", skeleton->cancel_ends ? "ends" : "tells");
    text_format(out, "permits %u, barrier %u\n", (unsigned)skeleton->permits, (unsigned)skeleton->barrier_size);
    for (uint32_t i = 0; i < skeleton->channel_count; i++)
        text_format(out, "channel %u capacity %u\n", (unsigned)i, (unsigned)skeleton->capacities[i]);
    for (uint32_t i = 0; i < skeleton->task_count; i++) {
        text_format(out, "task %u\n", (unsigned)i);
        print_block(skeleton->bodies[i], 1, out);
    }
}
