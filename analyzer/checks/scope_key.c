// SPDX-License-Identifier: MIT
#include "checks/scope_key.h"

#include "explorer/machine.h"
#include "explorer/share.h"

struct ScopeKeys {
    const Program *program;
    const PointsTo *points_to;
    const ScopeMap *map;
    Machine machine; // answers what is known of variables and memory
    Arena *arena;
    Hash *functions, *bodies, *contests, *names, *variables, *sites; // zero: not asked yet
    uint32_t *rank;                                                  // of a local among those of its function
    uint32_t *first_site;                                            // per function: of those made by it
    uint32_t *next_site;                                             // per site
    ScopeObjectId *first_object;                                     // per site
    ScopeObjectId *next_object;                                      // per object
    ScopeObjectId *first_member;                                     // none of a site
};

static bool is_known(Hash hash) {
    return hash.low | hash.high;
}

static Hash add_number(Hash hash, uint64_t number) {
    return hash_bytes(hash, &number, sizeof number);
}

static Hash add_hash(Hash hash, Hash more) {
    return hash_bytes(hash, &more, sizeof more);
}

static Hash add_text(Hash hash, const char *text) {
    return text ? hash_text(hash, text) : add_number(hash, UINT64_MAX);
}

static Hash add_type(Hash hash, ValueType type) {
    uint64_t numbers[] = {type.kind, type.is_atomic, type.is_volatile, type.size};
    return hash_bytes(hash, numbers, sizeof numbers);
}

static bool is_of_function(const Site *site) {
    return site->kind == SITE_HEAP || site->kind == SITE_OBJECT || site->kind == SITE_TASK;
}

static void chain_sites(ScopeKeys *keys) {
    uint32_t count = points_to_site_count(keys->points_to);
    keys->first_site = arena_new_array(keys->arena, uint32_t, keys->program->functions.count + 1);
    keys->next_site = arena_new_array(keys->arena, uint32_t, count + 1);
    for (SiteId id = count; id-- > 1;) {
        const Site *site = points_to_site(keys->points_to, id);
        if (!is_of_function(site)) continue;
        keys->next_site[id] = keys->first_site[site->function];
        keys->first_site[site->function] = id;
    }
}

static void chain_objects(ScopeKeys *keys) {
    uint32_t count = scope_map_object_count(keys->map);
    keys->first_object = arena_new_array(keys->arena, ScopeObjectId, points_to_site_count(keys->points_to) + 1);
    keys->next_object = arena_new_array(keys->arena, ScopeObjectId, count + 1);
    for (ScopeObjectId id = count; id-- > 1;) {
        SiteId site = scope_map_object(keys->map, id)->site;
        keys->next_object[id] = keys->first_object[site];
        keys->first_object[site] = id;
    }
}

static void rank_locals(ScopeKeys *keys) {
    const Program *program = keys->program;
    uint32_t *count = arena_new_array(keys->arena, uint32_t, program->functions.count + 1);
    keys->rank = arena_new_array(keys->arena, uint32_t, program->variables.count + 1);
    for (VariableId id = 1; id < program->variables.count; id++)
        keys->rank[id] = ++count[program_variable(program, id)->function];
}

ScopeKeys *scope_keys_create(const Program *program, const PointsTo *points_to, const ExploreShared *shared,
                             const ScopeMap *map, Arena *arena) {
    ScopeKeys *keys = arena_new(arena, ScopeKeys);
    *keys = (ScopeKeys){.program = program, .points_to = points_to, .map = map, .arena = arena};
    keys->machine = (Machine){.program = program, .points_to = points_to, .escapes = shared->escapes};
    keys->functions = arena_new_array(arena, Hash, program->functions.count + 1);
    keys->bodies = arena_new_array(arena, Hash, program->functions.count + 1);
    keys->contests = arena_new_array(arena, Hash, program->functions.count + 1);
    keys->names = arena_new_array(arena, Hash, program->functions.count + 1);
    keys->variables = arena_new_array(arena, Hash, program->variables.count + 1);
    keys->sites = arena_new_array(arena, Hash, points_to_site_count(points_to) + 1);
    rank_locals(keys);
    chain_sites(keys);
    chain_objects(keys);
    return keys;
}

