// SPDX-License-Identifier: MIT
// Lvalues: which object, at which offset.
#include "frontend/lower.h"

const VariableArray *variable_array(const Lowering *lowering, VariableId variable) {
    const FunctionBuilder *function = lowering->function;
    for (uint32_t i = 0; function && i < function->arrays.count; i++)
        if (function->arrays.items[i].variable == variable) return &function->arrays.items[i];
    return NULL;
}

static Lvalue whole_object(Lowering *lowering, ExprId address, CXType type) {
    return (Lvalue){.address = address, .type = type_info(lowering, type), .access = value_type(lowering, type)};
}

// The variable that an address lies in, or 0.
static VariableId root_variable(const Lowering *lowering, ExprId address) {
    const Expr *expr = program_expr(lowering->program, address);
    while (expr->kind == EXPR_FIELD || expr->kind == EXPR_ELEMENT) expr = program_expr(lowering->program, expr->left);
    return expr->kind == EXPR_VARIABLE_ADDRESS ? expr->reference : 0;
}

ExprId lvalue_address(Lowering *lowering, Lvalue lvalue) {
    VariableId root = root_variable(lowering, lvalue.address);
    if (root) lowering->program->variables.items[root].is_address_taken = true;
    return lvalue.address;
}

// A variable length array lives behind a pointer that its declaration fills.
static Lvalue lower_variable_reference(Lowering *lowering, CXCursor declaration, CXType type) {
    VariableId variable = declared_variable(lowering, declaration);
    ExprId address = expr_variable(lowering, variable);
    if (variable_array(lowering, variable)) address = expr_load(lowering, address, type_pointer(lowering));
    return whole_object(lowering, address, type);
}

static Lvalue lower_reference(Lowering *lowering, CXCursor cursor) {
    CXCursor declaration = clang_getCursorReferenced(cursor);
    CXType type = cursor_type(cursor);
    if (declaration.kind == CXCursor_VarDecl || declaration.kind == CXCursor_ParmDecl)
        return lower_variable_reference(lowering, declaration, type);
    if (declaration.kind == CXCursor_FunctionDecl) {
        FunctionId function = declared_function(lowering, declaration);
        lowering->program->functions.items[function].is_address_taken = true;
        return whole_object(lowering, expr_function(lowering, function), type);
    }
    return whole_object(lowering, expr_opaque(lowering, type_pointer(lowering), "reference"), type);
}

// The smallest aligned unit of memory that holds all bits of the field.
Lvalue lvalue_bit_field(Lowering *lowering, ExprId base, CXCursor field, CXType type, int64_t bits, const char *name) {
    Lvalue lvalue = whole_object(lowering, 0, type);
    lvalue.bit_width = (uint32_t)clang_getFieldDeclBitWidth(field);
    uint32_t unit = 1;
    while (unit < 8 && (uint64_t)bits % (unit * 8) + lvalue.bit_width > unit * 8) unit *= 2;
    lvalue.unit_size = unit;
    lvalue.bit_offset = (uint32_t)((uint64_t)bits % (unit * 8));
    lvalue.address = expr_field(lowering, base, (bits - lvalue.bit_offset) / 8, name);
    return lvalue;
}

static ExprId member_base(Lowering *lowering, CXCursor base) {
    CXType type = cursor_type(base);
    if (clang_getCanonicalType(type).kind == CXType_Pointer) return lower_value(lowering, base);
    if (is_lvalue(lowering, base)) return lower_lvalue(lowering, base).address;
    return aggregate_address(lowering, lower_value(lowering, base));
}

static bool is_anonymous_record(CXType type) {
    return clang_Cursor_isAnonymousRecordDecl(clang_getTypeDeclaration(type)) != 0;
}

// The bit offset of `field` in `record`, also when it is a member of an anonymous member; -1 when it is not there.
static int64_t field_bits(Lowering *lowering, CXType record, CXCursor field) {
    const RecordInfo *info = record_info(lowering, record);
    for (uint32_t i = 0; i < info->count; i++) {
        CXCursor candidate = info->fields[i];
        int64_t offset = clang_Cursor_getOffsetOfField(candidate);
        if (clang_equalCursors(candidate, field)) return offset;
        CXType type = clang_getCursorType(candidate);
        if (!type_info(lowering, type)->is_record || !is_anonymous_record(type)) continue;
        int64_t inner = field_bits(lowering, type, field);
        if (inner >= 0) return offset + inner;
    }
    return -1;
}

