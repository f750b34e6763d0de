// SPDX-License-Identifier: MIT
// Compile commands are written for gcc as often as for clang, and for a compiler that writes files.
#include "frontend/lower.h"

#include <string.h>
#include <unistd.h>

typedef enum FlagMatch { FLAG_EXACT, FLAG_PREFIX, FLAG_WITH_VALUE } FlagMatch;

typedef struct DroppedFlag {
    const char *text;
    FlagMatch match; // FLAG_WITH_VALUE: the next argument belongs to it
} DroppedFlag;

static const DroppedFlag dropped_flags[] = {
    // gcc only: clang answers with an error, or a warning that nobody can act on
    {"-fconserve-stack", FLAG_EXACT},
    {"-fno-conserve-stack", FLAG_EXACT},
    {"-fvar-tracking", FLAG_PREFIX},
    {"-fno-var-tracking", FLAG_PREFIX},
    {"-fanalyzer", FLAG_PREFIX},
    {"-fno-analyzer", FLAG_PREFIX},
    {"-fallow-store-data-races", FLAG_EXACT},
    {"-fno-allow-store-data-races", FLAG_EXACT},
    {"-fno-guess-branch-probability", FLAG_EXACT},
    {"-fno-reorder-blocks", FLAG_PREFIX},
    {"-freorder-blocks", FLAG_PREFIX},
    {"-fno-ipa-", FLAG_PREFIX},
    {"-fipa-", FLAG_PREFIX},
    {"-fno-tree-", FLAG_PREFIX},
    {"-ftree-", FLAG_PREFIX},
    {"-fno-partial-inlining", FLAG_EXACT},
    {"-fno-gcse", FLAG_PREFIX},
    {"-fno-crossjumping", FLAG_EXACT},
    {"-fno-shrink-wrap", FLAG_PREFIX},
    {"-fno-code-hoisting", FLAG_EXACT},
    {"-fno-stack-clash-protection", FLAG_EXACT},
    {"-fno-printf-return-value", FLAG_EXACT},
    {"-fdiagnostics-", FLAG_PREFIX},
    {"-fmin-function-alignment", FLAG_PREFIX},
    {"-fzero-call-used-regs", FLAG_PREFIX},
    {"-fira-", FLAG_PREFIX},
    {"-fno-ira-", FLAG_PREFIX},
    {"-fsched-", FLAG_PREFIX},
    {"-fno-sched", FLAG_PREFIX},
    {"-fcallgraph-info", FLAG_PREFIX},
    {"-fdump-", FLAG_PREFIX},
    {"-fopt-info", FLAG_PREFIX},
    {"-flto", FLAG_PREFIX},
    {"-ffat-lto-objects", FLAG_EXACT},
    {"-fuse-linker-plugin", FLAG_EXACT},
    {"-fno-semantic-interposition", FLAG_EXACT},
    {"-fplugin", FLAG_PREFIX},
    {"-fstrub", FLAG_PREFIX},
    {"-fcf-protection", FLAG_PREFIX},
    {"-mindirect-branch", FLAG_PREFIX},
    {"-mfunction-return", FLAG_PREFIX},
    {"-mharden-sls", FLAG_PREFIX},
    {"-mpreferred-stack-boundary", FLAG_PREFIX},
    {"-mno-fp-ret-in-387", FLAG_EXACT},
    {"-mrecord-mcount", FLAG_EXACT},
    {"-maccumulate-outgoing-args", FLAG_EXACT},
    {"-specs=", FLAG_PREFIX},
    {"--specs=", FLAG_PREFIX},
    {"--param=", FLAG_PREFIX},
    {"--param", FLAG_WITH_VALUE},
    // the compiler's output
    {"-o", FLAG_WITH_VALUE},
    {"-c", FLAG_EXACT},
    {"-S", FLAG_EXACT},
    {"-E", FLAG_EXACT},
    {"-M", FLAG_EXACT},
    {"-MM", FLAG_EXACT},
    {"-MD", FLAG_EXACT},
    {"-MMD", FLAG_EXACT},
    {"-MP", FLAG_EXACT},
    {"-MG", FLAG_EXACT},
    {"-MF", FLAG_WITH_VALUE},
    {"-MT", FLAG_WITH_VALUE},
    {"-MQ", FLAG_WITH_VALUE},
    {"-MF", FLAG_PREFIX},
    {"-MT", FLAG_PREFIX},
    {"-MQ", FLAG_PREFIX},
    {"-Wp,-M", FLAG_PREFIX},
    {"-save-temps", FLAG_PREFIX},
    {"--save-temps", FLAG_PREFIX},
    // a warning is no reason to refuse a file
    {"-Werror", FLAG_PREFIX},
    {"-pedantic-errors", FLAG_EXACT},
};

