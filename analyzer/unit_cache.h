// SPDX-License-Identifier: MIT
// Extractions kept from run to run, as in ccache's direct mode: the key names the main file's content, its flags, the
// models and this program; the entry lists every included file with its content, so that a hit preprocesses nothing. A
// file that appears earlier in the include path than the one that was found is not noticed.
//
// Entries are written whole or not at all, so several runs can share a cache. Nothing here fails: a cache that cannot
// be used is a note and every file is read.
#pragma once
#include "extraction.h"

typedef struct UnitCache UnitCache;

// The cache in $CHANVET_CACHE, else .chanvet/cache below the working directory; NULL when `is_off`.
UnitCache *unit_cache_open(Arena *arena, const ModelSet *models, bool is_off, Messages *messages);

// The sealed bytes of an extraction of the unit as it is now, in `arena`; NULL when there are none. `unit_index` names
// the unit in later calls.
const char *unit_cache_find(UnitCache *cache, const SourceUnit *unit, uint32_t unit_index, Arena *arena, size_t *size);

// Keeps a unit that unit_cache_find did not have, unless it changed since.
void unit_cache_keep(UnitCache *cache, const SourceUnit *unit, uint32_t unit_index, const Extraction *extraction,
                     const void *bytes, size_t size);

// Bytes of another kind under a key of the caller's: what deciding gave.
Hash unit_cache_base_key(const UnitCache *cache); // this program and the models
const char *unit_cache_get(UnitCache *cache, Hash key, Arena *arena, size_t *size);
void unit_cache_put(UnitCache *cache, Hash key, const void *bytes, size_t size);

// Removes what was not used for longest when the cache is larger than its limit.
void unit_cache_close(UnitCache *cache);
