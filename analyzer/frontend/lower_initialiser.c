// SPDX-License-Identifier: MIT
// Initialisers as they are written: libclang shows lists in their syntactic form, so brace elision and
// designators (C17 6.7.9) are resolved here. Memory that a list leaves out is zeroed first.
#include "frontend/lower.h"

#include <string.h>

typedef struct Items {
    Cursors list;
    uint32_t next;
} Items;

typedef struct Aggregate {
    ExprId address;
    const TypeInfo *type;
    const RecordInfo *record; // NULL for an array
    CXType element;
    uint64_t count, element_size;
} Aggregate;

static void fill(Lowering *lowering, const Aggregate *aggregate, uint64_t position, Items *items, bool is_braced);

static Aggregate aggregate_of(Lowering *lowering, ExprId address, CXType type) {
    Aggregate aggregate = {.address = address, .type = type_info(lowering, type)};
    if (aggregate.type->is_record) {
        aggregate.record = record_info(lowering, type);
        aggregate.count = aggregate.record->is_union && aggregate.record->count ? 1 : aggregate.record->count;
        return aggregate;
    }
    long long count = clang_getArraySize(aggregate.type->type);
    aggregate.element = clang_getArrayElementType(aggregate.type->type);
    if (aggregate.element.kind == CXType_Invalid) aggregate.element = clang_getElementType(aggregate.type->type);
    if (count < 0) count = clang_getNumElements(aggregate.type->type);
    aggregate.element_size = type_info(lowering, aggregate.element)->value.size;
    aggregate.count = count < 0 ? UINT64_MAX : (uint64_t)count;
    return aggregate;
}

static Lvalue member(Lowering *lowering, const Aggregate *aggregate, uint64_t position) {
    if (!aggregate->record) {
        ExprId index = expr_constant(lowering, (int64_t)position, type_signed(8));
        ExprId address = expr_element(lowering, aggregate->address, index, aggregate->element_size);
        const TypeInfo *type = type_info(lowering, aggregate->element);
        return (Lvalue){.address = address, .type = type, .access = value_type(lowering, aggregate->element)};
    }
    CXCursor field = aggregate->record->fields[position];
    CXType type = cursor_type(field);
    int64_t bits = clang_Cursor_getOffsetOfField(field);
    const char *name =
        clang_Cursor_isAnonymousRecordDecl(clang_getTypeDeclaration(type)) ? "" : cursor_name(lowering, field);
    if (clang_Cursor_isBitField(field)) return lvalue_bit_field(lowering, aggregate->address, field, type, bits, name);
    ExprId address = expr_field(lowering, aggregate->address, bits / 8, name);
    return (Lvalue){.address = address, .type = type_info(lowering, type), .access = value_type(lowering, type)};
}

static CXType member_type(const Aggregate *aggregate, uint64_t position) {
    return aggregate->record ? cursor_type(aggregate->record->fields[position]) : aggregate->element;
}

// libclang has no name for a designated initialiser; nothing else in a list has type void.
static bool is_designated(CXCursor item) {
    return item.kind == CXCursor_UnexposedExpr && cursor_type(item).kind == CXType_Void;
}

static bool is_string_for(Lowering *lowering, const TypeInfo *type, CXCursor item) {
    if (!type->is_array) return false;
    while (item.kind == CXCursor_ParenExpr) item = cursor_only_operand(lowering, item);
    return item.kind == CXCursor_StringLiteral;
}

// Characters of a literal as libclang prints it: octal and one-letter escapes.
static uint64_t literal_length(const char *text) {
    uint64_t length = 0;
    while (*text && *text != '"') text++;
    if (*text) text++;
    for (; *text && *text != '"'; length++) {
        if (*text++ != '\\') continue;
        bool is_octal = *text >= '0' && *text <= '7';
        for (int digits = 0; is_octal && digits < 2 && text[1] >= '0' && text[1] <= '7'; digits++) text++;
        if (*text) text++;
    }
    return length;
}

// clang gives the literal the array's type, so its own length is counted.
static void initialise_with_string(Lowering *lowering, ExprId address, const TypeInfo *type, CXCursor literal) {
    while (literal.kind == CXCursor_ParenExpr) literal = cursor_only_operand(lowering, literal);
    const char *text = cursor_name(lowering, literal);
    const TypeInfo *character = type_info(lowering, clang_getArrayElementType(type->type));
    uint64_t size = (literal_length(text) + 1) * character->value.size;
    if (size < type->value.size)
        node_add(lowering, (Node){.kind = NODE_ZERO, .target = address, .size = type->value.size});
    if (size > type->value.size) size = type->value.size;
    node_copy(lowering, address, expr_string(lowering, text), size);
}

static bool has_same_record(const TypeInfo *type, CXCursor item) {
    CXType given = clang_getCanonicalType(cursor_type(item));
    CXType left = clang_getUnqualifiedType(given), right = clang_getUnqualifiedType(type->type);
    return type->is_record && clang_equalTypes(left, right);
}

