// SPDX-License-Identifier: MIT
// A question is dumped, z3's own reader takes the file, and its answer is the one we gave.
#include "solver/marking.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <z3.h>

static Net *small_net(Arena *arena, bool is_buggy) {
    Net *net = net_create(arena, "two tasks\nand one channel");
    NetObjectId channel =
        net_add_object(net, (NetObject){.kind = OBJECT_CHANNEL, .name = "c", .drains = true, .is_single = true});
    for (int i = 0; i < 2; i++) {
        NetTaskId task = net_add_task(net, i ? "receiver" : "sender", net_constant(1));
        NetPlaceId end = net_add_place(net, task);
        NetAction action = i && !is_buggy ? NET_RECEIVE : NET_SEND;
        net_add_transition(
            net, (NetTransition){.from = net->tasks.items[task].entry, .to = end, .action = action, .object = channel});
        net->places.items[end].is_end = true;
    }
    return net;
}

// What z3 says to a whole file.
static void ask_z3(const char *path, char *answer, size_t size) {
    char text[65536] = "";
    FILE *file = fopen(path, "r");
    if (file) {
        text[fread(text, 1, sizeof text - 1, file)] = 0;
        fclose(file);
    }
    Z3_config config = Z3_mk_config();
    Z3_context context = Z3_mk_context(config);
    snprintf(answer, size, "%s", Z3_eval_smtlib2_string(context, text));
    Z3_del_context(context);
    Z3_del_config(config);
}

static bool has_comment(const char *path, const char *comment) {
    char line[256];
    bool is_there = false;
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) is_there |= strcmp(line, comment) == 0;
    if (file) fclose(file);
    return is_there;
}

static int check_answers(const char *directory, Arena *arena, Messages *messages) {
    SmtDump *dump;
    if (smt_dump_open(directory, arena, messages, &dump) != STATUS_OK) return 1;
    MarkingQuestion question = {.dump = dump, .skip_ranks = true};
    static const char *const answers[] = {"unsat\n", "sat\n"};
    int failures = 0;
    for (int i = 0; i < 2; i++) {
        marking_decide(small_net(arena, i), &question, arena);
        const char *path = arena_format(arena, "%s/%04d.smt2", directory, i + 1);
        char answer[256];
        ask_z3(path, answer, sizeof answer);
        const char *comment = arena_format(arena, "; answer: %s", answers[i]);
        if (strcmp(answer, answers[i]) != 0 || !has_comment(path, comment) ||
            !has_comment(path, "; scope: two tasks\n")) {
            printf("%s: expected %s, z3 says %s\n", path, answers[i], answer);
            failures++;
        }
        remove(path);
    }
    if (smt_dump_status(dump) != STATUS_OK) failures++;
    rmdir(directory);
    return failures;
}

static int check_errors(const char *directory, Arena *arena, Messages *messages) {
    SmtDump *dump;
    int failures = 0;
    if (smt_dump_open(arena_format(arena, "%s/none/below", directory), arena, messages, &dump) == STATUS_OK) failures++;
    if (smt_dump_open("/dev/null", arena, messages, &dump) == STATUS_OK || dump) failures++;
    if (messages->list.count != 2) failures++;
    if (smt_dump_open(directory, arena, messages, &dump) != STATUS_OK) return failures + 1;
    rmdir(directory);
    bool fails_once = smt_dump(dump, "s", "q", "sat", NULL, "") != STATUS_OK && smt_dump_status(dump) != STATUS_OK;
    smt_dump(dump, "s", "q", "sat", NULL, "");
    if (!fails_once || messages->list.count != 3) failures++;
    if (failures) printf("errors of the dump are not reported once each\n");
    return failures;
}

int main(void) {
    Arena *arena = arena_create();
    Messages messages = {.arena = arena};
    char directory[] = "/tmp/chanvet-smt-XXXXXX";
    if (!mkdtemp(directory)) return 1;
    int failures = check_answers(directory, arena, &messages) + check_errors(directory, arena, &messages);
    arena_destroy(arena);
    return failures != 0;
}