// libclang leaves accesses to anonymous members out: s.x may be s.(anonymous).x.
static int64_t member_bits(Lowering *lowering, CXCursor base, CXCursor field) {
    CXType type = clang_getCanonicalType(clang_getCursorType(base));
    if (type.kind == CXType_Pointer) type = clang_getPointeeType(type);
    const TypeInfo *info = type_info(lowering, type);
    CXCursor declaration = clang_getTypeDeclaration(info->type);
    if (clang_equalCursors(clang_getCursorSemanticParent(field), declaration))
        return clang_Cursor_getOffsetOfField(field);
    return info->is_record ? field_bits(lowering, info->type, field) : -1;
}

static Lvalue lower_member(Lowering *lowering, CXCursor cursor) {
    CXCursor field = clang_getCursorReferenced(cursor), written_base = cursor_only_operand(lowering, cursor);
    ExprId base = member_base(lowering, written_base);
    CXType type = clang_getCursorType(cursor);
    int64_t bits = member_bits(lowering, written_base, field);
    lowering->place = place_of(lowering, cursor);
    if (bits < 0) return whole_object(lowering, expr_opaque(lowering, type_pointer(lowering), "member"), type);
    const char *name = is_anonymous_record(type) ? "" : cursor_name(lowering, field);
    if (clang_Cursor_isBitField(field)) return lvalue_bit_field(lowering, base, field, type, bits, name);
    return whole_object(lowering, expr_field(lowering, base, bits / 8, name), type);
}

// The size of a row when the elements are arrays of variable length themselves; 0 when it is not known.
static ExprId row_bytes(Lowering *lowering, CXCursor base) {
    CXCursor root = cursor_strip(lowering, base);
    if (root.kind != CXCursor_DeclRefExpr) return 0;
    CXCursor declaration = clang_getCursorReferenced(root);
    if (declaration.kind != CXCursor_VarDecl) return 0;
    const VariableArray *array = variable_array(lowering, declared_variable(lowering, declaration));
    return array ? array->row_bytes : 0;
}

// The address that indexing starts from; an array that is only indexed does not escape.
static ExprId subscript_base(Lowering *lowering, CXCursor base) {
    CXCursor inner = base;
    while (inner.kind == CXCursor_ParenExpr || inner.kind == CXCursor_UnexposedExpr) {
        Cursors operands = cursor_operands(lowering, inner);
        if (operands.count != 1) break;
        inner = operands.items[0];
        bool is_array = type_info(lowering, cursor_type(inner))->is_array;
        if (is_array && is_lvalue(lowering, inner)) return lower_lvalue(lowering, inner).address;
    }
    return lower_value(lowering, base);
}

static Lvalue lower_subscript(Lowering *lowering, CXCursor cursor) {
    Cursors operands = cursor_operands(lowering, cursor);
    CXType type = cursor_type(cursor);
    if (operands.count != 2)
        return whole_object(lowering, expr_opaque(lowering, type_pointer(lowering), "subscript"), type);
    CXCursor base = operands.items[0], index = operands.items[1];
    if (type_info(lowering, cursor_type(base))->value.kind != TYPE_POINTER) {
        base = operands.items[1];
        index = operands.items[0];
    }
    ExprId address = subscript_base(lowering, base);
    Mark mark = node_mark(lowering);
    ExprId position = lower_value(lowering, index);
    address = node_hold(lowering, mark, address);
    lowering->place = place_of(lowering, cursor);
    const TypeInfo *element = type_info(lowering, type);
    if (!element->is_variable_array) {
        ExprId place = expr_element(lowering, address, position, type_pointee_size(lowering, cursor_type(base)));
        return whole_object(lowering, place, type);
    }
    ExprId row = row_bytes(lowering, base);
    if (!row) row = expr_opaque(lowering, type_signed(8), "row of variable length");
    position = expr_convert(lowering, position, type_signed(8));
    ExprId offset = expr_binary(lowering, OPERATOR_MULTIPLY, position, row, type_signed(8));
    return whole_object(lowering, expr_element(lowering, address, offset, 1), type);
}

