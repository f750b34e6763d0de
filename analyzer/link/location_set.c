// SPDX-License-Identifier: MIT
#include "link/location_set.h"

#include <string.h>

enum {
    SMALLEST_CLASS = 2,  // 4 items: room for the address of the next free array
    SMALLEST_DENSE = 64, // items
    SPREAD = 128         // a bitmap of so many bits an item takes four times the memory of the array
};

static uint32_t lower_bound(const LocationSet *set, uint32_t item) {
    uint32_t low = 0, high = set->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (set->items[middle] < item)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static uint32_t word_count(const LocationSet *set) {
    return set->capacity / 2;
}

bool location_set_has(const LocationSet *set, uint32_t item) {
    if (set->words) return item / 64 < word_count(set) && (set->words[item / 64] >> item % 64 & 1);
    uint32_t at = lower_bound(set, item);
    return at < set->count && set->items[at] == item;
}

uint32_t location_set_width(const LocationSet *set) {
    return set->words ? word_count(set) : set->count;
}

// For an array the cursor is an index, for a bitmap a bit.
bool location_set_next(const LocationSet *set, uint32_t *cursor, uint32_t *item) {
    if (!set->words) {
        if (*cursor >= set->count) return false;
        *item = set->items[(*cursor)++];
        return true;
    }
    for (uint32_t word = *cursor / 64; word < word_count(set); word++, *cursor = word * 64) {
        uint64_t left = set->words[word] >> *cursor % 64;
        if (!left) continue;
        *item = *cursor + (uint32_t)__builtin_ctzll(left);
        *cursor = *item + 1;
        return true;
    }
    return false;
}

static void give_back(SetPool *pool, void *items, uint32_t capacity) {
    uint32_t class = SMALLEST_CLASS;
    while (capacity >> class > 1) class ++;
    memcpy(items, &pool->free[class], sizeof pool->free[class]);
    pool->free[class] = items;
}

static void *take(SetPool *pool, uint32_t count, uint32_t *capacity) {
    uint32_t class = SMALLEST_CLASS;
    while (1u << class < count) class ++;
    void *items = pool->free[class];
    if (items)
        memcpy(&pool->free[class], items, sizeof items);
    else
        items = arena_allocate(pool->arena, sizeof(uint32_t) << class);
    *capacity = 1u << class;
    return items;
}

static void reserve(LocationSet *set, SetPool *pool, uint32_t count) {
    if (count <= set->capacity) return;
    LocationSet larger = {.count = set->count};
    larger.items = take(pool, count, &larger.capacity);
    if (set->count) memcpy(larger.items, set->items, set->count * sizeof *set->items);
    if (set->capacity) give_back(pool, set->items, set->capacity);
    *set = larger;
}

static void reserve_words(LocationSet *set, SetPool *pool, uint32_t words) {
    if (set->words && words <= word_count(set)) return;
    LocationSet larger = {.count = set->count};
    larger.words = take(pool, words * 2, &larger.capacity);
    uint32_t kept = set->words ? word_count(set) : 0;
    if (kept) memcpy(larger.words, set->words, kept * sizeof *set->words);
    memset(larger.words + kept, 0, (word_count(&larger) - kept) * sizeof *set->words);
    if (set->words) give_back(pool, set->words, set->capacity);
    *set = larger;
}

void location_set_drop(LocationSet *set, SetPool *pool) {
    if (set->capacity) give_back(pool, set->words ? (void *)set->words : (void *)set->items, set->capacity);
    *set = (LocationSet){0};
}

static uint32_t largest(const LocationSet *set) {
    if (set->words) return word_count(set) * 64 - 1;
    return set->count ? set->items[set->count - 1] : 0;
}

static bool is_worth_bits(uint32_t count, uint32_t last) {
    return count >= SMALLEST_DENSE && (uint64_t)count * SPREAD > last;
}

static void make_dense(LocationSet *set, SetPool *pool) {
    if (set->words) return;
    LocationSet dense = {.count = set->count};
    reserve_words(&dense, pool, largest(set) / 64 + 1);
    for (uint32_t i = 0; i < set->count; i++) dense.words[set->items[i] / 64] |= (uint64_t)1 << set->items[i] % 64;
    location_set_drop(set, pool);
    *set = dense;
}

static bool add_bit(LocationSet *set, SetPool *pool, uint32_t item) {
    reserve_words(set, pool, item / 64 + 1);
    uint64_t *word = &set->words[item / 64], bit = (uint64_t)1 << item % 64;
    bool is_new = !(*word & bit);
    *word |= bit;
    set->count += is_new;
    return is_new;
}

bool location_set_add(LocationSet *set, SetPool *pool, uint32_t item) {
    if (set->words) return add_bit(set, pool, item);
    uint32_t at = lower_bound(set, item);
    if (at < set->count && set->items[at] == item) return false;
    reserve(set, pool, set->count + 1);
    memmove(set->items + at + 1, set->items + at, (set->count - at) * sizeof *set->items);
    set->items[at] = item;
    set->count++;
    if (set->count >= SMALLEST_DENSE && is_worth_bits(set->count, largest(set))) make_dense(set, pool);
    return true;
}

static uint32_t count_new(const LocationSet *set, const LocationSet *more) {
    uint32_t fresh = 0, at = 0;
    for (uint32_t i = 0; i < more->count; i++) {
        while (at < set->count && set->items[at] < more->items[i]) at++;
        fresh += at == set->count || set->items[at] != more->items[i];
    }
    return fresh;
}

static void unite_arrays(LocationSet *set, SetPool *pool, const LocationSet *more) {
    uint32_t fresh = count_new(set, more);
    if (!fresh) return;
    reserve(set, pool, set->count + fresh);
    uint32_t left = set->count, right = more->count;
    for (uint32_t to = set->count += fresh; to > 0 && right > 0;) { // from the back, so that it can be done in place
        bool is_right = !left || more->items[right - 1] >= set->items[left - 1];
        uint32_t item = is_right ? more->items[right - 1] : set->items[left - 1];
        if (left && set->items[left - 1] == item) left--;
        if (is_right) right--;
        set->items[--to] = item;
    }
}

static void unite_bits(LocationSet *set, SetPool *pool, const LocationSet *more) {
    uint32_t words = word_count(more);
    while (words && !more->words[words - 1]) words--;
    reserve_words(set, pool, words);
    uint32_t fresh = 0;
    for (uint32_t i = 0; i < words; i++) {
        uint64_t added = more->words[i] & ~set->words[i];
        if (!added) continue;
        fresh += (uint32_t)__builtin_popcountll(added);
        set->words[i] |= added;
    }
    set->count += fresh;
}

void location_set_unite(LocationSet *set, SetPool *pool, const LocationSet *more) {
    if (!more->count) return;
    if (more->words) make_dense(set, pool);
    if (more->words) {
        unite_bits(set, pool, more);
    } else if (set->words) {
        for (uint32_t i = 0; i < more->count; i++) add_bit(set, pool, more->items[i]);
    } else {
        unite_arrays(set, pool, more);
        if (is_worth_bits(set->count, largest(set))) make_dense(set, pool);
    }
}

// Room is taken for all of the left set: most of it is kept most of the time.
static LocationSet keep_items(const LocationSet *left, const LocationSet *right, bool is_wanted, SetPool *pool) {
    LocationSet kept = {0};
    uint32_t at = 0;
    for (uint32_t i = 0; i < left->count; i++) {
        uint32_t item = left->items[i];
        while (!right->words && at < right->count && right->items[at] < item) at++;
        bool is_in_both = right->words ? location_set_has(right, item) : at < right->count && right->items[at] == item;
        if (is_in_both != is_wanted) continue;
        if (!kept.capacity) reserve(&kept, pool, left->count - i);
        kept.items[kept.count++] = item;
    }
    return kept;
}

static uint64_t kept_word(const LocationSet *left, const LocationSet *right, bool is_wanted, uint32_t word) {
    uint64_t other = word < word_count(right) ? right->words[word] : 0;
    return left->words[word] & (is_wanted ? other : ~other);
}

static LocationSet keep_bits(const LocationSet *left, const LocationSet *right, bool is_wanted, SetPool *pool) {
    LocationSet kept = {0};
    uint32_t count = 0, words = 0;
    for (uint32_t i = 0; i < word_count(left); i++) {
        uint64_t word = kept_word(left, right, is_wanted, i);
        if (!word) continue;
        count += (uint32_t)__builtin_popcountll(word);
        words = i + 1;
    }
    if (!count) return kept;
    bool is_dense = is_worth_bits(count, words * 64);
    if (is_dense)
        reserve_words(&kept, pool, words);
    else
        reserve(&kept, pool, count);
    for (uint32_t i = 0; i < words; i++) {
        uint64_t word = kept_word(left, right, is_wanted, i);
        if (is_dense) kept.words[i] = word;
        for (; !is_dense && word; word &= word - 1) kept.items[kept.count++] = i * 64 + (uint32_t)__builtin_ctzll(word);
    }
    kept.count = count;
    return kept;
}

static LocationSet copy(const LocationSet *set, SetPool *pool) {
    LocationSet all = {0};
    location_set_unite(&all, pool, set);
    return all;
}

LocationSet location_set_intersect(const LocationSet *left, const LocationSet *right, SetPool *pool) {
    if (!left->words) return keep_items(left, right, true, pool);
    return right->words ? keep_bits(left, right, true, pool) : keep_items(right, left, true, pool);
}

LocationSet location_set_subtract(const LocationSet *left, const LocationSet *right, SetPool *pool) {
    if (!left->words) return keep_items(left, right, false, pool);
    if (right->words) return keep_bits(left, right, false, pool);
    LocationSet rest = copy(left, pool);
    for (uint32_t i = 0; i < right->count; i++) {
        if (!location_set_has(&rest, right->items[i])) continue;
        rest.words[right->items[i] / 64] &= ~((uint64_t)1 << right->items[i] % 64);
        rest.count--;
    }
    return rest;
}