static void initialise_member(Lowering *lowering, Lvalue place, CXType type, CXCursor item) {
    if (place.bit_width)
        lvalue_store(lowering, place, lower_value(lowering, item));
    else
        lower_initialiser(lowering, place.address, type, item);
}

static void fill_next(Lowering *lowering, const Aggregate *aggregate, uint64_t position, Items *items) {
    CXCursor item = items->list.items[items->next];
    CXType type = member_type(aggregate, position);
    const TypeInfo *info = type_info(lowering, type);
    Lvalue place = member(lowering, aggregate, position);
    bool is_whole = info->value.kind != TYPE_AGGREGATE || item.kind == CXCursor_InitListExpr ||
                    is_string_for(lowering, info, item) || has_same_record(info, item) ||
                    (!info->is_record && !info->is_array);
    if (is_whole) {
        items->next++;
        initialise_member(lowering, place, type, item);
        return;
    }
    Aggregate inner = aggregate_of(lowering, place.address, type);
    uint32_t before = items->next;
    fill(lowering, &inner, 0, items, false);
    if (items->next == before) items->next++; // an empty struct takes nothing
}

static uint64_t field_position(const Aggregate *aggregate, CXCursor reference) {
    CXCursor field = clang_getCursorReferenced(reference);
    for (uint32_t i = 0; aggregate->record && i < aggregate->record->count; i++)
        if (clang_equalCursors(aggregate->record->fields[i], field)) return i;
    return UINT64_MAX;
}

// `[a ... b]` and `[a][b]` have the same children.
static bool is_range(Lowering *lowering, CXCursor low) {
    size_t length = 0;
    const char *text = source_spelled(lowering, clang_getRangeEnd(clang_getCursorExtent(low)), &length);
    size_t at = 0;
    while (text && at < length && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == ')')) at++;
    return text && at + 3 <= length && text[at] == '.' && text[at + 1] == '.' && text[at + 2] == '.';
}

typedef struct Designator {
    uint64_t low, high;
    uint32_t width; // how many children it takes
} Designator;

static bool read_designator(Lowering *lowering, const Aggregate *aggregate, Cursors parts, uint32_t at,
                            Designator *designator) {
    CXCursor part = parts.items[at];
    designator->width = 1;
    if (part.kind == CXCursor_MemberRef) {
        designator->low = designator->high = field_position(aggregate, part);
        return designator->low != UINT64_MAX;
    }
    int64_t low, high;
    if (aggregate->record || !cursor_evaluate(part, &low)) return false;
    designator->low = designator->high = (uint64_t)low;
    if (at + 2 < parts.count && parts.items[at + 1].kind != CXCursor_MemberRef && is_range(lowering, part)) {
        if (!cursor_evaluate(parts.items[at + 1], &high)) return false;
        designator->high = (uint64_t)high;
        designator->width = 2;
    }
    return designator->high - designator->low < MOST_INITIALISERS;
}

// Follows the designators from `at` on; the items after it go on from there. Returns the position after.
static uint64_t designate(Lowering *lowering, const Aggregate *aggregate, Cursors parts, uint32_t at, Items *items) {
    Designator designator;
    if (!read_designator(lowering, aggregate, parts, at, &designator)) {
        node_skipped(lowering, parts.items[at], "designator");
        return aggregate->count;
    }
    uint32_t next = at + designator.width;
    for (uint64_t position = designator.low; position <= designator.high; position++) {
        CXType type = member_type(aggregate, position);
        Lvalue place = member(lowering, aggregate, position);
        if (next + 1 == parts.count) {
            initialise_member(lowering, place, type, parts.items[next]);
            continue;
        }
        Aggregate inner = aggregate_of(lowering, place.address, type);
        uint64_t after = designate(lowering, &inner, parts, next, items);
        if (position == designator.high) fill(lowering, &inner, after, items, false);
    }
    return designator.high + 1;
}

static void fill(Lowering *lowering, const Aggregate *aggregate, uint64_t position, Items *items, bool is_braced) {
    while (items->next < items->list.count) {
        CXCursor item = items->list.items[items->next];
        if (is_designated(item)) {
            if (!is_braced) return; // it is for the list that has the braces
            items->next++;
            Cursors parts = cursor_children(lowering, item);
            if (parts.count >= 2) position = designate(lowering, aggregate, parts, 0, items);
            continue;
        }
        if (position >= aggregate->count) return;
        fill_next(lowering, aggregate, position, items);
        position++;
    }
}

// Whether a list of plain scalars names every byte of an array or struct without padding.
static bool is_complete(Lowering *lowering, const Aggregate *aggregate, Cursors list) {
    uint64_t bytes = 0;
    if (list.count != aggregate->count || (aggregate->record && aggregate->record->is_union)) return false;
    for (uint32_t i = 0; i < list.count; i++) {
        const TypeInfo *type = type_info(lowering, member_type(aggregate, i));
        if (is_designated(list.items[i]) || type->value.kind == TYPE_AGGREGATE) return false;
        if (aggregate->record && clang_Cursor_isBitField(aggregate->record->fields[i])) return false;
        bytes += type->value.size;
    }
    return bytes == aggregate->type->value.size;
}

