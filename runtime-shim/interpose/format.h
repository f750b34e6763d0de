// SPDX-License-Identifier: MIT
// Formats of printf as the C standard has them (7.21.6.1), with numbered arguments left alone.
#pragma once
#include <stdarg.h>
#include <stdint.h>

// What printing with this format reads of the program's memory: the texts of %s. %n counts as a write. Stops at the
// first thing that is not understood. Option check_printf switches it off.
void format_reads(const char *format, va_list arguments, uintptr_t counter);
