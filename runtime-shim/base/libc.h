// SPDX-License-Identifier: MIT
// Functions of glibc itself, whoever else defines the name: allocators (tcmalloc, mimalloc) bring __libc_malloc and its
// kin along, and theirs come first where the linker looks. Works before the linker is done; takes no lock and no
// memory.
#pragma once

void *libc_find(const char *name); // any version; NULL: glibc has none, or is not there
