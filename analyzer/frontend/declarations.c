// SPDX-License-Identifier: MIT
// Declarations become functions and variables of the program when they are first met, in source order.
#include "frontend/lower.h"

#include <stdlib.h>
#include <string.h>

static bool is_static_linkage(CXCursor declaration) {
    return clang_getCursorLinkage(declaration) == CXLinkage_Internal;
}

static const char *symbol_of(Lowering *lowering, CXCursor declaration, const char *name) {
    if (!is_static_linkage(declaration)) return name;
    Place place = place_of(lowering, declaration);
    return arena_format(lowering->arena, "%s:%s", program_path(lowering->program, place), name);
}

VariableId new_temporary(Lowering *lowering, ValueType type, const char *name) {
    Variable variable = {.name = name, .kind = VARIABLE_TEMPORARY, .type = type, .size = type.size, .type_name = ""};
    variable.function = lowering->function ? lowering->function->id : 0;
    variable.place = lowering->place;
    return program_add_variable(lowering->program, variable);
}

static VariableKind variable_kind(CXCursor declaration, bool is_file_scope) {
    if (declaration.kind == CXCursor_ParmDecl) return VARIABLE_PARAMETER;
    bool has_linkage = clang_getCursorLinkage(declaration) >= CXLinkage_Internal;
    bool is_static = clang_Cursor_getStorageClass(declaration) == CX_SC_Static;
    if ((has_linkage || is_static || is_file_scope) && clang_getCursorTLSKind(declaration) != CXTLS_None)
        return VARIABLE_THREAD;
    if (has_linkage || is_file_scope) return VARIABLE_GLOBAL;
    return is_static ? VARIABLE_STATIC : VARIABLE_LOCAL;
}

static const char *variable_symbol(Lowering *lowering, CXCursor declaration, const Variable *variable) {
    if (variable->kind == VARIABLE_LOCAL || variable->kind == VARIABLE_PARAMETER) return NULL;
    if (clang_getCursorLinkage(declaration) >= CXLinkage_Internal)
        return symbol_of(lowering, declaration, variable->name);
    return arena_format(lowering->arena, "%s:%s.%s@%u", program_path(lowering->program, variable->place),
                        lowering->function ? lowering->function->name : "", variable->name, variable->place.line);
}

// `int x;` at file scope defines it, `extern int x;` does not.
static bool is_external_declaration(CXCursor declaration) {
    return clang_Cursor_getStorageClass(declaration) == CX_SC_Extern && !clang_isCursorDefinition(declaration);
}

VariableId declared_variable(Lowering *lowering, CXCursor declaration) {
    CXCursor canonical = clang_getCanonicalCursor(declaration);
    uint32_t known = pointer_table_get(&lowering->variable_ids, canonical.data[0]);
    if (known) {
        Variable *variable = &lowering->program->variables.items[known];
        if (variable->is_external && !is_external_declaration(declaration)) variable->is_external = false;
        return known;
    }
    bool is_file_scope = clang_getCursorSemanticParent(declaration).kind == CXCursor_TranslationUnit;
    CXType type = cursor_type(declaration);
    Variable variable = {.name = cursor_name(lowering, declaration), .type = value_type(lowering, type)};
    variable.kind = variable_kind(declaration, is_file_scope);
    variable.place = place_of(lowering, declaration);
    variable.type_name = type_name(lowering, type);
    variable.size = variable.type.size;
    bool has_linkage = clang_getCursorLinkage(declaration) >= CXLinkage_Internal;
    variable.function = has_linkage || is_file_scope || !lowering->function ? 0 : lowering->function->id;
    variable.is_external = has_linkage && is_external_declaration(declaration);
    variable.is_exported = clang_getCursorLinkage(declaration) == CXLinkage_External;
    variable.symbol = variable_symbol(lowering, declaration, &variable);
    VariableId id = program_add_variable(lowering->program, variable);
    pointer_table_put(&lowering->variable_ids, lowering->arena, canonical.data[0], id);
    return id;
}

// C11's _Noreturn is not in the type; libclang shows it only by printing the declaration.
static bool is_noreturn(CXCursor declaration) {
    CXString spelling = clang_getTypeSpelling(clang_getCursorType(declaration));
    bool found = strstr(clang_getCString(spelling), "noreturn") != NULL;
    clang_disposeString(spelling);
    if (found) return true;
    CXPrintingPolicy policy = clang_getCursorPrintingPolicy(declaration);
    clang_PrintingPolicy_setProperty(policy, CXPrintingPolicy_TerseOutput, 1);
    CXString printed = clang_getCursorPrettyPrinted(declaration, policy);
    const char *text = clang_getCString(printed);
    found = text && (strstr(text, "_Noreturn") || strstr(text, "noreturn"));
    clang_disposeString(printed);
    clang_PrintingPolicy_dispose(policy);
    return found;
}

