// SPDX-License-Identifier: MIT
// Plans: what is read of a right one, and that wrong ones are refused.
#include "steer/room.h"

#include <stdio.h>
#include <string.h>

static int failures;

static void want(bool condition, const char *what) {
    if (condition) return;
    failures++;
    printf("failed: %s\n", what);
}

static const char *parse(SteerRoom *room, const char *rows) {
    static char text[1024];
    memset(room, 0, sizeof *room);
    strcpy(text, rows);
    return plan_parse(room, text, strlen(text));
}

static void test_right(SteerRoom *room) {
    const char *wrong =
        parse(room, "qtrace-steer 1\nhold 20\npatience 300\nseed 7\n"
                    "site 1 1a0 1b0 /usr/bin/a program\nsite 1 2a0 2a1 /usr/bin/a program\nmark 2 ready\n"
                    "task 1 main\ntask 2 1\nstep 1 1 b\nstep 2 2 t\nstep 2 1 -\n");
    want(!wrong, wrong ? wrong : "");
    want(room->hold == 20000000 && room->patience == 300000000 && room->seed == 7, "times and seed");
    want(room->range_count == 2 && room->ranges[0].low == 0x1a0 && room->ranges[1].high == 0x2a1, "ranges");
    want(strcmp(room->text + room->ranges[0].path, "/usr/bin/a program") == 0, "a path with a space");
    want(strcmp(room->sites[2].mark, "ready") == 0 && site_of_mark(room, "ready") == 2, "a mark");
    want(site_of_mark(room, "other") == 0, "no such mark");
    want(room->parts[1].spawn_site == STEER_MAIN && room->parts[2].spawn_site == 1, "parts");
    want(room->step_count == 3 && room->steps[0].stays_blocked && room->steps[1].is_timeout, "steps");
    want(!room->steps[2].stays_blocked && !room->steps[2].is_timeout && room->has_timeouts, "flags of steps");
}

int main(void) {
    static SteerRoom room;
    static const char *const wrong[] = {
        "",
        "something else\n",
        "qtrace-steer 2\nmark 1 a\ntask 1 0\nstep 1 1 -\n",
        "qtrace-steer 1\nmark 1 a\ntask 1 0\nstep 9 1 -\n",
        "qtrace-steer 1\nsite 1 20 10 /x\n",
        "qtrace-steer 1\nsite 0 10 20 /x\n",
        "qtrace-steer 1\nsite 1 10 2z /x\n",
        "qtrace-steer 1\nsite 500 10 20 /x\n",
        "qtrace-steer 1\nmark 1 a\ntask 100 0\nstep 1 1 -\n",
        "qtrace-steer 1\nfly 1\nmark 1 a\ntask 1 0\nstep 1 1 -\n",
    };
    test_right(&room);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) want(parse(&room, wrong[i]), wrong[i]);
    return failures > 0;
}