static Lvalue lower_compound_literal(Lowering *lowering, CXCursor cursor) {
    CXType type = cursor_type(cursor);
    ValueType value = type_info(lowering, type)->value;
    VariableId variable = new_temporary(lowering, value, "");
    Variable *made = &lowering->program->variables.items[variable];
    made->is_address_taken = true;
    if (program_function(lowering->program, lowering->function->id)->is_initialiser) { // lives as long as the program
        made->kind = VARIABLE_STATIC;
        made->function = 0;
        made->symbol = arena_format(lowering->arena, "%s:(literal %u)", lowering->main_path, (unsigned)variable);
    }
    made->type_name = type_name(lowering, type);
    ExprId address = expr_variable(lowering, variable);
    lower_initialiser(lowering, address, type, cursor_only_operand(lowering, cursor));
    return whole_object(lowering, address, type);
}

// _Generic: libclang does not say which association was chosen, only its type.
static CXCursor chosen_association(Lowering *lowering, CXCursor cursor) {
    Cursors operands = cursor_operands(lowering, cursor);
    CXType type = cursor_type(cursor);
    CXCursor chosen = clang_getNullCursor();
    uint32_t matches = 0;
    for (uint32_t i = 1; i < operands.count; i++) {
        if (!clang_equalTypes(clang_getCanonicalType(cursor_type(operands.items[i])), clang_getCanonicalType(type)))
            continue;
        chosen = operands.items[i];
        matches++;
    }
    return matches == 1 ? chosen : clang_getNullCursor();
}

// The expression that a wrapper without effect stands for; null when `cursor` is no such wrapper.
static CXCursor wrapped(Lowering *lowering, CXCursor cursor) {
    if (cursor.kind == CXCursor_GenericSelectionExpr) return chosen_association(lowering, cursor);
    Cursors operands = cursor_operands(lowering, cursor);
    if (cursor.kind == CXCursor_ParenExpr || cursor.kind == CXCursor_UnexposedExpr) {
        int64_t condition;
        if (operands.count == 1) return operands.items[0];
        if (operands.count == 3 && cursor_evaluate(operands.items[0], &condition)) // __builtin_choose_expr
            return operands.items[condition ? 1 : 2];
    }
    if (cursor.kind == CXCursor_UnaryOperator && operands.count == 1 &&
        clang_getCursorUnaryOperatorKind(cursor) == CXUnaryOperator_Extension)
        return operands.items[0];
    return clang_getNullCursor();
}

bool is_lvalue(Lowering *lowering, CXCursor cursor) {
    switch ((int)cursor.kind) {
    case CXCursor_DeclRefExpr: return clang_getCursorReferenced(cursor).kind != CXCursor_EnumConstantDecl;
    case CXCursor_MemberRefExpr:
    case CXCursor_ArraySubscriptExpr:
    case CXCursor_StringLiteral:
    case CXCursor_CompoundLiteralExpr: return true;
    case CXCursor_UnaryOperator:
        if (clang_getCursorUnaryOperatorKind(cursor) == CXUnaryOperator_Deref) return true;
        break;
    case CXCursor_ParenExpr:
    case CXCursor_UnexposedExpr:
    case CXCursor_GenericSelectionExpr: break;
    default: return false;
    }
    CXCursor inner = wrapped(lowering, cursor);
    return !clang_Cursor_isNull(inner) && is_lvalue(lowering, inner);
}

Lvalue lower_lvalue(Lowering *lowering, CXCursor cursor) {
    CXType type = cursor_type(cursor);
    switch ((int)cursor.kind) {
    case CXCursor_DeclRefExpr: lowering->place = place_of(lowering, cursor); return lower_reference(lowering, cursor);
    case CXCursor_MemberRefExpr: return lower_member(lowering, cursor);
    case CXCursor_ArraySubscriptExpr: return lower_subscript(lowering, cursor);
    case CXCursor_CompoundLiteralExpr: return lower_compound_literal(lowering, cursor);
    case CXCursor_StringLiteral:
        return whole_object(lowering, expr_string(lowering, cursor_name(lowering, cursor)), type);
    case CXCursor_UnaryOperator:
        if (clang_getCursorUnaryOperatorKind(cursor) != CXUnaryOperator_Deref) break;
        lowering->place = place_of(lowering, cursor);
        return whole_object(lowering, lower_value(lowering, cursor_only_operand(lowering, cursor)), type);
    default: break;
    }
    CXCursor inner = wrapped(lowering, cursor);
    if (!clang_Cursor_isNull(inner) && is_lvalue(lowering, inner)) return lower_lvalue(lowering, inner);
    if (type_info(lowering, type)->value.kind == TYPE_AGGREGATE)
        return whole_object(lowering, aggregate_address(lowering, lower_value(lowering, cursor)), type);
    return whole_object(lowering, expr_opaque(lowering, type_pointer(lowering), "lvalue"), type);
}

