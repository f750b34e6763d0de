// SPDX-License-Identifier: MIT
// Events of a .qtrace file, version 2: the bits of each and how to store and read them. Belongs to format.h, which
// lists the kinds of events, of waits and the flags.
#pragma once
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
enum {
    QTRACE_TIME_LIMIT = 1 << 28, // a time or a length is less
    QTRACE_OBJECT_LIMIT = 1 << 24,
    QTRACE_SITE_LIMIT = 1 << 26,
    QTRACE_CHECK_SHIFT = 56,
    QTRACE_EVENT_WORDS = 3, // at most
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

static inline bool qtrace_has_third_word(uint64_t first) {
    return first >> 33 & 1;
}

// How many words it writes; all fields are less than their limits.
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

// `words` has the third one if qtrace_has_third_word. False: the check is wrong.
static inline bool qtrace_unpack_event(const uint64_t *words, TraceEvent *event) {
    uint64_t last = qtrace_has_third_word(words[0]) ? words[2] : 0;
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
