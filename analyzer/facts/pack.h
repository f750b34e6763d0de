// SPDX-License-Identifier: MIT
// A Program as compact bytes, for pipes, facts files and the cache. Rows are written by the descriptions in rows.h, the
// same that SQL uses; texts are kept once. The format is no promise: only the program that wrote it reads it (seal.h).
#pragma once
#include "base/message.h"
#include "base/status.h"
#include "base/text.h"
#include "program/program.h"

// Appends the program to `out`.
void facts_pack(const Program *program, Text *out);

// Equal to what was packed, node for node, into `arena`. Whatever the bytes are: STATUS_BAD_INPUT with a message that
// names `path` unless they are a whole program whose references all hold.
Status facts_unpack(const char *path, const void *bytes, size_t size, Arena *arena, Messages *messages,
                    Program **program);