// How many arguments `flag` takes away: 0 when it is kept.
static uint32_t dropped_width(const char *flag) {
    for (size_t i = 0; i < sizeof dropped_flags / sizeof dropped_flags[0]; i++) {
        const DroppedFlag *dropped = &dropped_flags[i];
        if (strcmp(flag, dropped->text) == 0) return dropped->match == FLAG_WITH_VALUE ? 2 : 1;
        if (dropped->match == FLAG_PREFIX && strncmp(flag, dropped->text, strlen(dropped->text)) == 0) return 1;
    }
    return 0;
}

// The folder of the compiler's own headers; NULL leaves the search to libclang.
static const char *resource_directory(Arena *arena) {
    static const char *const candidates[] = {
#ifdef CHANVET_RESOURCE_DIR
        CHANVET_RESOURCE_DIR,
#endif
        "/usr/lib/llvm-19/lib/clang/19",
        "/usr/lib/clang/19",
        "/usr/local/lib/clang/19",
    };
    for (size_t i = 0; i < sizeof candidates / sizeof candidates[0]; i++)
        if (access(arena_format(arena, "%s/include/stddef.h", candidates[i]), R_OK) == 0) return candidates[i];
    return NULL;
}

// Models are found from the process's directory, which need not be the compiler's.
static const char *absolute(Arena *arena, const char *path) {
    char here[4096];
    if (path[0] == '/' || !getcwd(here, sizeof here)) return path;
    return arena_format(arena, "%s/%s", here, path);
}

static bool is_installed(const char *folder) {
    static const char *const roots[] = {"/usr/include/", "/usr/lib/", "/usr/local/include/", "/usr/local/lib/"};
    for (size_t i = 0; i < sizeof roots / sizeof roots[0]; i++)
        if (strncmp(folder, roots[i], strlen(roots[i])) == 0) return true;
    return false;
}

// pkg-config names installed headers with -I, but they are no part of the program.
static uint32_t installed_folder(const ParseRequest *request, uint32_t at, const char **folder) {
    const char *flag = request->flags[at];
    bool has_next = at + 1 < request->flag_count;
    *folder = NULL;
    if (strcmp(flag, "-I") == 0 && has_next && is_installed(request->flags[at + 1])) *folder = request->flags[at + 1];
    if (*folder) return 2;
    if (strncmp(flag, "-I", 2) == 0 && is_installed(flag + 2)) *folder = flag + 2;
    return *folder ? 1 : 0;
}

Flags flags_for_clang(Arena *arena, const ParseRequest *request) {
    static const char *const ours[] = {
        "-w",
        "-Qunused-arguments",
        "-Wno-unknown-warning-option",
        "-Wno-error=implicit-function-declaration",
        "-Wno-error=implicit-int",
        "-Wno-error=int-conversion",
        "-Wno-error=incompatible-function-pointer-types",
        "-Wno-error=return-type",
        "-fbracket-depth=1024",
        "-ferror-limit=50",
    };
    ARRAY(const char *) flags = {0};
    const char *resources = resource_directory(arena);
    if (resources) {
        array_push(&flags, arena, "-resource-dir");
        array_push(&flags, arena, resources);
    }
    array_push(&flags, arena, "-include");
    array_push(&flags, arena, prelude_path());
    if (request->directory) array_push(&flags, arena, arena_format(arena, "-working-directory=%s", request->directory));
    for (uint32_t i = 0; i < request->flag_count;) {
        const char *folder;
        uint32_t width = installed_folder(request, i, &folder);
        if (folder) {
            array_push(&flags, arena, "-isystem");
            array_push(&flags, arena, folder);
            i += width;
            continue;
        }
        width = dropped_width(request->flags[i]);
        if (!width) array_push(&flags, arena, request->flags[i]);
        i += width ? width : 1;
    }
    for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++) array_push(&flags, arena, ours[i]);
    for (uint32_t i = 0; request->models && i < models_count(request->models); i++) {
        const char *folder = models_get(request->models, i)->include_path;
        if (!folder) continue;
        array_push(&flags, arena, "-idirafter");
        array_push(&flags, arena, absolute(arena, folder));
    }
    return (Flags){.items = flags.items, .count = flags.count};
}
