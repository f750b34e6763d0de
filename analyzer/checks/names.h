// SPDX-License-Identifier: MIT
// How findings name tasks, channels and places: in the words of the source.
#pragma once
#include "explorer/explore.h"
#include "findings/finding.h"

// "results", "c->stop": where the object's handle is first kept, or the variable that the object lies in; else
// "channel made at a.c:12".
const char *name_object(const Program *program, Arena *arena, const ObjectView *object);

// The object as the operation at `site` writes it: "w->done"; falls back on name_object.
const char *name_operand(const Program *program, Arena *arena, CallSite site, const ObjectView *object);

// The entry function's name; "worker#2" for the second task that runs it.
const char *name_task(const Program *program, Arena *arena, const TaskView *task);

// Where a node stands, up to the end of its text.
FindingPlace place_of_node(const Program *program, CallSite site);
FindingPlace place_of_variable(const Program *program, VariableId variable);

// "channel", "mutex" …
const char *kind_of_object(const ObjectView *object);

// The api of an event node; NULL for any other node.
const Api *api_at(const Program *program, CallSite site);
