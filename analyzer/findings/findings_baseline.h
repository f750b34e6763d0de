// SPDX-License-Identifier: MIT
// Accepted findings: a text file that lives in the user's repository, so that only new findings count.
// One accepted finding a line, separated by tabs: fingerprint, rule, path, first sentence. Lines are
// sorted and hold no line numbers, so they merge like source. Only the fingerprint decides; the rest
// is for readers. Lines starting with '#' and empty lines are comments, but the first line must be
// the heading that findings_baseline_write writes, so that another file is not taken for a baseline.
#pragma once
#include "base/message.h"
#include "base/status.h"
#include "findings/finding.h"

// Replaces `path` by a baseline that accepts every finding of a finished set.
Status findings_baseline_write(const FindingSet *set, const char *path, Messages *messages);

// Marks each finding as unchanged or new. N lines of one fingerprint absorb N findings, the first in
// the set's order; the N+1st is new. Lines that absorb nothing become notes in `messages`, also on
// STATUS_OK. An unreadable or broken file gives STATUS_USAGE and leaves the findings as they were.
Status findings_baseline_apply(FindingSet *set, const char *path, Messages *messages);
