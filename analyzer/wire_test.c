// SPDX-License-Identifier: MIT
// What is put comes back; what was cut off at any byte is told and never read beyond.
#include "wire.h"

#include <stdio.h>
#include <string.h>

static bool reads_back(const char *bytes, size_t size, Arena *arena) {
    WireReader reader = {.at = bytes, .end = bytes + size};
    size_t length;
    bool is_same = wire_number(&reader) == UINT64_MAX;
    const char *text = wire_text(&reader, arena), *none = wire_text(&reader, arena), *empty = wire_text(&reader, arena);
    const char *block = wire_bytes(&reader, &length);
    is_same = is_same && text && !strcmp(text, "text") && !none && empty && !*empty;
    return is_same && block && length == 3 && !memcmp(block, "a\0b", 3) && !reader.is_broken && reader.at == reader.end;
}

int main(void) {
    Arena *arena = arena_create();
    Text wire = {0};
    wire_put_number(&wire, UINT64_MAX);
    wire_put_text(&wire, "text");
    wire_put_text(&wire, NULL);
    wire_put_text(&wire, "");
    wire_put_bytes(&wire, "a\0b", 3);
    int failures = !reads_back(wire.bytes, wire.length, arena);
    for (size_t size = 0; size < wire.length; size++) {
        char *part = arena_copy_bytes(arena, wire.bytes, size);
        failures += reads_back(part, size, arena);
    }
    static const char most[] = "\xff\xff\xff\xff\xff\xff\xff\x7f";
    WireReader huge = {.at = most, .end = most + 8};
    size_t length;
    failures += wire_bytes(&huge, &length) != NULL || length != 0 || !huge.is_broken;
    if (failures) printf("%d cases failed\n", failures);
    text_free(&wire);
    arena_destroy(arena);
    return failures ? 1 : 0;
}
