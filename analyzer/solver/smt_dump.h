// SPDX-License-Identifier: MIT
// --smt-dump DIR: every question to Z3 as one numbered SMT-LIB 2 file (0001.smt2, …) that the z3 program
// reads; its first comment lines say the scope, the question and the answer that we got.
#pragma once
#include "base/message.h"
#include "base/status.h"

typedef struct SmtDump SmtDump;

// Makes the directory when it is missing (its parent must exist). On error `*dump` is NULL.
Status smt_dump_open(const char *directory, Arena *arena, Messages *messages, SmtDump **dump);

// Writes the next file. `answer` is "sat", "unsat" or "unknown"; `formulas` holds declarations and assertions;
// each line of `comment` (or NULL) becomes a comment. The first failure is reported, later ones are silent.
Status smt_dump(SmtDump *dump, const char *scope, const char *question, const char *answer, const char *comment,
                const char *formulas);

// STATUS_OK when every file so far was written.
Status smt_dump_status(const SmtDump *dump);
