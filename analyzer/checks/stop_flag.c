// SPDX-License-Identifier: MIT
#include "checks/stop_flag.h"

#include "checks/names.h"
#include "checks/outcome_walk.h"

enum { MOST_FRAMES = 3 };

typedef struct Asker {
    const Program *program;
    const PointsTo *points_to;
    const StuckState *stuck;
    Arena *arena;
    CallSite event;  // the blocked operation, or the call that leads to it
    CallSite at;     // being looked at by the walk
    bool uses_flags; // loads give what lies in memory now
    bool comes_back, is_written;
    const bool *is_own; // per function: the task runs it
    ExprId address;     // of the flag that was read
    CallSite asked;
} Asker;

// The one object of the state that the address leads to, whatever way the task came; 0 when there may be several.
static ObjectId only_object(const Asker *asker, PointeeSet set) {
    ObjectId found = 0;
    if (set.count != 1 || set.has_unknown || set.items[0].offset < 0) return 0;
    for (ObjectId id = 1; id < asker->stuck->object_count; id++) {
        const ObjectView *object = &asker->stuck->objects[id];
        if (!object->cells || object->kind != OBJECT_NONE) continue;
        if (!diagnosis_is_site(asker->points_to, object, set.items[0].site)) continue;
        if (found) return 0;
        found = id;
    }
    return found;
}

static bool is_shared(const Asker *asker, SiteId id) {
    const Site *site = points_to_site(asker->points_to, id);
    if (site->kind == SITE_HEAP) return true;
    if (site->kind != SITE_VARIABLE) return false;
    VariableKind kind = program_variable(asker->program, site->variable)->kind;
    return kind == VARIABLE_GLOBAL || kind == VARIABLE_STATIC ||
           program_variable(asker->program, site->variable)->function != asker->event.function;
}

static bool may_be(PointeeSet set, Pointee flag) {
    for (uint32_t i = 0; i < set.count; i++)
        if (set.items[i].site == flag.site && (set.items[i].offset == flag.offset || set.items[i].offset < 0))
            return true;
    return false;
}

static bool node_writes(const Asker *asker, CallSite site, Pointee flag) {
    const Node *node = &program_function(asker->program, site.function)->nodes[site.node];
    if (node->kind == NODE_ASSIGN)
        return node->type.kind != TYPE_POINTER &&
               may_be(points_to_of_expr(asker->points_to, site.function, node->target), flag);
    const Api *api = api_at(asker->program, site);
    bool is_store = api && (api->event == EVENT_ATOMIC_STORE || api->event == EVENT_ATOMIC_EXCHANGE ||
                            api->event == EVENT_ATOMIC_UPDATE || api->event == EVENT_ATOMIC_COMPARE_EXCHANGE);
    return is_store && may_be(points_to_of_operand(asker->points_to, site.function, site.node, OPERAND_OBJECT), flag);
}

// Whether others write the flag and the task itself does not.
static bool is_told_by_others(const Asker *asker, Pointee flag) {
    bool is_told = false;
    for (FunctionId id = 1; id < asker->program->functions.count; id++) {
        const Function *function = program_function(asker->program, id);
        if (!function->is_defined || function->is_initialiser || !points_to_is_reached(asker->points_to, id)) continue;
        for (NodeId node = 1; node < function->node_count; node++) {
            if (!node_writes(asker, (CallSite){id, node}, flag)) continue;
            if (asker->is_own[id]) return false;
            is_told = true;
        }
    }
    return is_told;
}

static bool read_flag(Asker *asker, PointeeSet set, ExprId address, uint64_t size, int64_t *value) {
    ObjectId id = asker->uses_flags ? only_object(asker, set) : 0;
    if (!id || !is_shared(asker, set.items[0].site) || !is_told_by_others(asker, set.items[0])) return false;
    const ObjectView *object = &asker->stuck->objects[id];
    Value cell;
    if (cells_read(object->cells, set.items[0].offset, size, &cell)) {
        if (cell.kind != VALUE_INTEGER) return false;
        *value = cell.number;
    } else if (object->is_zeroed) {
        *value = 0;
    } else {
        return false;
    }
    if (!asker->address) {
        asker->address = address;
        asker->asked = asker->at;
    }
    return true;
}

static bool give_load(void *context, const Expr *load, int64_t *value) {
    Asker *asker = context;
    if (load->type.kind != TYPE_SIGNED && load->type.kind != TYPE_UNSIGNED) return false;
    return read_flag(asker, points_to_of_expr(asker->points_to, asker->event.function, load->left), load->left,
                     load->type.size, value);
}

static bool give_result(void *context, CallSite site, int64_t *value) {
    Asker *asker = context;
    const Node *node = &program_function(asker->program, site.function)->nodes[site.node];
    const Api *api = api_at(asker->program, site);
    if (!api || api->event != EVENT_ATOMIC_LOAD) return false;
    return read_flag(asker, points_to_of_operand(asker->points_to, site.function, site.node, OPERAND_OBJECT),
                     event_operand(asker->program, node, OPERAND_OBJECT),
                     program_variable(asker->program, node->result)->type.size, value);
}

static bool enter(void *context, CallSite site) {
    Asker *asker = context;
    asker->at = site;
    if (site.node != asker->event.node) return true;
    asker->comes_back = true;
    return false;
}

// Where the operation leads with the flags as they stand, or whatever they are.
static OutcomeEnd follow(Asker *asker, bool uses_flags) {
    asker->uses_flags = uses_flags;
    asker->comes_back = false;
    OutcomeWalk walk = {.program = asker->program,
                        .arena = asker->arena,
                        .context = asker,
                        .result = give_result,
                        .enter = enter,
                        .load = give_load};
    return outcome_walk(&walk, asker->event);
}

static void mark_own(const Program *program, const PointsTo *points_to, FunctionId id, bool *is_own) {
    const Function *function = program_function(program, id);
    if (is_own[id] || !function->is_defined) return;
    is_own[id] = true;
    for (NodeId node = 1; node < function->node_count; node++) {
        if (function->nodes[node].kind != NODE_CALL) continue;
        FunctionSet callees = points_to_callees(points_to, id, node);
        for (uint32_t i = 0; i < callees.count; i++) mark_own(program, points_to, callees.items[i], is_own);
    }
}

StopFlag stop_flag_ignored_by(const Program *program, const PointsTo *points_to, const StuckState *stuck,
                              const Wait *wait, Arena *arena) {
    const TaskView *task = &stuck->tasks[wait->task];
    bool *is_own = arena_new_array(arena, bool, program->functions.count);
    mark_own(program, points_to, task->entry, is_own);
    for (uint32_t up = 0; up < MOST_FRAMES && up < task->depth; up++) {
        uint32_t frame = task->depth - 1 - up;
        Asker asker = {.program = program,
                       .points_to = points_to,
                       .stuck = stuck,
                       .arena = arena,
                       .event = {task->stack[frame].function, task->calls[frame]},
                       .is_own = is_own};
        if (!asker.event.node) break;
        OutcomeEnd any = follow(&asker, false);
        if (any.is_cut) break;
        if (!asker.comes_back) continue; // the loop stands further up
        OutcomeEnd now = follow(&asker, true);
        if (now.is_cut || asker.comes_back || !now.leaves || !asker.address) break;
        const char *name = expr_text(program, arena, asker.address);
        return (StopFlag){*name == '&' ? name + 1 : name, asker.asked};
    }
    return (StopFlag){0};
}