// Which function it is, without its code.
static Hash name_of(ScopeKeys *keys, FunctionId id) {
    Hash *known = &keys->names[id];
    if (is_known(*known)) return *known;
    const Function *function = program_function(keys->program, id);
    uint64_t numbers[] = {function->is_defined,       function->is_exported,
                          function->is_noreturn,      function->is_variadic,
                          function->is_system,        function->is_entry,
                          function->is_address_taken, function->is_initialiser,
                          function->parameter_count,  id != 0};
    Hash hash = add_text(hash_bytes((Hash){0}, numbers, sizeof numbers), function->symbol);
    hash = add_text(add_text(hash, function->name), program_path(keys->program, function->place));
    hash = add_number(hash, points_to_is_reached(keys->points_to, id));
    return *known = add_type(add_number(hash, points_to_is_callback(keys->points_to, id)), function->result_type);
}

static Hash of_site(ScopeKeys *keys, SiteId id);

static Hash of_variable(ScopeKeys *keys, VariableId id) {
    Hash *known = &keys->variables[id];
    if (!id || is_known(*known)) return *known;
    const Variable *variable = program_variable(keys->program, id);
    uint64_t numbers[] = {variable->kind,
                          variable->size,
                          variable->is_address_taken,
                          variable->is_external,
                          variable->is_exported,
                          variable->function ? keys->rank[id] : 0,
                          machine_variable_escapes(&keys->machine, id),
                          machine_variable_is_settled(&keys->machine, id)};
    Hash hash = hash_bytes((Hash){1, 1}, numbers, sizeof numbers);
    hash = add_type(add_hash(hash, name_of(keys, variable->function)), variable->type);
    hash = add_text(add_text(add_text(hash, variable->symbol), variable->name), variable->type_name);
    *known = add_text(hash, program_path(keys->program, variable->place));
    SiteId site = points_to_site_of_variable(keys->points_to, id);
    return *known = site ? add_hash(*known, of_site(keys, site)) : *known;
}

// Where the scopes see objects in the memory; arrays may be one element of them.
static Hash add_objects(ScopeKeys *keys, Hash hash, SiteId site) {
    for (ScopeObjectId id = keys->first_object[site]; id; id = keys->next_object[id]) {
        const ScopeObject *object = scope_map_object(keys->map, id);
        uint64_t numbers[] = {(uint64_t)object->offset, object->kind, object->is_leaf_lock, object->can_block};
        hash = add_text(hash_bytes(hash, numbers, sizeof numbers), object->member);
    }
    return keys->first_object[site] ? points_to_hash_arrays(keys->points_to, site, hash) : hash;
}

static Hash of_site(ScopeKeys *keys, SiteId id) {
    Hash *known = &keys->sites[id];
    if (is_known(*known)) return *known;
    const Site *site = points_to_site(keys->points_to, id);
    uint64_t numbers[] = {site->kind,      site->node,       site->call, site->outer_call,
                          site->is_single, site->is_escaped, id != 0};
    Hash hash = hash_bytes((Hash){2, 2}, numbers, sizeof numbers);
    if (site->kind == SITE_VARIABLE) { // a variable names its site, not the other way round
        const Variable *variable = program_variable(keys->program, site->variable);
        hash = add_number(hash, variable->function ? keys->rank[site->variable] : 0);
        hash = add_text(add_hash(hash, name_of(keys, variable->function)), variable->symbol);
        hash = add_text(hash, variable->name);
    }
    hash = add_hash(add_hash(hash, name_of(keys, site->function)), name_of(keys, site->caller));
    hash = add_hash(hash, name_of(keys, site->outer_caller));
    return *known = id ? add_objects(keys, hash, id) : hash;
}

