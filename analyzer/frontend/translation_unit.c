// SPDX-License-Identifier: MIT
// Parses one file, forwards what the compiler says, and hands the syntax tree to lowering.
#include "frontend/lower.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { MOST_MESSAGES = 20 };

static const char *working_directory(Arena *arena) {
    for (size_t size = 256; size < (1 << 20); size *= 2) {
        char *path = arena_allocate(arena, size);
        if (getcwd(path, size)) return path;
        if (errno != ERANGE) break;
    }
    return "/";
}

// The compiler may run elsewhere; the path is the caller's.
static const char *absolute_path(Arena *arena, const ParseRequest *request, const char *here) {
    if (!request->directory || request->path[0] == '/') return request->path;
    return arena_format(arena, "%s/%s", here, request->path);
}

static bool is_cplusplus(const char *path) {
    static const char *const endings[] = {".cc", ".cpp", ".cxx", ".C", ".c++", ".hpp", ".hh", ".mm", ".m"};
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < sizeof endings / sizeof endings[0]; i++)
        if (strcmp(dot, endings[i]) == 0) return true;
    return false;
}

static Status check_readable(const ParseRequest *request, Messages *messages) {
    if (is_cplusplus(request->path)) {
        message_add(messages, SEVERITY_ERROR, request->path, 0, "only C can be analysed");
        return STATUS_BAD_INPUT;
    }
    if (access(request->path, R_OK) == 0) return STATUS_OK;
    message_add(messages, SEVERITY_ERROR, request->path, 0, "cannot be read: %s", strerror(errno));
    return STATUS_BAD_INPUT;
}

// "unknown argument: '-fx'": clang does not know a gcc flag, but the tree is whole.
static bool is_about_flag(const char *text) {
    static const char *const starts[] = {"unknown argument", "unsupported option", "unsupported argument",
                                         "invalid value",    "unknown target CPU", "optimization flag",
                                         "argument unused"};
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
        if (strncmp(text, starts[i], strlen(starts[i])) == 0) return true;
    return false;
}

static void report_source_error(Lowering *lowering, Messages *messages, CXSourceLocation location, const char *text) {
    CXFile file = NULL;
    unsigned line = 0;
    clang_getFileLocation(location, &file, &line, NULL, NULL);
    bool is_main = !file || (lowering->main_file && clang_File_isEqual(file, lowering->main_file));
    CXString name = file ? clang_getFileName(file) : (CXString){0};
    const char *path = is_main ? lowering->main_path : source_path(lowering, clang_getCString(name));
    bool is_missing = strstr(text, "file not found") != NULL;
    message_add(messages, SEVERITY_ERROR, path, line, "%s%s", text,
                is_missing ? "; give its folder with -I, or the project's compile_commands.json with -p" : "");
    if (file) clang_disposeString(name);
}

// The number of errors after which the tree is not to be trusted.
static uint32_t forward_diagnostics(Lowering *lowering, Messages *messages) {
    uint32_t errors = 0;
    unsigned count = clang_getNumDiagnostics(lowering->unit);
    for (unsigned i = 0; i < count; i++) {
        CXDiagnostic diagnostic = clang_getDiagnostic(lowering->unit, i);
        CXString spelling = clang_getDiagnosticSpelling(diagnostic);
        CXSourceLocation location = clang_getDiagnosticLocation(diagnostic);
        const char *text = clang_getCString(spelling);
        bool is_error = clang_getDiagnosticSeverity(diagnostic) >= CXDiagnostic_Error;
        CXFile file = NULL;
        clang_getFileLocation(location, &file, NULL, NULL, NULL);
        if (is_error && !file && is_about_flag(text)) {
            message_add(messages, SEVERITY_WARNING, lowering->main_path, 0, "compiler flag ignored: %s", text);
        } else if (is_error) {
            if (errors < MOST_MESSAGES) report_source_error(lowering, messages, location, text);
            errors++;
        }
        clang_disposeString(spelling);
        clang_disposeDiagnostic(diagnostic);
    }
    if (errors > MOST_MESSAGES)
        message_add(messages, SEVERITY_NOTE, lowering->main_path, 0, "%u more errors",
                    (unsigned)(errors - MOST_MESSAGES));
    return errors;
}

