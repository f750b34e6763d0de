// SPDX-License-Identifier: MIT
// The symbol table of libc.so.6, by the hash table that linkers write (DT_GNU_HASH: header, Bloom filter, buckets of
// first symbols, one hash per symbol whose lowest bit ends the bucket).
#include "base/libc.h"

#include <link.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { HASH_HEADER = 4 }; // words: buckets, first symbol, words of the filter, its shift

static bool is_libc(const struct link_map *module) {
    static const char name[] = "libc.so.6";
    size_t length = module->l_name ? strlen(module->l_name) : 0;
    if (length < sizeof name - 1) return false;
    const char *base = module->l_name + length - (sizeof name - 1);
    return memcmp(base, name, sizeof name) == 0 && (base == module->l_name || base[-1] == '/');
}

// glibc adds the place where the module lies to addresses in its dynamic section, others do not.
static const void *dynamic_address(const struct link_map *module, ElfW(Sxword) tag) {
    for (const ElfW(Dyn) *entry = module->l_ld; entry->d_tag != DT_NULL; entry++) {
        if (entry->d_tag != tag) continue;
        uintptr_t address = entry->d_un.d_ptr;
        return (const void *)(address < module->l_addr ? address + module->l_addr : address);
    }
    return NULL;
}

static uint32_t hash_of(const char *name) {
    uint32_t hash = 5381;
    for (; *name; name++) hash = hash * 33 + (unsigned char)*name;
    return hash;
}

static bool is_same(const char *one, const char *two) {
    size_t length = strlen(one);
    return length == strlen(two) && memcmp(one, two, length) == 0;
}

static void *find_in(const struct link_map *module, const char *name) {
    const uint32_t *table = dynamic_address(module, DT_GNU_HASH);
    const ElfW(Sym) *symbols = dynamic_address(module, DT_SYMTAB);
    const char *names = dynamic_address(module, DT_STRTAB);
    if (!table || !symbols || !names || !table[0]) return NULL;
    const uint32_t *buckets = table + HASH_HEADER + table[2] * (sizeof(ElfW(Addr)) / sizeof(uint32_t));
    const uint32_t *chains = buckets + table[0], first = table[1], hash = hash_of(name);
    uint32_t index = buckets[hash % table[0]];
    if (index < first) return NULL;
    for (;; index++) {
        uint32_t other = chains[index - first];
        if ((other | 1) == (hash | 1) && symbols[index].st_shndx != SHN_UNDEF &&
            is_same(names + symbols[index].st_name, name))
            return (void *)(module->l_addr + symbols[index].st_value);
        if (other & 1) return NULL;
    }
}

void *libc_find(const char *name) {
    for (const struct link_map *module = _r_debug.r_map; module; module = module->l_next)
        if (is_libc(module)) return find_in(module, name);
    return NULL;
}
