// SPDX-License-Identifier: MIT
// Values as terms: what a function knows of a value in words that hold over program points. Equal ids are equal
// values within one activation of a function, as long as the value stays (see state.h). Terms are hash-consed in one
// table; those made of entry values, globals and single objects mean the same to callers once parameters are
// replaced (portable terms).
#pragma once
#include "link/points_to.h"

typedef uint32_t TermId; // 0: a value that is not followed

typedef enum TermKind {
    TERM_NONE,
    TERM_NUMBER,   // `constant`
    TERM_VARIABLE, // address of variable `reference`
    TERM_SITE,     // address of the one object of site `reference`
    TERM_FUNCTION, // address of function `reference`
    TERM_STRING,   // address of the literal in expression `reference`
    TERM_ENTRY,    // what variable `reference` holds when the function is entered
    TERM_LOAD,     // what lies at `left` since node `reference` (0: since entry)
    TERM_OFFSET,   // `left` plus `constant` bytes; `reference` is the field's key
    TERM_ELEMENT,  // `left` plus `right` times `constant` bytes
    TERM_OPERATOR, // `operator_` on `left`, `right`; of comparisons only EQUAL and LESS
    TERM_RESULT,   // made by node `reference`; `constant` tells several apart
    TERM_MERGE,    // what key `constant` holds where ways join at node `reference`
    TERM_OLD,      // `left` as it was in an earlier round of a loop: one of many values
    TERM_OBJECTS,  // some object of the set `reference` (term_objects)
    TERM_RETURNED, // in summaries: what the function returns
} TermKind;

typedef struct Term {
    TermKind kind;
    Operator operator_;
    TermId left, right;
    uint32_t reference;
    int64_t constant;
    bool is_portable; // means something to callers
    bool is_many;     // one of several values: OLD or OBJECTS inside
    bool is_indexed;  // an element of an array by an index that is no number
    bool has_load;    // depends on memory that others may change
    uint8_t depth;
} Term;

enum { MAXIMUM_TERM_DEPTH = 10 };

typedef struct TermTable TermTable;

TermTable *term_table_create(const Program *program, const PointsTo *points_to, Arena *arena);
const Term *term_at(const TermTable *table, TermId id);

// Builders fold constants and return 0 when an operand is 0 or the term is too deep.
TermId term_number(TermTable *table, int64_t value);
TermId term_leaf(TermTable *table, TermKind kind, uint32_t reference);
TermId term_load(TermTable *table, TermId address, NodeId since);
TermId term_offset(TermTable *table, TermId base, int64_t bytes, uint32_t field_key);
TermId term_element(TermTable *table, TermId base, TermId index, int64_t stride);
TermId term_operation(TermTable *table, Operator operator_, TermId left, TermId right);
TermId term_result(TermTable *table, NodeId node, uint32_t which);
TermId term_merge(TermTable *table, NodeId node, uint32_t key);
TermId term_old(TermTable *table, TermId term);

// The one object when the set is exactly one single object, else some object of the set. 0 for the empty set.
TermId term_objects(TermTable *table, const PointeeSet *set);
PointeeSet term_object_set(const TermTable *table, TermId objects); // of a TERM_OBJECTS

// A lock's name: the address without field keys, so that two spellings of one place are one term.
TermId term_as_place(TermTable *table, TermId address);

// Replaces subterms for which `change` gives something else than the term itself; bottom-up results are rebuilt.
typedef TermId (*TermChange)(void *context, TermId term, bool *is_final);
TermId term_rewrite(TermTable *table, TermId term, TermChange change, void *context);
TermId term_replace(TermTable *table, TermId term, TermId from, TermId to);
bool term_contains(const TermTable *table, TermId term, TermId part);

// Whether some LOAD, RESULT or MERGE in it was made at the node.
bool term_depends_on_node(const TermTable *table, TermId term, NodeId node);

// What the address may be, outside of its function; `site` is where it is used in `role`. The set is of one object
// for exact terms.
PointeeSet term_pointees(TermTable *table, TermId term);
