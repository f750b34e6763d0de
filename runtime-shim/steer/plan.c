// SPDX-License-Identifier: MIT
#include "steer/room.h"

#include <string.h>

typedef struct Words {
    char *next;
} Words;

static char *take_word(Words *words) {
    while (*words->next == ' ') words->next++;
    char *word = words->next;
    while (*words->next && *words->next != ' ') words->next++;
    if (*words->next) *words->next++ = 0;
    return word;
}

static uint64_t take_number(Words *words, unsigned base) {
    const char *word = take_word(words);
    uint64_t value = 0;
    for (; *word; word++) {
        unsigned digit = *word >= '0' && *word <= '9'   ? (unsigned)(*word - '0')
                         : *word >= 'a' && *word <= 'f' ? (unsigned)(*word - 'a') + 10
                                                        : 99;
        if (digit >= base) return UINT64_MAX;
        value = value * base + digit;
    }
    return value;
}

static const char *parse_site(SteerRoom *room, Words *words) {
    SteerRange range = {.site = 0};
    uint64_t site = take_number(words, 10);
    range.low = take_number(words, 16);
    range.high = take_number(words, 16);
    while (*words->next == ' ') words->next++;
    range.path = (uint16_t)(words->next - room->text);
    if (!site || site >= STEER_SITES || range.low >= range.high || range.high == UINT64_MAX || !*words->next)
        return "a site is wrong";
    if (room->range_count == STEER_RANGES) return "there are too many sites";
    range.site = (uint16_t)site;
    room->ranges[room->range_count++] = range;
    return NULL;
}

static const char *parse_mark(SteerRoom *room, Words *words) {
    uint64_t site = take_number(words, 10);
    const char *name = take_word(words);
    if (!site || site >= STEER_SITES || !*name || strlen(name) >= STEER_NAME) return "a mark is wrong";
    memcpy(room->sites[site].mark, name, strlen(name) + 1);
    return NULL;
}

static const char *parse_task(SteerRoom *room, Words *words) {
    uint64_t part = take_number(words, 10);
    Words copy = *words;
    bool is_main = strcmp(take_word(&copy), "main") == 0;
    uint64_t site = is_main ? STEER_MAIN : take_number(words, 10);
    if (part != room->part_count + 1 || part > STEER_PARTS || (!is_main && site >= STEER_SITES))
        return "a task is wrong";
    room->parts[++room->part_count].spawn_site = (uint16_t)site;
    return NULL;
}

static const char *parse_step(SteerRoom *room, Words *words) {
    uint64_t part = take_number(words, 10), site = take_number(words, 10);
    const char *flags = take_word(words);
    if (!part || part > room->part_count || !site || site >= STEER_SITES) return "a step is wrong";
    if (room->step_count == STEER_STEPS) return "there are too many steps";
    SteerStep *step = &room->steps[room->step_count++];
    step->part = (uint16_t)part;
    step->site = (uint16_t)site;
    step->stays_blocked = strchr(flags, 'b') != NULL;
    step->is_timeout = strchr(flags, 't') != NULL;
    room->has_timeouts |= step->is_timeout;
    return NULL;
}

static const char *parse_time(uint64_t *time, Words *words) {
    uint64_t milliseconds = take_number(words, 10);
    if (milliseconds > 60000) return "a time is wrong";
    *time = milliseconds * 1000000;
    return NULL;
}

static const char *parse_row(SteerRoom *room, char *line) {
    Words words = {line};
    const char *kind = take_word(&words);
    if (!strcmp(kind, "site")) return parse_site(room, &words);
    if (!strcmp(kind, "mark")) return parse_mark(room, &words);
    if (!strcmp(kind, "task")) return parse_task(room, &words);
    if (!strcmp(kind, "step")) return parse_step(room, &words);
    if (!strcmp(kind, "hold")) return parse_time(&room->hold, &words);
    if (!strcmp(kind, "patience")) return parse_time(&room->patience, &words);
    if (!strcmp(kind, "seed")) {
        room->seed = take_number(&words, 10);
        return NULL;
    }
    return *kind ? "a row of an unknown kind" : NULL;
}

const char *plan_parse(SteerRoom *room, char *text, size_t length) {
    static const char head[] = "qtrace-steer 1\n";
    room->text = text;
    room->text_length = length;
    room->hold = 50000000;
    room->patience = 3000000000;
    if (length < sizeof head - 1 || memcmp(text, head, sizeof head - 1) != 0) return "it is no plan of this version";
    if (length > UINT16_MAX) return "it is too long";
    for (char *line = text + sizeof head - 1; line < text + length;) {
        char *end = line;
        while (*end && *end != '\n') end++;
        bool is_last = !*end;
        *end = 0;
        const char *problem = parse_row(room, line);
        if (problem) return problem;
        if (is_last) break;
        line = end + 1;
    }
    return NULL;
}
