// SPDX-License-Identifier: MIT
// Arenas from a few bytes to beyond a large page: what they hand out is zeroed, apart, aligned, and given back by
// marks.
#include "base/arena.h"

#include <stdio.h>
#include <string.h>

enum { PIECES = 600, LARGEST = 5 * 1024 * 1024 };

static int failures;

static void want(int condition, const char *what) {
    if (condition) return;
    failures++;
    printf("failed: %s\n", what);
}

static int is_zero(const char *bytes, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (bytes[i]) return 0;
    return 1;
}

static size_t size_of_piece(int i) {
    return i == PIECES / 2 ? LARGEST : (size_t)i * 37 + 1;
}

// Each piece is filled with its own byte, and looked at when all are there: pieces that overlap are seen.
static void test_pieces(Arena *arena) {
    char *pieces[PIECES];
    for (int i = 0; i < PIECES; i++) {
        pieces[i] = arena_allocate(arena, size_of_piece(i));
        want((uintptr_t)pieces[i] % 16 == 0, "aligned");
        want(is_zero(pieces[i], size_of_piece(i)), "zeroed");
        memset(pieces[i], i % 255 + 1, size_of_piece(i));
    }
    for (int i = 0; i < PIECES; i++)
        for (size_t at = 0; at < size_of_piece(i); at++)
            if (pieces[i][at] != (char)(i % 255 + 1)) {
                want(0, "pieces are apart");
                return;
            }
}

static void test_marks(Arena *arena) {
    char *kept = arena_copy_text(arena, "kept");
    size_t before = arena_size(arena);
    ArenaMark mark = arena_mark(arena);
    for (int round = 0; round < 3; round++) {
        test_pieces(arena);
        arena_rewind(arena, mark);
        want(arena_size(arena) == before, "a mark gives everything back");
    }
    want(strcmp(kept, "kept") == 0, "what is older than a mark stays");
}

int main(void) {
    Arena *arena = arena_create();
    test_marks(arena);
    test_pieces(arena);
    test_marks(arena);
    arena_destroy(arena);
    arena_destroy(NULL);
    return failures != 0;
}
