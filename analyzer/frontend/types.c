// SPDX-License-Identifier: MIT
#include "frontend/lower.h"

static TypeKind scalar_kind(CXType type) {
    switch (type.kind) {
    case CXType_Void: return TYPE_VOID;
    case CXType_Bool:
    case CXType_Char_U:
    case CXType_UChar:
    case CXType_Char16:
    case CXType_Char32:
    case CXType_UShort:
    case CXType_UInt:
    case CXType_ULong:
    case CXType_ULongLong:
    case CXType_UInt128: return TYPE_UNSIGNED;
    case CXType_Char_S:
    case CXType_SChar:
    case CXType_WChar:
    case CXType_Short:
    case CXType_Int:
    case CXType_Long:
    case CXType_LongLong:
    case CXType_Int128: return TYPE_SIGNED;
    case CXType_Pointer:
    case CXType_BlockPointer:
    case CXType_NullPtr:
    case CXType_FunctionProto:
    case CXType_FunctionNoProto: return TYPE_POINTER;
    case CXType_Record:
    case CXType_ConstantArray:
    case CXType_IncompleteArray:
    case CXType_VariableArray:
    case CXType_DependentSizedArray:
    case CXType_Vector:
    case CXType_ExtVector:
    case CXType_Complex: return TYPE_AGGREGATE;
    default: return TYPE_FLOAT;
    }
}

static uint64_t size_of(CXType type) {
    long long size = clang_Type_getSizeOf(type);
    return size > 0 ? (uint64_t)size : 0;
}

static TypeInfo make_info(Lowering *lowering, CXType type) {
    CXType canonical = clang_getCanonicalType(type);
    if (canonical.kind == CXType_Atomic) canonical = clang_getCanonicalType(clang_Type_getValueType(canonical));
    TypeInfo info = {.type = canonical, .value.size = size_of(canonical)};
    CXType scalar = canonical;
    if (scalar.kind == CXType_Enum)
        scalar = clang_getCanonicalType(clang_getEnumDeclIntegerType(clang_getTypeDeclaration(scalar)));
    info.value.kind = scalar_kind(scalar);
    info.is_bool = scalar.kind == CXType_Bool;
    info.is_function = canonical.kind == CXType_FunctionProto || canonical.kind == CXType_FunctionNoProto;
    info.is_variable_array = canonical.kind == CXType_VariableArray;
    info.is_array =
        info.is_variable_array || canonical.kind == CXType_ConstantArray || canonical.kind == CXType_IncompleteArray;
    info.is_record = canonical.kind == CXType_Record;
    if (info.is_function) info.value.size = lowering->pointer_size;
    if (info.value.kind == TYPE_VOID) info.value.size = 0;
    return info;
}

const TypeInfo *type_info(Lowering *lowering, CXType type) {
    uint32_t known = pointer_table_get(&lowering->type_ids, type.data[0]);
    if (known) return lowering->types.items[known - 1];
    TypeInfo *info = arena_new(lowering->arena, TypeInfo); // callers keep the pointer
    *info = make_info(lowering, type);
    array_push(&lowering->types, lowering->arena, info);
    pointer_table_put(&lowering->type_ids, lowering->arena, type.data[0], lowering->types.count);
    return info;
}

ValueType value_type(Lowering *lowering, CXType type) {
    ValueType value = type_info(lowering, type)->value;
    CXType canonical = clang_getCanonicalType(type);
    value.is_atomic = canonical.kind == CXType_Atomic;
    value.is_volatile = clang_isVolatileQualifiedType(canonical) != 0;
    return value;
}

uint64_t type_pointee_size(Lowering *lowering, CXType type) {
    CXType canonical = type_info(lowering, type)->type;
    CXType pointee =
        canonical.kind == CXType_Pointer ? clang_getPointeeType(canonical) : clang_getArrayElementType(canonical);
    const TypeInfo *info = type_info(lowering, pointee);
    if (info->is_function || info->value.kind == TYPE_VOID) return 1; // GNU
    return info->value.size;
}

ValueType type_signed(uint64_t size) {
    return (ValueType){.kind = TYPE_SIGNED, .size = size};
}

ValueType type_unsigned(uint64_t size) {
    return (ValueType){.kind = TYPE_UNSIGNED, .size = size};
}

ValueType type_pointer(const Lowering *lowering) {
    return (ValueType){.kind = TYPE_POINTER, .size = lowering->pointer_size};
}

const char *type_name(Lowering *lowering, CXType type) {
    CXString spelling = clang_getTypeSpelling(type);
    const char *copy = arena_copy_text(lowering->arena, clang_getCString(spelling));
    clang_disposeString(spelling);
    return copy;
}

typedef struct FieldCollector {
    Lowering *lowering;
    ARRAY(CXCursor) fields;
} FieldCollector;

static enum CXVisitorResult collect_field(CXCursor field, CXClientData data) {
    FieldCollector *collector = data;
    CXString name = clang_getCursorSpelling(field);
    bool is_unnamed_bits = clang_Cursor_isBitField(field) && !clang_getCString(name)[0];
    clang_disposeString(name);
    if (!is_unnamed_bits) array_push(&collector->fields, collector->lowering->arena, field);
    return CXVisit_Continue;
}

const RecordInfo *record_info(Lowering *lowering, CXType type) {
    CXType canonical = type_info(lowering, type)->type;
    CXCursor declaration = clang_getTypeDeclaration(canonical);
    uint32_t known = pointer_table_get(&lowering->record_ids, declaration.data[0]);
    if (known) return lowering->records.items[known - 1];
    FieldCollector collector = {.lowering = lowering};
    clang_Type_visitFields(canonical, collect_field, &collector);
    RecordInfo *info = arena_new(lowering->arena, RecordInfo);
    *info = (RecordInfo){.fields = collector.fields.items, .count = collector.fields.count};
    info->is_union = declaration.kind == CXCursor_UnionDecl;
    array_push(&lowering->records, lowering->arena, info);
    pointer_table_put(&lowering->record_ids, lowering->arena, declaration.data[0], lowering->records.count);
    return info;
}
