// SPDX-License-Identifier: MIT
#include "models/declaration.h"

#include <ctype.h>
#include <string.h>

static bool is_word_character(char character) {
    return isalnum((unsigned char)character) || character == '_';
}

static bool is_skipped_word(const char *word, size_t length) {
    static const char *const skipped[] = {"struct", "union", "enum", "const", "volatile", "restrict", "__restrict"};
    for (size_t index = 0; index < sizeof skipped / sizeof skipped[0]; index++) {
        if (strlen(skipped[index]) == length && strncmp(skipped[index], word, length) == 0) return true;
    }
    return false;
}

// The next part of a type that matters, a word or a single character; its length is 0 at the end.
static const char *next_part(const char *type, size_t *length) {
    for (;;) {
        while (isspace((unsigned char)*type)) type++;
        *length = 0;
        while (is_word_character(type[*length])) (*length)++;
        if (*length == 0) {
            *length = *type != '\0';
            return type;
        }
        if (!is_skipped_word(type, *length)) return type;
        type += *length;
    }
}

static bool is_same_type(const char *left, const char *right) {
    for (;;) {
        size_t left_length, right_length;
        left = next_part(left, &left_length);
        right = next_part(right, &right_length);
        if (left_length != right_length || strncmp(left, right, left_length) != 0) return false;
        if (left_length == 0) return true;
        left += left_length;
        right += right_length;
    }
}

static uint32_t typed_parameter(const Api *api) {
    const OperandRole roles[] = {OPERAND_OBJECT, OPERAND_CASES};
    for (size_t index = 0; index < sizeof roles / sizeof roles[0]; index++) {
        Operand operand = api->operands[roles[index]];
        if (operand.source == SOURCE_ARGUMENT || operand.source == SOURCE_POINTEE) return operand.index;
    }
    return 0;
}

bool declaration_fits(const ModelDeclaration *declaration, const Api *api) {
    if (declaration->parameter_count < api->parameter_count) return false;
    if (!api->object_type) return true;
    uint32_t parameter = typed_parameter(api);
    if (api->object_size && (!declaration->pointee_sizes || parameter >= declaration->parameter_count ||
                             declaration->pointee_sizes[parameter] != api->object_size))
        return false;
    return parameter < declaration->parameter_count &&
           is_same_type(declaration->parameter_types[parameter], api->object_type);
}