static void initialise_with_list(Lowering *lowering, ExprId target, CXType type, CXCursor initialiser) {
    const TypeInfo *info = type_info(lowering, type);
    Cursors list = cursor_operands(lowering, initialiser);
    if (list.count > MOST_INITIALISERS) {
        node_skipped(lowering, initialiser, "large initialiser");
        return;
    }
    if (list.count == 1 && is_string_for(lowering, info, list.items[0])) {
        initialise_with_string(lowering, target, info, list.items[0]);
        return;
    }
    Aggregate aggregate = aggregate_of(lowering, target, type);
    if (!is_complete(lowering, &aggregate, list) && info->value.size)
        node_add(lowering, (Node){.kind = NODE_ZERO, .target = target, .size = info->value.size});
    Items items = {.list = list};
    fill(lowering, &aggregate, 0, &items, true);
}

static void initialise_scalar(Lowering *lowering, ExprId target, CXType type, CXCursor initialiser) {
    const TypeInfo *info = type_info(lowering, type);
    ExprId value = lower_value(lowering, initialiser);
    if (!value) return;
    ValueType access = info->value; // an initialiser is no atomic access
    node_assign(lowering, target, expr_to_type(lowering, value, info), access);
}

void lower_initialiser(Lowering *lowering, ExprId target, CXType type, CXCursor initialiser) {
    const TypeInfo *info = type_info(lowering, type);
    if (info->value.kind != TYPE_AGGREGATE) {
        initialise_scalar(lowering, target, type, initialiser);
    } else if (is_string_for(lowering, info, initialiser)) {
        initialise_with_string(lowering, target, info, initialiser);
    } else if (initialiser.kind == CXCursor_InitListExpr &&
               (info->is_record || info->is_array || clang_getNumElements(info->type) > 0)) {
        initialise_with_list(lowering, target, type, initialiser);
    } else {
        ExprId value = lower_value(lowering, initialiser);
        if (value) node_copy(lowering, target, aggregate_address(lowering, value), info->value.size);
    }
}

static ExprId member_value(Lowering *lowering, ExprId object, CXType type, const char *name) {
    const RecordInfo *record = record_info(lowering, type);
    for (uint32_t i = 0; i < record->count; i++) {
        CXCursor field = record->fields[i];
        if (strcmp(cursor_name(lowering, field), name) != 0 || clang_Cursor_isBitField(field)) continue;
        ExprId address = expr_field(lowering, object, clang_Cursor_getOffsetOfField(field) / 8, name);
        return expr_load(lowering, address, value_type(lowering, cursor_type(field)));
    }
    return expr_opaque(lowering, type_signed(4), name);
}

// K_MSGQ_DEFINE and its like leave no call, only a variable of a type that a model knows.
static void lower_static_object(Lowering *lowering, PendingInitialiser pending, ExprId target) {
    CXType type = cursor_type(pending.declaration);
    if (!lowering->models || !type_info(lowering, type)->is_record) return;
    const Api *api;
    const char *name = type_name(lowering, clang_getUnqualifiedType(clang_getCanonicalType(type)));
    const ModelStatic *form = models_match_static(lowering->models, name, &api);
    if (!form) return;
    Node node = {.kind = NODE_EVENT, .argument_count = form->member_count + 1, .place = lowering->place};
    node.arguments = arena_new_array(lowering->arena, ExprId, node.argument_count);
    node.arguments[0] = target;
    for (uint32_t i = 0; i < form->member_count; i++)
        node.arguments[i + 1] = member_value(lowering, target, type, form->members[i]);
    node.api = program_add_api(lowering->program, api);
    node.text = arena_format(lowering->arena, "%s(%s, …)", api->function,
                             program_variable(lowering->program, pending.variable)->name);
    node_add(lowering, node);
}

void lower_static_initialisers(Lowering *lowering) {
    if (!lowering->initialisers.count) return;
    Function function = {.name = "(initialisers)", .is_defined = true, .is_initialiser = true};
    function.symbol = arena_format(lowering->arena, "%s:(initialisers)", lowering->main_path);
    PendingInitialiser first = lowering->initialisers.items[0];
    lowering->place = function.place = function.end = place_of(lowering, first.declaration);
    FunctionBuilder builder;
    graph_begin(lowering, &builder, program_add_function(lowering->program, function));
    for (uint32_t i = 0; i < lowering->initialisers.count; i++) {
        PendingInitialiser pending = lowering->initialisers.items[i];
        lowering->place = place_of(lowering, pending.declaration);
        ExprId target = expr_variable(lowering, pending.variable);
        lower_initialiser(lowering, target, cursor_type(pending.declaration),
                          clang_Cursor_getVarDeclInitializer(pending.declaration));
        lower_static_object(lowering, pending, target);
    }
    graph_finish(lowering);
}
