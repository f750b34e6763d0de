// SPDX-License-Identifier: MIT
// The bytes may come from anywhere, so nothing in them is believed: no number reaches beyond what is there, nothing is
// allocated for more items than bytes are left, and check_unit.h looks at every reference.
#include "facts/check_unit.h"
#include "facts/pack.h"
#include "facts/rows.h"

#include <string.h>

typedef struct Unpacker {
    const unsigned char *at, *end;
    bool is_broken; // set once something did not fit; all later numbers are 0
    Arena *arena;
    const char **texts;
    uint64_t text_count;
} Unpacker;

static uint64_t refuse(Unpacker *unpacker) {
    unpacker->is_broken = true;
    unpacker->at = unpacker->end;
    return 0;
}

static uint64_t get(Unpacker *unpacker) {
    uint64_t number = 0;
    for (uint32_t shift = 0; shift < 64 && unpacker->at < unpacker->end; shift += 7) {
        unsigned char byte = *unpacker->at++;
        number |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80)) return number;
    }
    return refuse(unpacker);
}

// A number of items that follow, each at least one byte long.
static uint32_t get_count(Unpacker *unpacker) {
    uint64_t count = get(unpacker);
    bool fits = count <= (uint64_t)(unpacker->end - unpacker->at) && count < UINT32_MAX;
    return (uint32_t)(fits ? count : refuse(unpacker));
}

// The size of a table with its unused slot 0.
static uint32_t get_table_count(Unpacker *unpacker) {
    uint64_t count = get(unpacker);
    bool fits = count && count - 1 <= (uint64_t)(unpacker->end - unpacker->at) && count < UINT32_MAX;
    if (!fits) refuse(unpacker);
    return fits ? (uint32_t)count : 1;
}

static uint32_t get_id(Unpacker *unpacker) {
    uint64_t id = get(unpacker);
    return (uint32_t)(id <= UINT32_MAX ? id : refuse(unpacker));
}

static void get_texts(Unpacker *unpacker) {
    unpacker->text_count = get_count(unpacker);
    uint32_t bytes = get_count(unpacker);
    if (unpacker->is_broken) return;
    const char *pool = arena_copy_bytes(unpacker->arena, (const char *)unpacker->at, bytes), *end = pool + bytes;
    unpacker->at += bytes;
    unpacker->texts = arena_new_array(unpacker->arena, const char *, unpacker->text_count + 1);
    for (uint64_t i = 1; i <= unpacker->text_count; i++) {
        if (pool == end) {
            refuse(unpacker);
            return;
        }
        unpacker->texts[i] = pool;
        pool += strlen(pool); // the copy ends with a zero, so this stops at `end` at the latest
        if (pool < end) pool++;
    }
    if (pool != end) refuse(unpacker);
}

static void set_field(Unpacker *unpacker, const Field *field, void *row) {
    char *to = (char *)row + field->offset;
    uint64_t number = field->kind == FIELD_BOOL ? 1 : get(unpacker);
    switch (field->kind) {
    case FIELD_U32:
        if (number > UINT32_MAX) refuse(unpacker);
        *(uint32_t *)(void *)to = (uint32_t)number;
        break;
    case FIELD_ENUM:
        if (number > field->last) number = refuse(unpacker);
        *(uint32_t *)(void *)to = (uint32_t)number;
        break;
    case FIELD_U64: *(uint64_t *)(void *)to = number; break;
    case FIELD_I64: *(int64_t *)(void *)to = (int64_t)(number >> 1 ^ (number & 1 ? UINT64_MAX : 0)); break;
    case FIELD_BOOL: *(bool *)to = true; break;
    case FIELD_CHAR:
        if (number > UINT8_MAX) refuse(unpacker);
        *to = (char)number;
        break;
    case FIELD_TEXT:
        if (number > unpacker->text_count) number = refuse(unpacker);
        *(const char **)(void *)to = unpacker->texts[number];
        break;
    }
}

static void get_row(Unpacker *unpacker, TableId id, void *row) {
    const Table *table = table_describe(id);
    uint32_t mask_size = (table->field_count + 7) / 8;
    if ((size_t)(unpacker->end - unpacker->at) < mask_size) {
        refuse(unpacker);
        return;
    }
    const unsigned char *mask = unpacker->at;
    unpacker->at += mask_size;
    for (uint32_t i = 0; i < mask_size; i++) {
        if (!mask[i]) continue;
        for (uint32_t bit = 0; bit < 8; bit++)
            if (mask[i] >> bit & 1) {
                if (i * 8 + bit < table->field_count)
                    set_field(unpacker, &table->fields[i * 8 + bit], row);
                else
                    refuse(unpacker);
            }
        if (unpacker->is_broken) return;
    }
}

