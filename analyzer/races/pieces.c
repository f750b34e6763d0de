// SPDX-License-Identifier: MIT
#include "races/pieces.h"

#include <stdlib.h>

enum { WIDEST_MEMBER = 16 };

bool piece_is_wide(const Touch *touch) {
    return touch->at.offset < 0 || !touch->bytes || touch->bytes > WIDEST_MEMBER;
}

static int compare_pieces(const void *left, const void *right) {
    const Piece *a = left, *b = right;
    return a->low < b->low ? -1 : a->low > b->low;
}

Pieces pieces_find(const Touch *touches, uint32_t count, Arena *scratch) {
    Pieces pieces = {0};
    for (uint32_t i = 0; i < count; i++) {
        Piece piece = {touches[i].at.offset, touches[i].at.offset + (int64_t)touches[i].bytes};
        if (!piece_is_wide(&touches[i])) array_push(&pieces.list, scratch, piece);
    }
    if (!pieces.list.count) return pieces;
    qsort(pieces.list.items, pieces.list.count, sizeof(Piece), compare_pieces);
    uint32_t kept = 1;
    for (uint32_t i = 1; i < pieces.list.count; i++) {
        Piece *last = &pieces.list.items[kept - 1], piece = pieces.list.items[i];
        if (piece.low >= last->high)
            pieces.list.items[kept++] = piece;
        else if (piece.high > last->high)
            last->high = piece.high;
    }
    pieces.list.count = kept;
    return pieces;
}

bool piece_holds(const Touch *touch, const Piece *piece) {
    if (!piece) return piece_is_wide(touch); // of wide ones among themselves
    if (touch->at.offset < 0) return true;
    int64_t end = touch->at.offset + (int64_t)touch->bytes;
    return touch->at.offset < piece->high && (!touch->bytes || end > piece->low);
}
