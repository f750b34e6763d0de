// SPDX-License-Identifier: MIT
// Waits as text: who waits for what, identical waits together.
#pragma once
#include "report/report.h"
#include "wait/snapshot.h"

enum { DESCRIBED_TASKS = 24 }; // most groups of identical waits in one report

// "waits for mutex M1 (0x…), held by thread T2"
void describe_wait(const Snapshot *snapshot, uint32_t index, char *text, size_t size);
StackId describe_stack(const Snapshot *snapshot, uint32_t index);                // where it waits
bool describe_is_alike(const Snapshot *snapshot, uint32_t left, uint32_t right); // same wait at the same place

// Adds those of `indices` to the report: waits, where the locks were taken, the cycle that the first reaches.
void describe_group(Report *report, Snapshot *snapshot, const uint32_t *indices, uint32_t count);