static FunctionId make_function(Lowering *lowering, CXCursor declaration) {
    CXType type = clang_getCursorType(declaration);
    Function function = {.name = cursor_name(lowering, declaration)};
    function.symbol = symbol_of(lowering, declaration, function.name);
    function.place = place_of(lowering, declaration);
    function.result_type = value_type(lowering, clang_getResultType(type));
    function.is_exported = !is_static_linkage(declaration);
    function.is_variadic =
        clang_isFunctionTypeVariadic(type) != 0 && clang_getCanonicalType(type).kind == CXType_FunctionProto;
    function.is_noreturn = is_noreturn(declaration);
    function.is_system = clang_Location_isInSystemHeader(clang_getCursorLocation(declaration)) != 0 ||
                         strncmp(function.name, "__builtin_", 10) == 0; // the compiler's own have no header
    function.is_entry =
        function.is_exported &&
        (strcmp(function.name, "main") == 0 || (lowering->models && models_is_entry(lowering->models, function.name)));
    return program_add_function(lowering->program, function);
}

static ModelDeclaration model_declaration(Lowering *lowering, CXCursor declaration, CXCursor call, const char *name) {
    CXType type = clang_getCanonicalType(clang_getCursorType(declaration));
    ModelDeclaration result = {.name = name, .is_variadic = clang_isFunctionTypeVariadic(type) != 0};
    bool has_prototype = type.kind == CXType_FunctionProto;
    int count = has_prototype ? clang_getNumArgTypes(type) : clang_Cursor_getNumArguments(call);
    if (count < 0) count = 0;
    const char **types = arena_new_array(lowering->arena, const char *, count + 1);
    int64_t *sizes = arena_new_array(lowering->arena, int64_t, count + 1);
    for (int i = 0; i < count; i++) {
        CXType parameter = has_prototype ? clang_getArgType(type, (unsigned)i)
                                         : clang_getCursorType(clang_Cursor_getArgument(call, (unsigned)i));
        types[i] = type_name(lowering, clang_getCanonicalType(parameter));
        sizes[i] = clang_Type_getSizeOf(clang_getPointeeType(clang_getCanonicalType(parameter)));
    }
    result.parameter_count = (uint32_t)count;
    result.parameter_types = types;
    result.pointee_sizes = sizes;
    return result;
}

// "__builtin___memcpy_chk" and "__builtin_memcpy" mean "memcpy", "__sync_lock_release_4" means "__sync_lock_release".
static const char *plain_name(Lowering *lowering, const char *name) {
    if (strncmp(name, "__sync_", 7) == 0) {
        const char *end = strrchr(name, '_');
        bool has_size = end[1] >= '1' && end[1] <= '9';
        return has_size ? arena_copy_bytes(lowering->arena, name, (size_t)(end - name)) : name;
    }
    if (strncmp(name, "__builtin_", 10) != 0) return name;
    name += 10;
    if (strncmp(name, "__", 2) != 0) return name;
    size_t length = strlen(name);
    if (length < 7 || strcmp(name + length - 4, "_chk") != 0) return name;
    return arena_copy_bytes(lowering->arena, name + 2, length - 6);
}

typedef struct BuiltinRow {
    const char *name;
    BuiltinKind kind;
} BuiltinRow;

