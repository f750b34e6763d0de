// SPDX-License-Identifier: MIT
#include "source/compiler_flags.h"

#include "source/paths.h"
#include "source/shell_words.h"

#include <stdbool.h>
#include <string.h>

enum { LARGEST_RESPONSE_FILE = 1 << 24, DEEPEST_RESPONSE_FILE = 8 };

typedef enum Shape {
    WHOLE,  // the word is the flag
    PREFIX, // the word starts with the flag
    PAIR,   // the value is the next word or, when there is more in this one, joined
    NEXT,   // the value is always the next word
} Shape;

typedef struct FlagRule {
    const char *flag;
    Shape shape;
    bool is_kept;
} FlagRule;

// The first rule that fits decides; a word that fits none is dropped.
static const FlagRule RULES[] = {
    {"-include-pch", NEXT, false},
    {"-include", PAIR, true},
    {"-imacros", PAIR, true},
    {"-isystem", PAIR, true},
    {"-iquote", PAIR, true},
    {"-idirafter", PAIR, true},
    {"-isysroot", PAIR, true},
    {"-iprefix", PAIR, true},
    {"-iwithprefixbefore", PAIR, true},
    {"-iwithprefix", PAIR, true},
    {"-D", PAIR, true},
    {"-U", PAIR, true},
    {"-I", PAIR, true},
    {"-Xclang", NEXT, true},
    {"-Xpreprocessor", NEXT, true},
    {"-target", NEXT, true},
    {"--target=", PREFIX, true},
    {"--sysroot=", PREFIX, true},
    {"--sysroot", NEXT, true},
    {"-std=", PREFIX, true},
    {"--std=", PREFIX, true},
    {"-ansi", WHOLE, true},
    {"-x", PAIR, true},
    {"-nostdinc", WHOLE, true},
    {"-undef", WHOLE, true},
    {"-trigraphs", WHOLE, true},
    {"-pthread", WHOLE, true},
    {"-O", PREFIX, true},
    {"-resource-dir", PAIR, true},
    // Language and predefined macros.
    {"-fgnu89-inline", WHOLE, true},
    {"-fno-gnu89-inline", WHOLE, true},
    {"-fno-builtin", PREFIX, true},
    {"-ffreestanding", WHOLE, true},
    {"-fhosted", WHOLE, true},
    {"-fshort-enums", WHOLE, true},
    {"-fno-short-enums", WHOLE, true},
    {"-fshort-wchar", WHOLE, true},
    {"-fsigned-char", WHOLE, true},
    {"-fno-signed-char", WHOLE, true},
    {"-funsigned-char", WHOLE, true},
    {"-fno-unsigned-char", WHOLE, true},
    {"-fms-extensions", WHOLE, true},
    {"-fpack-struct", PREFIX, true},
    {"-fblocks", WHOLE, true},
    {"-fopenmp", WHOLE, true},
    {"-fno-asm", WHOLE, true},
    {"-fgnu-keywords", WHOLE, true},
    {"-fdollars-in-identifiers", WHOLE, true},
    {"-fPIC", WHOLE, true},
    {"-fpic", WHOLE, true},
    {"-fPIE", WHOLE, true},
    {"-fpie", WHOLE, true},
    {"-ffast-math", WHOLE, true},
    {"-fsanitize=address", PREFIX, true},
    {"-fsanitize=thread", PREFIX, true},
    {"-fexceptions", WHOLE, true},
    {"-fwrapv", WHOLE, true},
    {"-fbracket-depth=", PREFIX, true},
    {"-fconstexpr-steps=", PREFIX, true},
    // Sizes, byte order and instruction sets that headers ask for.
    {"-m16", WHOLE, true},
    {"-m32", WHOLE, true},
    {"-m64", WHOLE, true},
    {"-mx32", WHOLE, true},
    {"-march=", PREFIX, true},
    {"-mcpu=", PREFIX, true},
    {"-mabi=", PREFIX, true},
    {"-mfloat-abi=", PREFIX, true},
    {"-mfpu=", PREFIX, true},
    {"-mthumb", WHOLE, true},
    {"-marm", WHOLE, true},
    {"-mlittle-endian", WHOLE, true},
    {"-mbig-endian", WHOLE, true},
    {"-mmmx", WHOLE, true},
    {"-msse", PREFIX, true},
    {"-mssse3", WHOLE, true},
    {"-mavx", PREFIX, true},
    {"-mno-sse", PREFIX, true},
    {"-mno-avx", PREFIX, true},
    {"-mno-mmx", WHOLE, true},
    {"-maes", WHOLE, true},
    {"-mpclmul", WHOLE, true},
    {"-mbmi", PREFIX, true},
    {"-mfma", WHOLE, true},
    {"-mpopcnt", WHOLE, true},
    {"-mlzcnt", WHOLE, true},
    {"-mcx16", WHOLE, true},
    {"-mcrc32", WHOLE, true},
    // Dropped together with the word after them.
    {"-o", PAIR, false},
    {"-MF", PAIR, false},
    {"-MT", PAIR, false},
    {"-MQ", PAIR, false},
    {"-MJ", PAIR, false},
    {"-L", PAIR, false},
    {"-l", PAIR, false},
    {"-T", PAIR, false},
    {"-z", NEXT, false},
    {"-u", PAIR, false},
    {"-A", PAIR, false},
    {"-B", PAIR, false},
    {"-e", NEXT, false},
    {"-aux-info", NEXT, false},
    {"--param", NEXT, false},
    {"-Xlinker", NEXT, false},
    {"-Xassembler", NEXT, false},
    {"-Xanalyzer", NEXT, false},
    {"-mllvm", NEXT, false},
    {"-dumpbase", NEXT, false},
    {"-dumpbase-ext", NEXT, false},
    {"-dumpdir", NEXT, false},
    {"-wrapper", NEXT, false},
    {"-framework", NEXT, false},
    {"-arch", NEXT, false},
    {"--serialize-diagnostics", NEXT, false},
};

