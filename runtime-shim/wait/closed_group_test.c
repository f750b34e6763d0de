// SPDX-License-Identifier: MIT
// Small processes drawn as text, one task per word: "L" live, "E" ended, "A" waits for anyone, "w1,2" waits for tasks 1
// and 2. Expected: which are blocked ('#', else '.'), the group of each, total or not, the cycle from the first
// blocked.
#include "wait/closed_group.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Case {
    const char *tasks, *blocked, *groups;
    bool is_total;
    const char *cycle;
} Case;

static const Case cases[] = {
    {"L", ".", "0", false, ""},
    {"w0", "#", "0", true, "0"},
    {"w1 w0", "##", "00", true, "01"},
    {"L w2 w1", ".##", "011", false, "12"},
    {"w1 w2 w1", "###", "000", true, "12"},
    {"A A", "##", "00", true, ""},
    {"A L", "..", "01", false, ""},
    {"A A E", "##.", "002", true, ""},
    {"w1 E", "#.", "01", true, ""},
    {"w1 E L", "#..", "012", false, ""},
    {"w1 L", "..", "01", false, ""},
    {"w1 A", "##", "00", true, ""},          // joins a task that waits on a condition
    {"w1 A L", "...", "012", false, ""},     // and somebody is there to signal it
    {"w1,2 L w2", "#.#", "010", false, "2"}, // a writer waits for two readers, one of which is stuck
    {"w1,2 L L", "...", "012", false, ""},   //
    {"w1 w0 w3 w2 L", "####.", "00224", false, "01"},
    {"A w2 w1", "###", "011", true, ""},
    {"", "", "", false, ""},
};

static uint32_t parse(const char *text, WaitNode *nodes, uint32_t *wakers) {
    uint32_t count = 0, waker_count = 0;
    while (*text) {
        WaitNode *node = &nodes[count++];
        memset(node, 0, sizeof *node);
        node->needs = *text == 'L'   ? NEEDS_NOTHING
                      : *text == 'E' ? NEEDS_MIRACLE
                      : *text == 'A' ? NEEDS_ANYONE
                                     : NEEDS_THOSE;
        node->first = waker_count;
        for (text++; *text && *text != ' '; text += *text == ',') {
            char *end;
            wakers[waker_count++] = (uint32_t)strtoul(text, &end, 10);
            text = end;
        }
        node->count = waker_count - node->first;
        if (*text) text++;
    }
    return count;
}

static bool run(const Case *expected) {
    WaitNode nodes[16];
    uint32_t wakers[32], path[16];
    char blocked[17] = "", groups[17] = "", cycle[17] = "";
    WaitGraph graph = {.nodes = nodes, .wakers = wakers};
    graph.node_count = parse(expected->tasks, nodes, wakers);
    wait_graph_solve(&graph);
    uint32_t first = UINT32_MAX;
    for (uint32_t i = 0; i < graph.node_count; i++) {
        blocked[i] = nodes[i].is_blocked ? '#' : '.';
        groups[i] = (char)('0' + nodes[i].group);
        if (nodes[i].is_blocked && first == UINT32_MAX) first = i;
    }
    uint32_t length = first == UINT32_MAX ? 0 : wait_graph_cycle(&graph, first, path, 16);
    for (uint32_t i = 0; i < length; i++) cycle[i] = (char)('0' + path[i]);
    if (strcmp(blocked, expected->blocked) == 0 && strcmp(groups, expected->groups) == 0 &&
        graph.is_total == expected->is_total && strcmp(cycle, expected->cycle) == 0)
        return true;
    printf("%s: blocked %s, groups %s, %s, cycle \"%s\"\n", expected->tasks, blocked, groups,
           graph.is_total ? "total" : "not total", cycle);
    return false;
}

int main(void) {
    int failed = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) failed |= !run(&cases[i]);
    return failed;
}