static Hash add_set(ScopeKeys *keys, Hash hash, PointeeSet set) {
    hash = add_number(hash, (uint64_t)set.count << 1 | set.has_unknown);
    for (uint32_t i = 0; i < set.count; i++) {
        hash = add_hash(hash, of_site(keys, set.items[i].site));
        hash = add_number(hash, (uint64_t)set.items[i].offset);
    }
    return hash;
}

static bool may_be_pointer(const Expr *expr) {
    return expr->kind != EXPR_CONSTANT &&
           (expr->type.kind == TYPE_POINTER || expr->type.kind == TYPE_AGGREGATE || expr->type.size >= sizeof(int64_t));
}

static Hash add_expr(ScopeKeys *keys, Hash hash, FunctionId function, ExprId id) {
    if (!id) return hash; // what refers to it says whether it is there
    const Expr *expr = program_expr(keys->program, id);
    uint64_t numbers[] = {expr->kind,       expr->operator_,   (uint64_t)expr->constant, expr->left != 0,
                          expr->right != 0, expr->type.kind,   expr->type.is_atomic,     expr->type.is_volatile,
                          expr->type.size,  expr->name != NULL};
    hash = hash_bytes(hash, numbers, sizeof numbers);
    if (expr->name) hash = hash_text(hash, expr->name);
    if (expr->kind == EXPR_VARIABLE_ADDRESS) hash = add_hash(hash, of_variable(keys, expr->reference));
    if (expr->kind == EXPR_FUNCTION_ADDRESS) hash = add_hash(hash, name_of(keys, expr->reference));
    if (may_be_pointer(expr)) hash = add_set(keys, hash, points_to_of_expr(keys->points_to, function, id));
    if (expr->left) hash = add_expr(keys, hash, function, expr->left);
    return expr->right ? add_expr(keys, hash, function, expr->right) : hash;
}

static Hash add_argument(ScopeKeys *keys, Hash hash, FunctionId function, ExprId id) {
    return id ? add_expr(keys, hash, function, id) : add_number(hash, 0);
}

static Hash add_event(ScopeKeys *keys, Hash hash, FunctionId function, NodeId id, const Node *node) {
    const Api *api = program_api(keys->program, node->api);
    uint64_t numbers[] = {api->event, api->has_condition, api->condition_object, api->condition_argument,
                          (uint64_t)api->condition_value};
    hash = add_text(add_text(hash_bytes(hash, numbers, sizeof numbers), api->library), api->function);
    static const OperandRole roles[] = {OPERAND_OBJECT, OPERAND_MUTEX};
    for (uint32_t i = 0; i < 2; i++)
        if (api_operand(api, roles[i]).source != SOURCE_NONE)
            hash = add_set(keys, hash, points_to_of_operand(keys->points_to, function, id, roles[i]));
    return hash;
}

static Hash add_callees(ScopeKeys *keys, Hash hash, FunctionId function, NodeId id) {
    FunctionSet set = points_to_callees(keys->points_to, function, id);
    hash = add_number(hash, (uint64_t)set.count << 1 | set.has_unknown);
    for (uint32_t i = 0; i < set.count; i++) hash = add_hash(hash, name_of(keys, set.items[i]));
    return hash;
}

static Hash add_node(ScopeKeys *keys, Hash hash, FunctionId function, NodeId id) {
    const Node *node = &program_function(keys->program, function)->nodes[id];
    uint64_t operands = (uint64_t)(node->target != 0) << 2 | (uint64_t)(node->value != 0) << 1 | (node->callee != 0);
    uint64_t numbers[] = {node->kind,           node->next,       node->otherwise,    node->size,
                          node->argument_count, node->case_count, node->is_loop_head, node->type.kind,
                          node->type.is_atomic, operands,         node->text != NULL, node->type.is_volatile,
                          node->type.size};
    hash = hash_bytes(hash, numbers, sizeof numbers);
    if (node->text) hash = hash_text(hash, node->text);
    hash = add_expr(keys, add_expr(keys, hash, function, node->target), function, node->value);
    hash = add_hash(add_expr(keys, hash, function, node->callee), of_variable(keys, node->result));
    for (uint32_t i = 0; i < node->argument_count; i++) hash = add_argument(keys, hash, function, node->arguments[i]);
    for (uint32_t i = 0; i < node->case_count; i++) {
        uint64_t one[] = {(uint64_t)node->cases[i].low, (uint64_t)node->cases[i].high, node->cases[i].next};
        hash = hash_bytes(hash, one, sizeof one);
    }
    if (node->kind == NODE_EVENT) hash = add_event(keys, hash, function, id, node);
    bool has_callees = node->kind == NODE_CALL || node->kind == NODE_EVENT;
    return has_callees ? add_callees(keys, hash, function, id) : hash;
}

