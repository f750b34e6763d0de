// SPDX-License-Identifier: MIT
#include "facts/seal.h"

#include "base/hash.h"
#include "facts/enumerators.h"
#include "facts/rows.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

// Numbers are little-endian whatever the machine. The layout covers every table, field and word of the vocabulary: two
// programs with equal layouts mean the same by the same bytes.
static const char magic[8] = "chanvet\n";
enum { FORMAT_VERSION = 1, KIND_AT = 8, VERSION_AT = 12, LAYOUT_AT = 16, LENGTH_AT = 32, CHECKSUM_AT = 40 };

static void put_number(unsigned char *to, uint64_t number, uint32_t bytes) {
    for (uint32_t i = 0; i < bytes; i++) to[i] = (unsigned char)(number >> 8 * i);
}

static uint64_t get_number(const unsigned char *from, uint32_t bytes) {
    uint64_t number = 0;
    for (uint32_t i = 0; i < bytes; i++) number |= (uint64_t)from[i] << 8 * i;
    return number;
}

static void put_hash(unsigned char *to, Hash hash) {
    put_number(to, hash.low, 8);
    put_number(to + 8, hash.high, 8);
}

static Hash hash_layout(void) {
    Hash hash = {0};
    for (TableId id = 0; id < TABLE_GRAPH_FIRST; id++) {
        const Table *table = table_describe(id);
        hash = hash_text(hash, table->insert); // names table, keys and columns in order
        for (uint32_t i = 0; i < table->field_count; i++) {
            uint32_t field[] = {table->fields[i].kind, table->fields[i].last};
            hash = hash_bytes(hash, field, sizeof field);
        }
    }
    for (uint32_t i = 0; i < enumerators_count(); i++) {
        Enumerator word = enumerators_get(i);
        hash = hash_text(hash_text(hash, word.enumeration), word.name);
    }
    return hash;
}

void seal_put(SealKind kind, const void *payload, size_t size, Text *out) {
    unsigned char header[SEAL_SIZE];
    memcpy(header, magic, sizeof magic);
    put_number(header + KIND_AT, kind, 4);
    put_number(header + VERSION_AT, FORMAT_VERSION, 4);
    put_hash(header + LAYOUT_AT, hash_layout());
    put_number(header + LENGTH_AT, size, 8);
    put_hash(header + CHECKSUM_AT, hash_bytes((Hash){0}, payload, size));
    text_append_bytes(out, (const char *)header, sizeof header);
    text_append_bytes(out, payload, size);
}

static const char *find_fault(SealKind kind, const unsigned char *header, size_t size) {
    if (size < sizeof magic || memcmp(header, magic, sizeof magic)) return "this is not a facts file";
    if (size < SEAL_SIZE) return "the facts file is truncated";
    unsigned char layout[16], checksum[16];
    put_hash(layout, hash_layout());
    if (get_number(header + VERSION_AT, 4) != FORMAT_VERSION || memcmp(header + LAYOUT_AT, layout, sizeof layout))
        return "the facts file comes from another version of this program: extract it again";
    if (get_number(header + KIND_AT, 4) != kind) return "this is not a facts file of a translation unit";
    uint64_t length = get_number(header + LENGTH_AT, 8);
    if (length > size - SEAL_SIZE) return "the facts file is truncated";
    if (length < size - SEAL_SIZE) return "the facts file is damaged: something follows its end";
    put_hash(checksum, hash_bytes((Hash){0}, header + SEAL_SIZE, size - SEAL_SIZE));
    return memcmp(header + CHECKSUM_AT, checksum, sizeof checksum) ? "the facts file is damaged" : NULL;
}

Status seal_open(SealKind kind, const char *path, const void *bytes, size_t size, Messages *messages,
                 const unsigned char **payload, size_t *payload_size) {
    const char *fault = find_fault(kind, bytes, size);
    if (fault) {
        message_add(messages, SEVERITY_ERROR, path, 0, "%s", fault);
        return STATUS_BAD_INPUT;
    }
    *payload = (const unsigned char *)bytes + SEAL_SIZE;
    *payload_size = size - SEAL_SIZE;
    return STATUS_OK;
}

bool seal_may_replace(const char *path) {
    struct stat info;
    if (stat(path, &info) || !S_ISREG(info.st_mode)) return true;
    char start[sizeof magic];
    FILE *file = fopen(path, "rb");
    if (!file) return true; // and writing it will say why not
    size_t length = fread(start, 1, sizeof start, file);
    fclose(file);
    return !length || (length == sizeof start && !memcmp(start, magic, sizeof magic));
}