static bool has_call_expression_spawns(const ModelSet *models) {
    for (uint32_t i = 0; models && i < models_count(models); i++) {
        const Model *model = models_get(models, i);
        for (uint32_t j = 0; j < model->function_count; j++)
            if (model->functions[j].event == EVENT_SPAWN && model->functions[j].spawn_style == SPAWN_CALL_EXPRESSION)
                return true;
    }
    return false;
}

static uint64_t pointer_size(CXTranslationUnit unit) {
    CXTargetInfo target = clang_getTranslationUnitTargetInfo(unit);
    int bits = clang_TargetInfo_getPointerWidth(target);
    clang_TargetInfo_dispose(target);
    return bits > 0 ? (uint64_t)bits / 8 : sizeof(void *);
}

static void note_inclusion(CXFile file, CXSourceLocation *stack, unsigned depth, CXClientData data) {
    Lowering *lowering = data;
    (void)stack;
    if (!depth || (lowering->prelude_file && clang_File_isEqual(file, lowering->prelude_file))) return;
    CXString name = clang_File_tryGetRealPathName(file);
    const char *path = clang_getCString(name);
    if (path && *path)
        array_push(&lowering->statistics->included, lowering->arena, arena_copy_text(lowering->arena, path));
    clang_disposeString(name);
}

static Status lower_parsed(Lowering *lowering, const ParseRequest *request, const char *path, Messages *messages) {
    lowering->main_file = clang_getFile(lowering->unit, path);
    lowering->prelude_file = clang_getFile(lowering->unit, prelude_path());
    if (forward_diagnostics(lowering, messages)) return STATUS_BAD_INPUT;
    clang_getInclusions(lowering->unit, note_inclusion, lowering);
    lowering->pointer_size = pointer_size(lowering->unit);
    lowering->has_call_expression_spawns = has_call_expression_spawns(request->models);
    lowering->program = program_create(lowering->arena);
    array_push(&lowering->facts, lowering->arena, (ExprFacts){0});
    program_add_file(lowering->program, (SourceFile){.path = lowering->main_path});
    lower_unit(lowering);
    return STATUS_OK;
}

static const char *failure_reason(enum CXErrorCode code) {
    switch (code) {
    case CXError_Crashed: return "the C front end crashed on this file";
    case CXError_InvalidArguments: return "the C front end refused the compiler flags";
    default: return "the C front end could not parse this file";
    }
}

Status frontend_extract(const ParseRequest *request, Arena *arena, Messages *messages, Program **program,
                        ExtractStatistics *statistics) {
    *program = NULL;
    *statistics = (ExtractStatistics){0};
    if (check_readable(request, messages) != STATUS_OK) return STATUS_BAD_INPUT;
    Lowering lowering = {
        .arena = arena, .models = request->models, .statistics = statistics, .main_path = request->path};
    lowering.directory = request->directory;
    lowering.working_directory = working_directory(arena);
    const char *path = absolute_path(arena, request, lowering.working_directory);
    Flags flags = flags_for_clang(arena, request);
    const char *text = prelude_text(arena);
    struct CXUnsavedFile prelude = {
        .Filename = prelude_path(), .Contents = text, .Length = (unsigned long)strlen(text)};
    CXIndex index = clang_createIndex(0, 0);
    enum CXErrorCode code = clang_parseTranslationUnit2(index, path, flags.items, (int)flags.count, &prelude, 1,
                                                        CXTranslationUnit_None, &lowering.unit);
    Status status = STATUS_BAD_INPUT;
    if (code == CXError_Success)
        status = lower_parsed(&lowering, request, path, messages);
    else
        message_add(messages, SEVERITY_ERROR, request->path, 0, "%s", failure_reason(code));
    if (status == STATUS_OK) *program = lowering.program;
    if (lowering.unit) clang_disposeTranslationUnit(lowering.unit);
    clang_disposeIndex(index);
    return status;
}

const char *frontend_version(Arena *arena) {
    CXString version = clang_getClangVersion();
    const char *copy = arena_copy_text(arena, clang_getCString(version));
    clang_disposeString(version);
    return copy;
}
