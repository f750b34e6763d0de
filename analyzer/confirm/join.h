// SPDX-License-Identifier: MIT
// The findings' own SARIF with what the runs have shown: certainty, the confirmation and its evidence. Nothing else in
// the file changes. Results with the same fingerprint get the same.
#pragma once
#include "confirm/verdict.h"

// One confirmation for each witness of the file.
void findings_file_join(FindingsFile *file, const Confirmation *confirmations);

// The document as text; free() it.
char *findings_file_print(const FindingsFile *file);
