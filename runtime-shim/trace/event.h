// SPDX-License-Identifier: MIT
// Events of a .qtrace file, version 3: the bits of each and how to store and read them. Belongs to format.h, which
// lists the kinds of events, of waits and the flags.
#pragma once
#include "format.h"

#include <stdbool.h>
#include <stdint.h>

#define QTRACE_EVENT_CHECK 0xa5u // XOR of all bytes of every event

// An event as it lies in the file:
//
//   word 0   time 0…27 | kind 28…32 | has word 2 33 | flags 34…37 | site 38…63
//   word 1   length 0…27 | object 28…51 | wait 52…55 | check 56…63
//   word 2   value 0…31 | sequence 32…63; without it both are 0
//
// time: ticks since the event before in the chunk. length: of a QEV_ACQUIRE or QEV_BLOCK, not 0: so many ticks later
// the same task did the QEV_RELEASE of the same object, with the same flags, or the QEV_RUN, without any; it is told
// nowhere else.
//
// A QEV_ACQUIRE whose object, site and flags another one in the chunk has had before it, in one word:
//
//   word 0   time 0…27 | QEV_AGAIN 28…32 | slot 33…40 | length 41…55 | check 56…63
//
// slot: qtrace_slot of the three. It means the last QEV_ACQUIRE of two or three words with that slot, in this chunk.
enum {
    QTRACE_TIME_LIMIT = 1 << 28, // a time or a length is less
    QTRACE_OBJECT_LIMIT = 1 << 24,
    QTRACE_SITE_LIMIT = 1 << 26,
    QTRACE_CHECK_SHIFT = 56,
    QTRACE_EVENT_WORDS = 3, // at most
    QTRACE_SLOTS = 1 << 8,
    QTRACE_SLOT_SHIFT = 33,
    QTRACE_SHORT_SHIFT = 41, // of the length in one word
    QTRACE_SHORT_LIMIT = 1 << 15,
};

typedef struct TraceEvent {
    uint32_t time, length;
    uint32_t object, site;
    uint32_t value, sequence; // sequence: number of the message in its channel, from 1; 0 unknown
    uint8_t kind, wait, flags;
} TraceEvent;

// XOR of the bytes of some words that were XORed.
static inline uint8_t qtrace_fold(uint64_t words) {
    words ^= words >> 32;
    words ^= words >> 16;
    return (uint8_t)(words ^ words >> 8);
}

// How many words the event has that begins so.
static inline uint32_t qtrace_count_words(uint64_t first) {
    return (first >> 28 & 31) == QEV_AGAIN ? 1 : 2 + (first >> 33 & 1);
}

static inline uint32_t qtrace_slot(uint32_t object, uint32_t site, uint8_t flags) {
    return (object * 0x9e3779b1u + site * 0x85ebca77u + flags) >> 24;
}

// One word, as yet without a length.
static inline uint64_t qtrace_pack_again(uint32_t time, uint32_t slot) {
    uint64_t word = time | (uint64_t)QEV_AGAIN << 28 | (uint64_t)slot << QTRACE_SLOT_SHIFT;
    return word | (uint64_t)(qtrace_fold(word) ^ QTRACE_EVENT_CHECK) << QTRACE_CHECK_SHIFT;
}

// Such a word with a length less than QTRACE_SHORT_LIMIT.
static inline uint64_t qtrace_again_with_length(uint64_t word, uint32_t length) {
    uint64_t bits = (uint64_t)length << QTRACE_SHORT_SHIFT;
    return (word | bits) ^ (uint64_t)qtrace_fold(bits) << QTRACE_CHECK_SHIFT;
}

// How many words it writes; all fields are less than their limits. Not for QEV_AGAIN.
static inline uint32_t qtrace_pack_event(const TraceEvent *event, uint64_t words[QTRACE_EVENT_WORDS]) {
    bool is_long = event->value || event->sequence;
    words[0] = event->time | (uint64_t)event->kind << 28 | (uint64_t)is_long << 33 | (uint64_t)event->flags << 34 |
               (uint64_t)event->site << 38;
    words[1] = event->length | (uint64_t)event->object << 28 | (uint64_t)event->wait << 52;
    uint64_t last = event->value | (uint64_t)event->sequence << 32;
    if (is_long) words[2] = last;
    words[1] |= (uint64_t)(qtrace_fold(words[0] ^ words[1] ^ last) ^ QTRACE_EVENT_CHECK) << QTRACE_CHECK_SHIFT;
    return is_long ? 3 : 2;
}

// The second word of an event without length, with one.
static inline uint64_t qtrace_with_length(uint64_t second, uint32_t length) {
    return (second | length) ^ (uint64_t)qtrace_fold(length) << QTRACE_CHECK_SHIFT;
}

// `words` has qtrace_count_words of them. False: the check is wrong. Of a QEV_AGAIN the slot is in `value`.
static inline bool qtrace_unpack_event(const uint64_t *words, TraceEvent *event) {
    if (qtrace_count_words(words[0]) == 1) {
        *event = (TraceEvent){.time = words[0] & (QTRACE_TIME_LIMIT - 1),
                              .kind = QEV_AGAIN,
                              .value = words[0] >> QTRACE_SLOT_SHIFT & (QTRACE_SLOTS - 1),
                              .length = words[0] >> QTRACE_SHORT_SHIFT & (QTRACE_SHORT_LIMIT - 1)};
        return qtrace_fold(words[0]) == QTRACE_EVENT_CHECK;
    }
    uint64_t last = qtrace_count_words(words[0]) == 3 ? words[2] : 0;
    *event = (TraceEvent){.time = words[0] & (QTRACE_TIME_LIMIT - 1),
                          .kind = words[0] >> 28 & 31,
                          .flags = words[0] >> 34 & 15,
                          .site = (uint32_t)(words[0] >> 38),
                          .length = words[1] & (QTRACE_TIME_LIMIT - 1),
                          .object = words[1] >> 28 & (QTRACE_OBJECT_LIMIT - 1),
                          .wait = words[1] >> 52 & 15,
                          .value = (uint32_t)last,
                          .sequence = (uint32_t)(last >> 32)};
    return qtrace_fold(words[0] ^ words[1] ^ last) == QTRACE_EVENT_CHECK;
}
