// SPDX-License-Identifier: MIT
#include "trace/symbols.h"

#include <inttypes.h>
#include <string.h>

// The first frame at or above `address`.
static uint32_t frame_position(const Recording *recording, uint64_t address) {
    uint32_t low = 0, high = recording->frames.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (recording->frames.items[middle].address < address)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool symbols_are_known(const Recording *recording, uint64_t address) {
    uint32_t at = frame_position(recording, address);
    return at < recording->frames.count && recording->frames.items[at].address == address;
}

uint32_t symbols_find_module(const Recording *recording, uint64_t address) {
    for (uint32_t i = 0; i < recording->modules.count; i++)
        if (address >= recording->modules.items[i].low && address < recording->modules.items[i].high) return i;
    return UINT32_MAX;
}

static const char *raw_name(const Recording *recording, uint64_t address) {
    uint32_t module = symbols_find_module(recording, address);
    if (module == UINT32_MAX) return arena_format(recording->arena, "0x%" PRIx64, address);
    const RecordedModule *found = &recording->modules.items[module];
    const char *slash = strrchr(found->path, '/');
    return arena_format(recording->arena, "%s+0x%" PRIx64, slash ? slash + 1 : found->path, address - found->bias);
}

void symbols_of_address(const Recording *recording, uint64_t address, FrameList *frames) {
    uint32_t at = frame_position(recording, address), before = frames->count;
    for (; at < recording->frames.count && recording->frames.items[at].address == address; at++) {
        const RecordedFrame *frame = &recording->frames.items[at];
        const char *function = *frame->function ? frame->function : raw_name(recording, address);
        array_push(frames, recording->arena, (Frame){function, frame->file, frame->line});
    }
    if (frames->count == before) array_push(frames, recording->arena, (Frame){raw_name(recording, address), "", 0});
}

void symbols_of_site(const Recording *recording, uint32_t site, FrameList *frames) {
    const RecordedSite *found = &recording->sites.items[site];
    for (uint32_t i = 0; i < found->count; i++) symbols_of_address(recording, found->addresses[i], frames);
}

const char *symbols_place(const Recording *recording, uint32_t site) {
    FrameList frames = {0};
    symbols_of_site(recording, site, &frames);
    if (!frames.count) return "";
    uint32_t chosen = 0;
    while (chosen < frames.count && !*frames.items[chosen].file) chosen++;
    const Frame *frame = &frames.items[chosen < frames.count ? chosen : 0];
    if (!*frame->file) return frame->function;
    return arena_format(recording->arena, "%s (%s:%" PRIu32 ")", frame->function, frame->file, frame->line);
}

uint32_t symbols_count_unknown(const Recording *recording) {
    uint32_t unknown = 0;
    for (uint32_t i = 0; i < recording->sites.count; i++)
        for (uint32_t k = 0; k < recording->sites.items[i].count; k++)
            unknown += !symbols_are_known(recording, recording->sites.items[i].addresses[k]);
    return unknown;
}