Hash scope_key_of_function(ScopeKeys *keys, FunctionId id) {
    Hash *known = &keys->functions[id];
    if (is_known(*known)) return *known;
    const Function *function = program_function(keys->program, id);
    uint64_t numbers[] = {function->node_count, function->entry, function->skipped_count};
    Hash hash = hash_bytes(name_of(keys, id), numbers, sizeof numbers);
    for (uint32_t i = 0; i < function->parameter_count; i++)
        hash = add_hash(hash, of_variable(keys, function->parameters[i]));
    for (NodeId at = 1; at < function->node_count; at++) hash = add_node(keys, hash, id, at);
    for (SiteId site = keys->first_site[id]; site; site = keys->next_site[site])
        hash = add_hash(hash, of_site(keys, site));
    return *known = hash;
}

// Marks of one node in the slice, as the explorer asks for them.
static uint64_t marks_of(const Relevance *relevance, FunctionId function, NodeId id, const Node *node) {
    const Scope *scope = relevance_scope(relevance);
    uint64_t marks = relevance_of_node(relevance, function, id);
    if (!marks) return 0;
    marks |= (uint64_t)relevance_of_element(relevance, function, id) << 1;
    if (node->kind != NODE_EVENT) return marks;
    marks |= (uint64_t)relevance_event_is_outside(relevance, function, id) << 3;
    return marks | (uint64_t)scope_of_event(scope, function, id) << 4;
}

static uint64_t made_in_scope(const Relevance *relevance, FunctionId function, NodeId id) {
    const Scope *scope = relevance_scope(relevance);
    return (uint64_t)scope_of_made(scope, function, id, -1) << 8 | (uint64_t)scope_of_made(scope, function, id, 0)
                                                                       << 10;
}

// Numbers that are hashed together: one by one it takes several times as long.
enum { MOST_WORDS = 128 };

typedef struct Words {
    uint64_t items[MOST_WORDS];
    uint32_t count;
} Words;

static Hash add_words(Hash hash, Words *words) {
    hash = hash_bytes(hash, words->items, words->count * sizeof *words->items);
    words->count = 0;
    return hash;
}

// What is the same of the function in all slices: its code, and what ways over nodes that do not matter hang on.
static Hash of_body(ScopeKeys *keys, const Relevance *relevance, FunctionId id) {
    Hash *known = &keys->bodies[id];
    if (is_known(*known)) return *known;
    const Function *function = program_function(keys->program, id);
    Words words = {.count = 0};
    Hash hash = scope_key_of_function(keys, id);
    for (NodeId at = 1; at < function->node_count; at++) {
        words.items[words.count++] = relevance_constant_of_node(relevance, id, at);
        if (words.count == MOST_WORDS) hash = add_words(hash, &words);
    }
    return *known = add_words(hash, &words);
}

