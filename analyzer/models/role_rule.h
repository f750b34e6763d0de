// SPDX-License-Identifier: MIT
// What each role needs and may have, so that a model that could not be analysed is refused when it is loaded.
#pragma once
#include "models/reader.h"

typedef struct RoleRule {
    EventKind role;
    uint32_t objects;           // set of ObjectKind bits; 0: the role has no object kind
    uint32_t required_operands; // sets of OperandRole bits
    uint32_t optional_operands;
    Blocking blocking; // when the model says nothing
} RoleRule;

#define ROLE_BIT(value) (1u << (value))

const RoleRule *role_rule(EventKind role);

// The only object kind of a role, or OBJECT_NONE when it has none or a choice of several.
ObjectKind role_rule_default_object(const RoleRule *rule);

// Reports operands and object kinds that do not fit the role, and outcomes that its blocking makes necessary.
void role_rule_check(ModelReader *reader, const Api *api);
