// SPDX-License-Identifier: MIT
// From a compiler's command line to the flags that change what a C parser sees. Everything else is
// left out (outputs, warnings, optimisation passes, linker words): clang refuses many of gcc's
// flags, and a refused flag must not cost a file.
#pragma once
#include "base/message.h"
#include "base/status.h"
#include "source/text_list.h"

typedef enum SourceLanguage { LANGUAGE_C, LANGUAGE_OTHER } SourceLanguage;

// From the name's ending: .c, .h, .i and names without one are C.
SourceLanguage source_language(const char *path);

// Words of a command line without the words that name the compiler: "ccache", "distcc", then the compiler itself.
// A list that starts with a flag has none.
TextList compiler_words_skip_name(TextList words);

// Replaces each @FILE (relative to `directory`) by the words in it.
Status compiler_words_expand(TextList words, const char *directory, Arena *arena, Messages *messages, TextList *result);

// The flags to keep of `words` (already without compiler name and expanded). *language is LANGUAGE_OTHER when "-x" says
// so.
void compiler_flags_select(TextList words, Arena *arena, TextList *flags, SourceLanguage *language);