static uint32_t *get_ids(Unpacker *unpacker, uint32_t *count) {
    *count = get_count(unpacker);
    uint32_t *ids = *count ? arena_new_array(unpacker->arena, uint32_t, *count) : NULL;
    for (uint32_t i = 0; i < *count; i++) ids[i] = get_id(unpacker);
    return ids;
}

static void get_node(Unpacker *unpacker, Node *node) {
    get_row(unpacker, TABLE_NODES, node);
    node->arguments = get_ids(unpacker, &node->argument_count);
    node->case_count = get_count(unpacker);
    node->cases = node->case_count ? arena_new_array(unpacker->arena, SwitchCase, node->case_count) : NULL;
    for (uint32_t i = 0; i < node->case_count && !unpacker->is_broken; i++)
        get_row(unpacker, TABLE_SWITCH_CASES, &node->cases[i]);
}

static void get_function(Unpacker *unpacker, Function *function) {
    get_row(unpacker, TABLE_FUNCTIONS, function);
    function->parameters = get_ids(unpacker, &function->parameter_count);
    if (function->node_count > (uint64_t)(unpacker->end - unpacker->at) + 1) refuse(unpacker);
    if (unpacker->is_broken) function->node_count = 0;
    if (function->node_count) function->nodes = arena_new_array(unpacker->arena, Node, function->node_count);
    for (NodeId id = 1; id < function->node_count && !unpacker->is_broken; id++)
        get_node(unpacker, &function->nodes[id]);
}

static void get_api(Unpacker *unpacker, Api *api) {
    get_row(unpacker, TABLE_APIS, api);
    for (uint32_t role = 0; role < OPERAND_ROLE_COUNT; role++)
        get_row(unpacker, TABLE_API_OPERANDS, &api->operands[role]);
    for (uint32_t kind = 0; kind < OUTCOME_KIND_COUNT; kind++)
        get_row(unpacker, TABLE_API_OUTCOMES, &api->outcomes[kind]);
}

// Replaces a table by one of `total` items of which slot 0 is the old one's.
#define MAKE_TABLE(unpacker, array, Type)                                                                              \
    do {                                                                                                               \
        uint32_t total = get_table_count(unpacker);                                                                    \
        Type *items = arena_new_array((unpacker)->arena, Type, total);                                                 \
        items[0] = (array)->items[0];                                                                                  \
        (array)->items = items;                                                                                        \
        (array)->count = (array)->capacity = total;                                                                    \
    } while (0)

static void get_program(Unpacker *unpacker, Program *program) {
    program->is_incomplete = get(unpacker) != 0;
    MAKE_TABLE(unpacker, &program->files, SourceFile);
    for (uint32_t i = 1; i < program->files.count; i++) get_row(unpacker, TABLE_FILES, &program->files.items[i]);
    MAKE_TABLE(unpacker, &program->variables, Variable);
    for (uint32_t i = 1; i < program->variables.count; i++)
        get_row(unpacker, TABLE_VARIABLES, &program->variables.items[i]);
    MAKE_TABLE(unpacker, &program->exprs, Expr);
    for (uint32_t i = 1; i < program->exprs.count; i++) get_row(unpacker, TABLE_EXPRS, &program->exprs.items[i]);
    MAKE_TABLE(unpacker, &program->apis, Api);
    for (uint32_t i = 1; i < program->apis.count; i++) get_api(unpacker, &program->apis.items[i]);
    MAKE_TABLE(unpacker, &program->functions, Function);
    for (uint32_t i = 1; i < program->functions.count; i++) get_function(unpacker, &program->functions.items[i]);
}

Status facts_unpack(const char *path, const void *bytes, size_t size, Arena *arena, Messages *messages,
                    Program **program) {
    *program = NULL;
    const unsigned char *start = bytes;
    Unpacker unpacker = {.at = start, .end = start + size, .arena = arena};
    Program *made = program_create(arena);
    get_texts(&unpacker);
    if (!unpacker.is_broken) get_program(&unpacker, made);
    if (unpacker.at != unpacker.end) refuse(&unpacker);
    const char *fault = unpacker.is_broken ? "it is not whole" : check_unit(made);
    if (fault) {
        message_add(messages, SEVERITY_ERROR, path, 0, "the facts are damaged: %s", fault);
        return STATUS_BAD_INPUT;
    }
    *program = made;
    return STATUS_OK;
}
