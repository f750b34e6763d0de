// SPDX-License-Identifier: MIT
// Numbers are LEB128 (seven bits a byte, low first; signed ones zigzag). A row is a bit mask of its fields that are not
// zero, then those: most fields of most rows are.
#include "facts/pack.h"

#include "base/hash.h"
#include "facts/rows.h"

#include <stdlib.h>
#include <string.h>

// Texts in the order of their first use; number 1 is the first, 0 is NULL.
typedef struct TextTable {
    uint32_t *slots; // open addressing by hash; 0 is free
    uint32_t slot_count;
    ARRAY(const char *) texts;
} TextTable;

typedef struct Packer {
    Arena *arena;
    TextTable table;
    Text body;
} Packer;

static void put(Text *out, uint64_t number) {
    char bytes[10];
    uint32_t count = 0;
    for (; number >= 0x80; number >>= 7) bytes[count++] = (char)(number | 0x80);
    bytes[count++] = (char)number;
    text_append_bytes(out, bytes, count);
}

static uint64_t zigzag(int64_t number) {
    return (uint64_t)number << 1 ^ (number < 0 ? UINT64_MAX : 0);
}

static uint32_t *slot_of(const TextTable *table, const char *text) {
    uint32_t at = (uint32_t)hash_text((Hash){0}, text).low & (table->slot_count - 1);
    while (table->slots[at] && strcmp(table->texts.items[table->slots[at] - 1], text))
        at = (at + 1) & (table->slot_count - 1);
    return &table->slots[at];
}

static void grow(Packer *packer) {
    TextTable *table = &packer->table;
    table->slot_count = table->slot_count ? table->slot_count * 2 : 1024;
    table->slots = arena_new_array(packer->arena, uint32_t, table->slot_count);
    for (uint32_t i = 0; i < table->texts.count; i++) *slot_of(table, table->texts.items[i]) = i + 1;
}

static uint64_t number_of_text(Packer *packer, const char *text) {
    if (!text) return 0;
    TextTable *table = &packer->table;
    if (table->texts.count * 2 >= table->slot_count) grow(packer);
    uint32_t *slot = slot_of(table, text);
    if (!*slot) {
        array_push(&table->texts, packer->arena, text);
        *slot = table->texts.count;
    }
    return *slot;
}

// The field's value as a number; 0 exactly for the zero of its type.
static uint64_t field_number(Packer *packer, const Field *field, const void *row) {
    const char *from = (const char *)row + field->offset;
    switch (field->kind) {
    case FIELD_U32:
    case FIELD_ENUM: return *(const uint32_t *)(const void *)from;
    case FIELD_U64: return *(const uint64_t *)(const void *)from;
    case FIELD_I64: return zigzag(*(const int64_t *)(const void *)from);
    case FIELD_BOOL: return *(const bool *)from;
    case FIELD_CHAR: return *(const unsigned char *)from;
    case FIELD_TEXT: return number_of_text(packer, *(const char *const *)(const void *)from);
    }
    return 0;
}

static void put_row(Packer *packer, TableId id, const void *row) {
    const Table *table = table_describe(id);
    uint64_t numbers[TABLE_MOST_FIELDS];
    char mask[TABLE_MOST_FIELDS / 8] = {0};
    for (uint32_t i = 0; i < table->field_count; i++) {
        numbers[i] = field_number(packer, &table->fields[i], row);
        if (numbers[i]) mask[i / 8] = (char)(mask[i / 8] | 1 << i % 8);
    }
    text_append_bytes(&packer->body, mask, (table->field_count + 7) / 8);
    for (uint32_t i = 0; i < table->field_count; i++)
        if (numbers[i] && table->fields[i].kind != FIELD_BOOL) put(&packer->body, numbers[i]);
}

static void put_nodes(Packer *packer, const Function *function) {
    Text *body = &packer->body;
    for (NodeId id = 1; id < function->node_count; id++) {
        const Node *node = &function->nodes[id];
        put_row(packer, TABLE_NODES, node);
        put(body, node->argument_count);
        for (uint32_t i = 0; i < node->argument_count; i++) put(body, node->arguments[i]);
        put(body, node->case_count);
        for (uint32_t i = 0; i < node->case_count; i++) put_row(packer, TABLE_SWITCH_CASES, &node->cases[i]);
    }
}

static void put_function(Packer *packer, const Function *function) {
    put_row(packer, TABLE_FUNCTIONS, function);
    put(&packer->body, function->parameter_count);
    for (uint32_t i = 0; i < function->parameter_count; i++) put(&packer->body, function->parameters[i]);
    put_nodes(packer, function);
}

static void put_api(Packer *packer, const Api *api) {
    put_row(packer, TABLE_APIS, api);
    for (uint32_t role = 0; role < OPERAND_ROLE_COUNT; role++)
        put_row(packer, TABLE_API_OPERANDS, &api->operands[role]);
    for (uint32_t kind = 0; kind < OUTCOME_KIND_COUNT; kind++)
        put_row(packer, TABLE_API_OUTCOMES, &api->outcomes[kind]);
}

static void put_program(Packer *packer, const Program *program) {
    Text *body = &packer->body;
    put(body, program->is_incomplete);
    put(body, program->files.count);
    for (uint32_t i = 1; i < program->files.count; i++) put_row(packer, TABLE_FILES, &program->files.items[i]);
    put(body, program->variables.count);
    for (uint32_t i = 1; i < program->variables.count; i++)
        put_row(packer, TABLE_VARIABLES, &program->variables.items[i]);
    put(body, program->exprs.count);
    for (uint32_t i = 1; i < program->exprs.count; i++) put_row(packer, TABLE_EXPRS, &program->exprs.items[i]);
    put(body, program->apis.count);
    for (uint32_t i = 1; i < program->apis.count; i++) put_api(packer, &program->apis.items[i]);
    put(body, program->functions.count);
    for (uint32_t i = 1; i < program->functions.count; i++) put_function(packer, &program->functions.items[i]);
}

static void put_texts(const Packer *packer, Text *out) {
    put(out, packer->table.texts.count);
    size_t bytes = 0;
    for (uint32_t i = 0; i < packer->table.texts.count; i++) bytes += strlen(packer->table.texts.items[i]) + 1;
    put(out, bytes);
    for (uint32_t i = 0; i < packer->table.texts.count; i++) {
        const char *text = packer->table.texts.items[i];
        text_append_bytes(out, text, strlen(text) + 1);
    }
}

void facts_pack(const Program *program, Text *out) {
    Packer packer = {.arena = arena_create()};
    put_program(&packer, program);
    put_texts(&packer, out);
    text_append_bytes(out, text_value(&packer.body), packer.body.length);
    text_free(&packer.body);
    arena_destroy(packer.arena);
}
