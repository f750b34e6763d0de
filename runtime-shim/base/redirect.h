// SPDX-License-Identifier: MIT
// Included before everything else in every file of the runtime: memory functions that the compiler calls on its own
// (copies of structs) must not end up in our own wrappers of memcpy and its kin.
#pragma once
#include <stddef.h>

#ifndef __SANITIZE_ADDRESS__
void *memcpy(void *restrict to, const void *restrict from, size_t size) __asm__("qtrace_copy_forward");
void *memmove(void *to, const void *from, size_t size) __asm__("qtrace_copy_any");
void *memset(void *to, int byte, size_t size) __asm__("qtrace_fill");
int memcmp(const void *left, const void *right, size_t size) __asm__("qtrace_compare");
size_t strlen(const char *text) __asm__("qtrace_length");
#endif