static BuiltinKind builtin_kind(const char *declared) {
    static const BuiltinRow library[] = {
        {"setjmp", BUILTIN_SETJMP},      {"_setjmp", BUILTIN_SETJMP},          {"sigsetjmp", BUILTIN_SETJMP},
        {"__sigsetjmp", BUILTIN_SETJMP}, {"longjmp", BUILTIN_LONGJMP},         {"_longjmp", BUILTIN_LONGJMP},
        {"siglongjmp", BUILTIN_LONGJMP}, {"__builtin_setjmp", BUILTIN_SETJMP}, {"__builtin_longjmp", BUILTIN_LONGJMP},
        {"ffs", BUILTIN_COUNT_BITS},     {"ffsl", BUILTIN_COUNT_BITS},         {"ffsll", BUILTIN_COUNT_BITS},
    };
    static const BuiltinRow compiler[] = {
        {"expect", BUILTIN_FIRST_ARGUMENT},
        {"expect_with_probability", BUILTIN_FIRST_ARGUMENT},
        {"assume_aligned", BUILTIN_FIRST_ARGUMENT},
        {"launder", BUILTIN_FIRST_ARGUMENT},
        {"constant_p", BUILTIN_CONSTANT},
        {"object_size", BUILTIN_CONSTANT},
        {"dynamic_object_size", BUILTIN_CONSTANT},
        {"unreachable", BUILTIN_TRAP},
        {"trap", BUILTIN_TRAP},
        {"va_start", BUILTIN_NOTHING},
        {"va_end", BUILTIN_NOTHING},
        {"va_copy", BUILTIN_NOTHING},
        {"prefetch", BUILTIN_NOTHING},
        {"assume", BUILTIN_NOTHING},
        {"add_overflow", BUILTIN_OVERFLOW},
        {"sub_overflow", BUILTIN_OVERFLOW},
        {"mul_overflow", BUILTIN_OVERFLOW},
        {"popcount", BUILTIN_COUNT_BITS},
        {"popcountl", BUILTIN_COUNT_BITS},
        {"popcountll", BUILTIN_COUNT_BITS},
        {"ctz", BUILTIN_COUNT_BITS},
        {"ctzl", BUILTIN_COUNT_BITS},
        {"ctzll", BUILTIN_COUNT_BITS},
        {"ffs", BUILTIN_COUNT_BITS},
        {"ffsl", BUILTIN_COUNT_BITS},
        {"ffsll", BUILTIN_COUNT_BITS},
    };
    static const char *const pure[] = {"clz",
                                       "ctz",
                                       "ffs",
                                       "popcount",
                                       "parity",
                                       "clrsb",
                                       "bswap",
                                       "rotate",
                                       "bitreverse",
                                       "frame_address",
                                       "return_address",
                                       "inf",
                                       "nan",
                                       "huge_val",
                                       "is",
                                       "fabs",
                                       "copysign",
                                       "signbit",
                                       "fpclassify",
                                       "cpu_",
                                       "flt_rounds",
                                       "extract_return_addr"};
    for (size_t i = 0; i < sizeof library / sizeof library[0]; i++)
        if (strcmp(declared, library[i].name) == 0) return library[i].kind;
    if (strncmp(declared, "__builtin_", 10) != 0) return BUILTIN_NONE;
    const char *name = declared + 10;
    for (size_t i = 0; i < sizeof compiler / sizeof compiler[0]; i++)
        if (strcmp(name, compiler[i].name) == 0) return compiler[i].kind;
    for (size_t i = 0; i < sizeof pure / sizeof pure[0]; i++)
        if (strncmp(name, pure[i], strlen(pure[i])) == 0) return BUILTIN_PURE;
    return BUILTIN_NONE;
}

// A static function of the analysed file is the program's own, whatever its name; one of a header may be a library's.
static const Api *match(Lowering *lowering, CXCursor declaration, CXCursor call, const char *name) {
    if (!lowering->models) return NULL;
    CXSourceLocation location = clang_getCursorLocation(declaration);
    if (is_static_linkage(declaration) && clang_Location_isFromMainFile(location)) return NULL;
    ModelDeclaration wanted = model_declaration(lowering, declaration, call, name);
    return models_match(lowering->models, &wanted);
}

const Callee *declared_callee(Lowering *lowering, CXCursor declaration, CXCursor call) {
    CXCursor canonical = clang_getCanonicalCursor(declaration);
    uint32_t known = pointer_table_get(&lowering->callee_ids, canonical.data[0]);
    if (known) return lowering->callees.items[known - 1];
    Callee *callee = arena_new(lowering->arena, Callee); // callers keep the pointer
    callee->function = make_function(lowering, declaration);
    const Function *function = program_function(lowering->program, callee->function);
    callee->name = plain_name(lowering, function->name);
    callee->builtin = builtin_kind(function->name);
    bool is_own = !clang_Cursor_isNull(clang_getCursorDefinition(declaration));
    if (callee->builtin == BUILTIN_COUNT_BITS && is_own) callee->builtin = BUILTIN_NONE;
    if (!callee->builtin) callee->api = match(lowering, declaration, call, callee->name);
    array_push(&lowering->callees, lowering->arena, callee);
    pointer_table_put(&lowering->callee_ids, lowering->arena, canonical.data[0], lowering->callees.count);
    CXCursor definition = clang_getCursorDefinition(declaration);
    if (function->is_system && !callee->api && !clang_Cursor_isNull(definition))
        array_push(&lowering->pending_functions, lowering->arena, definition);
    return callee;
}

FunctionId declared_function(Lowering *lowering, CXCursor declaration) {
    return declared_callee(lowering, declaration, clang_getNullCursor())->function;
}
