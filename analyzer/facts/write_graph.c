// SPDX-License-Identifier: MIT
#include "facts/graph_rows.h"
#include "facts/store.h"

static void write_lists(RowWriter *writer, const GraphRows *rows) {
    static const char nothing = 0;
    for (uint32_t i = 0; i < rows->use_count; i++) {
        const GraphUse *use = &rows->uses[i];
        rows_write(writer, TABLE_GRAPH_USES, (int64_t[]){use->operation, use->role, use->object}, &nothing);
    }
    for (uint32_t i = 0; i < rows->spawn_count; i++)
        rows_write(writer, TABLE_GRAPH_SPAWNS, (int64_t[]){rows->spawns[i].spawner, rows->spawns[i].spawned}, &nothing);
    for (uint32_t i = 0; i < rows->meet_count; i++) {
        const GraphMeet *meet = &rows->meets[i];
        rows_write(writer, TABLE_GRAPH_MEETS, (int64_t[]){meet->giver, meet->taker, meet->object}, &nothing);
    }
}

static void write_rows(RowWriter *writer, const GraphRows *rows) {
    for (GraphTaskId id = 1; id < rows->task_count; id++)
        rows_write(writer, TABLE_GRAPH_TASKS, (int64_t[]){id}, &rows->tasks[id]);
    for (GraphObjectId id = 1; id < rows->object_count; id++)
        rows_write(writer, TABLE_GRAPH_OBJECTS, (int64_t[]){id}, &rows->objects[id]);
    for (GraphOperationId id = 1; id < rows->operation_count; id++)
        rows_write(writer, TABLE_GRAPH_OPERATIONS, (int64_t[]){id}, &rows->operations[id]);
    write_lists(writer, rows);
}

static Status find_unit(Facts *facts, int64_t unit, Messages *messages) {
    int64_t count = 0;
    Status status = facts_ask_integer(facts, "SELECT count(*) FROM units WHERE id = ?1", unit, messages, &count);
    if (status != STATUS_OK || count) return status;
    return facts_no_unit(facts, unit, messages);
}

Status facts_write_graph(Facts *facts, int64_t unit, const GraphRows *rows, Messages *messages) {
    Status status = facts_execute(facts, "BEGIN IMMEDIATE", messages);
    if (status != STATUS_OK) return status;
    status = find_unit(facts, unit, messages);
    if (status == STATUS_OK) {
        RowWriter writer = {.facts = facts, .unit = unit};
        rows_remove_unit(&writer, TABLE_GRAPH_FIRST);
        write_rows(&writer, rows);
        rows_flush(&writer);
        if (writer.code != SQLITE_OK) status = facts_fail(facts, writer.code, messages);
    }
    return facts_end_transaction(facts, status, messages);
}
