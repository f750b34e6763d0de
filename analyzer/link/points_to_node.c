// SPDX-License-Identifier: MIT
// Nodes to constraints.
#include "link/points_to_state.h"

uint32_t points_to_add_binding(PointsTo *state, Binding binding) {
    array_push(&state->bindings, state->arena, binding);
    return state->bindings.count - 1;
}

void points_to_bind(PointsTo *state, uint32_t binding, Value callee) {
    if (callee)
        points_to_constrain(state, points_to_cell_of(state, callee),
                            (Constraint){.kind = CONSTRAINT_CALL, .other = binding});
}

static Argument *arguments_of(PointsTo *state, ContextId context, const Node *node) {
    Argument *arguments = arena_new_array(state->arena, Argument, node->argument_count + 1);
    for (uint32_t i = 0; i < node->argument_count; i++)
        arguments[i] = points_to_argument(state, context, node->arguments[i]);
    return arguments;
}

static void generate_call(PointsTo *state, ContextId context, NodeId id, const Node *node) {
    Binding binding = {.context = context, .node = id, .argument_count = node->argument_count, .is_call = true};
    binding.arguments = arguments_of(state, context, node);
    if (node->result) {
        const Variable *result = program_variable(state->program, node->result);
        binding.result = points_to_variable_block(state, context, node->result);
        if (result->type.kind == TYPE_AGGREGATE) binding.result_size = result->size ? result->size : 1;
    }
    uint32_t added = points_to_add_binding(state, binding);
    const Expr *callee = program_expr(state->program, node->callee);
    if (callee->kind == EXPR_FUNCTION_ADDRESS) {
        points_to_value(state, context, node->callee);
        points_to_enter(state, added, callee->reference);
        return;
    }
    points_to_bind(state, added, points_to_value(state, context, node->callee));
}

static void generate_return(PointsTo *state, ContextId context, const Node *node) {
    Argument value = points_to_argument(state, context, node->value);
    if (!value.value) return;
    LocationId result = points_to_location(state, state->contexts.items[context].result, 0);
    if (value.copied_size)
        points_to_copy(state, VALUE_ADDRESS | result, value.value, (int64_t)value.copied_size);
    else
        points_to_store(state, VALUE_ADDRESS | result, value.value);
}

static void generate_assign(PointsTo *state, ContextId context, const Node *node) {
    Value target = points_to_value(state, context, node->target);
    Value moved = points_to_moved_pointer(state, context, node->target, node->value);
    Argument value = points_to_argument(state, context, node->value);
    if (value.copied_size)
        points_to_copy(state, target, value.value, (int64_t)value.copied_size);
    else
        points_to_store(state, target, moved);
}

static void generate_node(PointsTo *state, ContextId context, NodeId id, const Node *node) {
    switch (node->kind) {
    case NODE_ASSIGN: generate_assign(state, context, node); break;
    case NODE_COPY: {
        Value to = points_to_value(state, context, node->target);
        points_to_copy(state, to, points_to_value(state, context, node->value), (int64_t)node->size);
        break;
    }
    case NODE_ZERO: points_to_value(state, context, node->target); break;
    case NODE_CALL: generate_call(state, context, id, node); break;
    case NODE_EVENT: points_to_generate_event(state, context, id); break;
    case NODE_BRANCH:
    case NODE_SWITCH: points_to_value(state, context, node->value); break;
    case NODE_RETURN: generate_return(state, context, node); break;
    case NODE_NOP:
    case NODE_SKIPPED: break;
    }
}

void points_to_generate(PointsTo *state, ContextId context) {
    const Function *function = program_function(state->program, state->contexts.items[context].function);
    for (NodeId id = 1; id < function->node_count; id++) generate_node(state, context, id, &function->nodes[id]);
}