static ExprId load_bits(Lowering *lowering, Lvalue lvalue) {
    uint32_t bits = lvalue.unit_size * 8;
    bool is_signed = lvalue.type->value.kind == TYPE_SIGNED;
    ValueType wide = is_signed ? type_signed(lvalue.unit_size) : type_unsigned(lvalue.unit_size);
    ValueType access = wide;
    access.is_volatile = lvalue.access.is_volatile;
    ExprId value = expr_load(lowering, lvalue.address, access);
    ExprId up = expr_constant(lowering, bits - lvalue.bit_offset - lvalue.bit_width, type_signed(4));
    ExprId down = expr_constant(lowering, bits - lvalue.bit_width, type_signed(4));
    value = expr_binary(lowering, OPERATOR_SHIFT_LEFT, value, up, wide);
    value = expr_binary(lowering, OPERATOR_SHIFT_RIGHT, value, down, wide);
    return expr_convert(lowering, value, lvalue.type->value);
}

static void store_bits(Lowering *lowering, Lvalue lvalue, ExprId value) {
    ValueType unit = type_unsigned(lvalue.unit_size), access = unit;
    access.is_volatile = lvalue.access.is_volatile;
    uint64_t mask = lvalue.bit_width >= 64 ? UINT64_MAX : (UINT64_C(1) << lvalue.bit_width) - 1;
    ExprId bits = expr_convert(lowering, value, unit);
    bits = expr_binary(lowering, OPERATOR_AND, bits, expr_constant(lowering, (int64_t)mask, unit), unit);
    bits = expr_binary(lowering, OPERATOR_SHIFT_LEFT, bits, expr_constant(lowering, lvalue.bit_offset, type_signed(4)),
                       unit);
    ExprId others = expr_constant(lowering, (int64_t)~(mask << lvalue.bit_offset), unit);
    ExprId kept = expr_binary(lowering, OPERATOR_AND, expr_load(lowering, lvalue.address, access), others, unit);
    node_assign(lowering, lvalue.address, expr_binary(lowering, OPERATOR_OR, kept, bits, unit), access);
}

ExprId lvalue_load(Lowering *lowering, Lvalue lvalue) {
    if (lvalue.bit_width) return load_bits(lowering, lvalue);
    if (lvalue.type->is_function) return lvalue.address;
    if (lvalue.type->is_array) return lvalue_address(lowering, lvalue);
    return expr_load(lowering, lvalue.address, lvalue.access);
}

void lvalue_store(Lowering *lowering, Lvalue lvalue, ExprId value) {
    if (lvalue.bit_width)
        store_bits(lowering, lvalue, value);
    else if (lvalue.type->value.kind == TYPE_AGGREGATE)
        node_copy(lowering, lvalue.address, aggregate_address(lowering, value), lvalue.type->value.size);
    else
        node_assign(lowering, lvalue.address, expr_to_type(lowering, value, lvalue.type), lvalue.access);
}

ExprId lower_size(Lowering *lowering, CXCursor cursor) {
    int64_t value;
    ValueType type = value_type(lowering, cursor_type(cursor));
    if (cursor_evaluate(cursor, &value)) return expr_constant(lowering, value, type);
    Cursors operands = cursor_operands(lowering, cursor);
    if (operands.count == 1) {
        CXCursor root = cursor_strip(lowering, operands.items[0]);
        CXCursor declaration =
            root.kind == CXCursor_DeclRefExpr ? clang_getCursorReferenced(root) : clang_getNullCursor();
        if (declaration.kind == CXCursor_VarDecl) {
            const VariableArray *array = variable_array(lowering, declared_variable(lowering, declaration));
            if (array) return expr_convert(lowering, array->bytes, type);
        }
        if (root.kind == CXCursor_ArraySubscriptExpr) {
            ExprId row = row_bytes(lowering, cursor_operands(lowering, root).items[0]);
            if (row) return expr_convert(lowering, row, type);
        }
    }
    return expr_opaque(lowering, type, "sizeof");
}
