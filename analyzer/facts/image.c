// SPDX-License-Identifier: MIT
// The fixed parts of the SQLite file format (https://www.sqlite.org/fileformat.html, section 1.3).
#include "facts/store.h"

#include <string.h>

static const char magic[16] = "SQLite format 3";
enum { PAGE_SIZE_AT = 16, PAGE_COUNT_AT = 28 };

static uint32_t big_endian(const unsigned char *bytes, uint32_t count) {
    uint32_t value = 0;
    for (uint32_t i = 0; i < count; i++) value = value << 8 | bytes[i];
    return value;
}

static Status refuse(const char *path, Messages *messages, const char *why) {
    message_add(messages, SEVERITY_ERROR, path, 0, "%s", why);
    return STATUS_BAD_INPUT;
}

Status image_check(const char *path, const unsigned char *header, size_t length, uint64_t size, Messages *messages) {
    if (length < sizeof magic || memcmp(header, magic, sizeof magic) != 0)
        return refuse(path, messages, "this is not a facts database");
    if (length < IMAGE_HEADER) return refuse(path, messages, "the facts database is truncated within its header");
    uint32_t page = big_endian(header + PAGE_SIZE_AT, 2);
    if (page == 1) page = 65536;
    if (page < 512 || (page & (page - 1)) != 0) return refuse(path, messages, "the facts database has a broken header");
    if (size % page != 0 || size / page < big_endian(header + PAGE_COUNT_AT, 4))
        return refuse(path, messages, "the facts database is truncated");
    return STATUS_OK;
}
