// SPDX-License-Identifier: MIT
// Pieces of an object: members that no narrow access connects. Private to this room.
#pragma once
#include "races/search.h"

typedef struct Piece {
    int64_t low, high; // bytes from low to before high
} Piece;

typedef struct Pieces {
    ARRAY(Piece) list;
} Pieces;

// Whether it may touch more than one member.
bool piece_is_wide(const Touch *touch);

Pieces pieces_find(const Touch *touches, uint32_t count, Arena *scratch); // by low

// Whether the touch meets the piece; NULL: those that are wide, among themselves.
bool piece_holds(const Touch *touch, const Piece *piece);
