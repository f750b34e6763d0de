// SPDX-License-Identifier: MIT
#include "frontend/lower.h"

static enum CXChildVisitResult collect(CXCursor cursor, CXCursor parent, CXClientData data) {
    (void)parent;
    struct {
        Lowering *lowering;
        ARRAY(CXCursor) list;
    } *collected = data;
    array_push(&collected->list, collected->lowering->scratch, cursor);
    return CXChildVisit_Continue;
}

Cursors cursor_children(Lowering *lowering, CXCursor cursor) {
    struct {
        Lowering *lowering;
        ARRAY(CXCursor) list;
    } collected = {.lowering = lowering};
    clang_visitChildren(cursor, collect, &collected);
    return (Cursors){.items = collected.list.items, .count = collected.list.count};
}

static bool is_array(CXType type) {
    enum CXTypeKind kind = clang_getCanonicalType(type).kind;
    return kind == CXType_ConstantArray || kind == CXType_IncompleteArray || kind == CXType_VariableArray;
}

// The canonical function type holds its parameters' types as they are after adjustment (C17 6.7.6.3).
static CXType adjusted_parameter_type(CXCursor parameter, CXType written) {
    CXCursor function = clang_getCursorSemanticParent(parameter);
    int count = clang_Cursor_getNumArguments(function);
    for (int i = 0; i < count; i++)
        if (clang_equalCursors(clang_Cursor_getArgument(function, (unsigned)i), parameter))
            return clang_getArgType(clang_getCanonicalType(clang_getCursorType(function)), (unsigned)i);
    return written;
}

static enum CXChildVisitResult take_first(CXCursor cursor, CXCursor parent, CXClientData data) {
    (void)parent;
    *(CXCursor *)data = cursor;
    return CXChildVisit_Break;
}

// The implicit conversion around a use of such a parameter is shown with the array type as well.
CXType cursor_type(CXCursor cursor) {
    CXType type = clang_getCursorType(cursor);
    if (!is_array(type)) return type;
    while (cursor.kind == CXCursor_UnexposedExpr || cursor.kind == CXCursor_ParenExpr) {
        CXCursor inner = clang_getNullCursor();
        clang_visitChildren(cursor, take_first, &inner);
        if (clang_Cursor_isNull(inner)) return type;
        cursor = inner;
    }
    CXCursor declaration = cursor.kind == CXCursor_DeclRefExpr ? clang_getCursorReferenced(cursor) : cursor;
    if (declaration.kind != CXCursor_ParmDecl) return type;
    return adjusted_parameter_type(declaration, type);
}

Cursors cursor_operands(Lowering *lowering, CXCursor cursor) {
    Cursors children = cursor_children(lowering, cursor);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < children.count; i++)
        if (clang_isExpression(children.items[i].kind)) children.items[kept++] = children.items[i];
    children.count = kept;
    return children;
}

// A cast has its type's parts before the operand.
CXCursor cursor_only_operand(Lowering *lowering, CXCursor cursor) {
    Cursors operands = cursor_operands(lowering, cursor);
    return operands.count ? operands.items[operands.count - 1] : clang_getNullCursor();
}

CXCursor cursor_strip(Lowering *lowering, CXCursor cursor) {
    while (cursor.kind == CXCursor_ParenExpr || cursor.kind == CXCursor_UnexposedExpr) {
        Cursors operands = cursor_operands(lowering, cursor);
        if (operands.count != 1) return cursor;
        cursor = operands.items[0];
    }
    return cursor;
}

bool cursor_evaluate(CXCursor cursor, int64_t *value) {
    CXEvalResult result = clang_Cursor_Evaluate(cursor);
    if (!result) return false;
    bool is_integer = clang_EvalResult_getKind(result) == CXEval_Int;
    if (is_integer)
        *value = clang_EvalResult_isUnsignedInt(result) ? (int64_t)clang_EvalResult_getAsUnsigned(result)
                                                        : (int64_t)clang_EvalResult_getAsLongLong(result);
    clang_EvalResult_dispose(result);
    return is_integer;
}

const char *cursor_name(Lowering *lowering, CXCursor cursor) {
    CXString spelling = clang_getCursorSpelling(cursor);
    const char *text = clang_getCString(spelling);
    const char *copy = arena_copy_text(lowering->arena, text ? text : "");
    clang_disposeString(spelling);
    return copy;
}

static uint32_t slot_of(const PointerTable *table, const void *key) {
    uint64_t mixed = (uint64_t)(uintptr_t)key * UINT64_C(0x9E3779B97F4A7C15);
    uint32_t slot = (uint32_t)(mixed >> 32) & (table->capacity - 1);
    while (table->values[slot] && table->keys[slot] != key) slot = (slot + 1) & (table->capacity - 1);
    return slot;
}

uint32_t pointer_table_get(const PointerTable *table, const void *key) {
    return table->capacity ? table->values[slot_of(table, key)] : 0;
}

static void pointer_table_grow(PointerTable *table, Arena *arena) {
    PointerTable bigger = {.capacity = table->capacity ? table->capacity * 2 : 64, .count = table->count};
    bigger.keys = arena_new_array(arena, const void *, bigger.capacity);
    bigger.values = arena_new_array(arena, uint32_t, bigger.capacity);
    for (uint32_t i = 0; i < table->capacity; i++) {
        if (!table->values[i]) continue;
        uint32_t slot = slot_of(&bigger, table->keys[i]);
        bigger.keys[slot] = table->keys[i];
        bigger.values[slot] = table->values[i];
    }
    *table = bigger;
}

void pointer_table_put(PointerTable *table, Arena *arena, const void *key, uint32_t value) {
    if (table->count * 2 >= table->capacity) pointer_table_grow(table, arena);
    uint32_t slot = slot_of(table, key);
    if (!table->values[slot]) table->count++;
    table->keys[slot] = key;
    table->values[slot] = value;
}
