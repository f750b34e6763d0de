// SPDX-License-Identifier: MIT
// Names for the addresses of a recording: those that were written into it when the program had ended, else
// "module+0x123", the address in the module's own terms, which addr2line and pprof understand.
#pragma once
#include "trace/recording.h"

typedef struct Frame {
    const char *function, *file; // function is never empty; file "" when not known
    uint32_t line;
} Frame;

typedef ARRAY(Frame) FrameList;

// The calls of a site, innermost first, inlined ones included. Empty for site 0.
void symbols_of_site(const Recording *recording, uint32_t site, FrameList *frames);

// Those of one address, and the index of the module that has it (UINT32_MAX: none).
void symbols_of_address(const Recording *recording, uint64_t address, FrameList *frames);
uint32_t symbols_find_module(const Recording *recording, uint64_t address);

// "function (file:line)" of the innermost call that has a line, else the name of the innermost
// call; "" for site 0.
const char *symbols_place(const Recording *recording, uint32_t site);

bool symbols_are_known(const Recording *recording, uint64_t address);

// How many addresses of sites have no name.
uint32_t symbols_count_unknown(const Recording *recording);