// Which nodes matter and how; where they lead to follows from that and from the body.
static Hash add_slice(ScopeKeys *keys, Hash hash, const Relevance *relevance, FunctionId id) {
    const Function *function = program_function(keys->program, id);
    NodeList nodes = relevance_nodes(relevance, id);
    Words words = {.count = 0};
    hash = add_hash(hash, of_body(keys, relevance, id));
    hash = add_number(hash, (uint64_t)nodes.count << 1 | relevance_of_function(relevance, id));
    for (uint32_t i = 0; i < nodes.count; i++) {
        NodeId at = nodes.items[i];
        uint64_t word = (uint64_t)at << 32 | marks_of(relevance, id, at, &function->nodes[at]);
        if (function->nodes[at].kind == NODE_EVENT) word |= made_in_scope(relevance, id, at);
        words.items[words.count++] = word;
        if (words.count == MOST_WORDS) hash = add_words(hash, &words);
    }
    return add_words(hash, &words);
}

// Functions that the slice enters, where nothing of it happens.
static Hash add_entered(ScopeKeys *keys, Hash hash, const Relevance *relevance, FunctionId id) {
    const Function *function = program_function(keys->program, id);
    NodeList nodes = relevance_nodes(relevance, id);
    for (uint32_t i = 0; i < nodes.count; i++) {
        NodeKind kind = function->nodes[nodes.items[i]].kind;
        if (kind != NODE_CALL && kind != NODE_EVENT) continue;
        FunctionSet set = points_to_callees(keys->points_to, id, nodes.items[i]);
        for (uint32_t k = 0; k < set.count; k++)
            if (!relevance_of_function(relevance, set.items[k]))
                hash = add_hash(hash, of_body(keys, relevance, set.items[k]));
    }
    return hash;
}

static Hash add_scope(ScopeKeys *keys, Hash hash, const Scope *scope) {
    hash = add_number(hash, (uint64_t)scope->count << 1 | scope->is_exact);
    hash = add_number(hash, scope->guard_count);
    for (uint32_t i = 0; i < scope->count + scope->guard_count; i++) {
        ScopeObjectId id = i < scope->count ? scope->items[i] : scope->guards[i - scope->count];
        const ScopeObject *object = scope_map_object(keys->map, id);
        uint64_t numbers[] = {(uint64_t)object->offset, object->kind, object->is_leaf_lock, object->can_block};
        hash = add_text(hash_bytes(hash, numbers, sizeof numbers), object->member);
        hash = add_hash(hash, of_site(keys, object->site));
    }
    return hash;
}

// How many functions of the slice come before this one in the program: the order of ids is all that they may decide.
static uint64_t place_among(FunctionList functions, uint32_t count, uint32_t index) {
    uint64_t place = 0;
    for (uint32_t i = 0; i < count; i++) place += functions.items[i] < functions.items[index];
    return place;
}

// Which nodes are contested, whatever scope they are for.
static Hash of_contest(ScopeKeys *keys, const Scope *scope, FunctionId id) {
    Hash *known = &keys->contests[id];
    if (is_known(*known)) return *known;
    Hash hash = {4, 4};
    for (NodeId at = 1; at < program_function(keys->program, id)->node_count; at++)
        if (scope_is_contested(scope, id, at)) hash = add_number(hash, at);
    return *known = hash;
}

Hash scope_key_of_contest(ScopeKeys *keys, const Scope *scope, Hash slice, const FunctionId *functions,
                          uint32_t count) {
    for (uint32_t i = 0; i < count; i++) slice = add_hash(slice, of_contest(keys, scope, functions[i]));
    return slice;
}

Hash scope_key_of_slice(ScopeKeys *keys, const Relevance *relevance, uint32_t function_count) {
    FunctionList functions = relevance_functions(relevance);
    const Program *program = keys->program;
    uint64_t numbers[] = {function_count, relevance_assumes(relevance), relevance_has_outside(relevance),
                          program->is_incomplete, points_to_unit_is_closed(keys->points_to)};
    Hash hash = add_scope(keys, hash_bytes((Hash){3, 3}, numbers, sizeof numbers), relevance_scope(relevance));
    for (uint32_t i = 0; i < function_count; i++) {
        hash = add_number(hash, place_among(functions, function_count, i));
        hash = add_slice(keys, hash, relevance, functions.items[i]);
        hash = add_entered(keys, hash, relevance, functions.items[i]);
    }
    return hash;
}
