// SPDX-License-Identifier: MIT
// Every check of rules/checks, in the order of their folder names. Generated at configure time.
#pragma once
#include "checks/check.h"

extern const Check *const check_catalogue[];
extern const RuleInfo *const check_catalogue_rules[];
extern const uint32_t check_catalogue_count;