static bool rule_fits(const FlagRule *rule, const char *word) {
    bool is_exact = rule->shape == WHOLE || rule->shape == NEXT;
    return is_exact ? !strcmp(rule->flag, word) : !strncmp(rule->flag, word, strlen(rule->flag));
}

static const FlagRule *find_rule(const char *word) {
    for (size_t i = 0; i < sizeof RULES / sizeof *RULES; i++) {
        if (rule_fits(&RULES[i], word)) return &RULES[i];
    }
    return NULL;
}

static bool takes_next(const FlagRule *rule, const char *word) {
    return rule->shape == NEXT || (rule->shape == PAIR && !strcmp(rule->flag, word));
}

static bool is_dependency_flag(const char *word) {
    return word[0] == '-' && word[1] == 'M';
}

// "-Wp,-DNAME,-MD,file": words for the preprocessor, where every -M… takes a file of its own.
static void select_preprocessor_words(const char *word, Arena *arena, TextList *flags) {
    char *words = arena_copy_text(arena, word);
    for (char *part = strtok(words, ","); part; part = strtok(NULL, ",")) {
        if (is_dependency_flag(part)) {
            if (strcmp(part, "-MP") && strcmp(part, "-MG")) strtok(NULL, ",");
        } else if (part[0] == '-' && strchr("DUI", part[1])) {
            array_push(flags, arena, part);
        }
    }
}

static bool names_language(const char *word) {
    return !strcmp(word, "c") || !strcmp(word, "c-header") || !strcmp(word, "cpp-output") || !strcmp(word, "none");
}

void compiler_flags_select(TextList words, Arena *arena, TextList *flags, SourceLanguage *language) {
    *language = LANGUAGE_C;
    for (uint32_t i = 0; i < words.count; i++) {
        const char *word = words.items[i];
        if (!strncmp(word, "-Wp,", 4)) select_preprocessor_words(word + 4, arena, flags);
        const FlagRule *rule = find_rule(word);
        if (!rule) continue;
        bool has_next = takes_next(rule, word);
        if (has_next && i + 1 == words.count) break;
        const char *value = has_next ? words.items[++i] : word + strlen(rule->flag);
        if (!strcmp(rule->flag, "-x") && !names_language(value)) *language = LANGUAGE_OTHER;
        if (!rule->is_kept) continue;
        array_push(flags, arena, word);
        if (has_next) array_push(flags, arena, value);
    }
}

SourceLanguage source_language(const char *path) {
    const char *dot = strrchr(path_base_name(path), '.');
    bool is_c = !dot || !strcmp(dot, ".c") || !strcmp(dot, ".h") || !strcmp(dot, ".i");
    return is_c ? LANGUAGE_C : LANGUAGE_OTHER;
}

static bool is_compiler_launcher(const char *word) {
    static const char *const names[] = {"ccache", "distcc", "sccache", "icecc", "gomacc", "buildcache"};
    const char *name = path_base_name(word);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!strcmp(names[i], name)) return true;
    }
    return false;
}

TextList compiler_words_skip_name(TextList words) {
    uint32_t skipped = 0;
    while (skipped < words.count && is_compiler_launcher(words.items[skipped])) skipped++;
    if (skipped < words.count && words.items[skipped][0] != '-' && words.items[skipped][0] != '@') skipped++;
    words.items += words.items ? skipped : 0;
    words.count -= skipped;
    words.capacity = words.count;
    return words;
}

static Status expand(TextList words, const char *directory, uint32_t depth, Arena *arena, Messages *messages,
                     TextList *result) {
    for (uint32_t i = 0; i < words.count; i++) {
        const char *word = words.items[i];
        if (word[0] != '@' || !word[1]) {
            array_push(result, arena, word);
            continue;
        }
        const char *path = path_absolute(arena, directory, word + 1);
        TextList inner = {0};
        char *bytes;
        size_t size;
        if (file_read(path, LARGEST_RESPONSE_FILE, arena, messages, &bytes, &size)) return STATUS_BAD_INPUT;
        if (depth == DEEPEST_RESPONSE_FILE || !shell_words_split(bytes, arena, &inner)) {
            message_add(messages, SEVERITY_ERROR, path, 0, "is not a response file of compiler flags: %s",
                        depth == DEEPEST_RESPONSE_FILE ? "nested too deeply" : "unclosed quote");
            return STATUS_BAD_INPUT;
        }
        if (expand(inner, directory, depth + 1, arena, messages, result)) return STATUS_BAD_INPUT;
    }
    return STATUS_OK;
}

Status compiler_words_expand(TextList words, const char *directory, Arena *arena, Messages *messages,
                             TextList *result) {
    return expand(words, directory, 0, arena, messages, result);
}
