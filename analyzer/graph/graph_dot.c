// SPDX-License-Identifier: MIT
#include "base/text.h"
#include "graph/graph_draw.h"

#include <inttypes.h>
#include <string.h>

enum { MOST_PLACES = 3, MANY_USES = 400 };

typedef struct Look {
    const char *shape, *fill, *line;
} Look;

static const Look task_look = {"box", "#e8f0fe", "#1a4e8a"};
static const Look looks[OBJECT_KIND_COUNT] = {
    [OBJECT_NONE] = {"ellipse", "#f5f5f5", "#666666"},
    [OBJECT_CHANNEL] = {"ellipse", "#fff4d6", "#8a6100"},
    [OBJECT_CHANNEL_PAIR] = {"ellipse", "#fff4d6", "#8a6100"},
    [OBJECT_MUTEX] = {"hexagon", "#fde7e7", "#9b1c1c"},
    [OBJECT_READ_WRITE_LOCK] = {"hexagon", "#fde7e7", "#9b1c1c"},
    [OBJECT_CONDITION] = {"octagon", "#f1e8fb", "#5b2a86"},
    [OBJECT_SEMAPHORE] = {"ellipse", "#e3f5ec", "#0b6b46"},
    [OBJECT_WAIT_GROUP] = {"parallelogram", "#e3f5ec", "#0b6b46"},
    [OBJECT_BARRIER] = {"parallelogram", "#e3f5ec", "#0b6b46"},
    [OBJECT_ONCE] = {"hexagon", "#f5f5f5", "#666666"},
    [OBJECT_TASK] = {"box", "#f5f5f5", "#666666"},
};

// Text within a quoted DOT string; `\n` in what we add ourselves is a line break there.
static void append_escaped(Text *out, const char *text) {
    for (; *text; text++) {
        if (*text == '"' || *text == '\\') text_append(out, "\\");
        if (*text == '\n')
            text_append(out, "\\n");
        else if ((unsigned char)*text >= ' ')
            text_append_bytes(out, text, 1);
    }
}

// Kinds as words of English.
static void append_words(Text *out, const char *name) {
    for (; *name; name++) text_append_bytes(out, *name == '_' ? " " : name, 1);
}

static void append_place(const CommunicationGraph *graph, Text *out, Place place) {
    const char *path = program_path(graph->program, place);
    const char *slash = strrchr(path, '/');
    append_escaped(out, slash ? slash + 1 : path);
    text_format(out, ":%u", place.line);
}

static void write_node(FILE *out, const char *id, uint32_t number, Look look, const Text *label, const char *style) {
    fprintf(out, "  %s%u [label=\"%s\", shape=%s, style=\"%s\", fillcolor=\"%s\", color=\"%s\"];\n", id, number,
            text_value(label), look.shape, style, look.fill, look.line);
}

static void write_task(const CommunicationGraph *graph, GraphTaskId id, FILE *out) {
    const GraphTask *task = &graph->rows.tasks[id];
    Text label = {0};
    append_escaped(&label, task->name);
    if (task->is_many) text_append(&label, " ×many");
    text_append(&label, task->origin == TASK_SPAWNED ? "\\nspawned at " : "\\n");
    append_place(graph, &label, task->place);
    write_node(out, "t", id, task_look, &label, task->is_many ? "rounded,filled,bold" : "rounded,filled");
    text_free(&label);
}

static void append_capacity(Text *label, const GraphObject *object) {
    bool is_channel = object->kind == OBJECT_CHANNEL || object->kind == OBJECT_CHANNEL_PAIR;
    const char *word = is_channel ? "capacity" : object->kind == OBJECT_BARRIER ? "of" : "starts at";
    if (object->capacity_state == CAPACITY_KNOWN && is_channel && object->capacity == 0)
        text_append(label, ", unbuffered");
    else if (object->capacity_state == CAPACITY_KNOWN)
        text_format(label, ", %s %" PRId64, word, object->capacity);
    else if (object->capacity_state == CAPACITY_WITHOUT_BOUND)
        text_append(label, ", unbounded");
    else if (is_channel)
        text_append(label, ", capacity not known");
}

static void write_object(const CommunicationGraph *graph, GraphObjectId id, FILE *out) {
    const GraphObject *object = &graph->rows.objects[id];
    Text label = {0};
    append_escaped(&label, object->name);
    if (!object->is_single) text_append(&label, " ×many");
    text_append(&label, "\\n");
    append_words(&label, object_kind_name(object->kind));
    append_capacity(&label, object);
    text_append(&label, "\\n");
    append_place(graph, &label, object->place);
    if (object->is_escaped) text_append(&label, "\\nalso used outside");
    write_node(out, "o", id, looks[object->kind], &label, object->is_escaped ? "filled,dashed" : "filled");
    text_free(&label);
}

// The edges run the way that data and permission to go on do.
static bool points_to_task(EventKind kind) {
    switch (kind) {
    case EVENT_RECEIVE:
    case EVENT_JOIN:
    case EVENT_WAIT:
    case EVENT_ACQUIRE:
    case EVENT_WAIT_GROUP:
    case EVENT_LOCK: return true;
    default: return false;
    }
}

static bool is_drawn(EventKind kind) {
    switch (kind) {
    case EVENT_MAKE:
    case EVENT_INIT:
    case EVENT_FREE:
    case EVENT_DETACH:
    case EVENT_QUERY_CLOSED:
    case EVENT_SELECT_FETCH: return false;
    default: return true;
    }
}

static bool is_same_edge(const CommunicationGraph *graph, const GraphUse *left, const GraphUse *right) {
    const GraphOperation *a = &graph->rows.operations[left->operation], *b = &graph->rows.operations[right->operation];
    return left->object == right->object && left->role == right->role && a->task == b->task && a->kind == b->kind &&
           a->is_case == b->is_case;
}

// Whether an earlier use has drawn the edge already. The uses of a task stand together.
static bool is_repeated(const CommunicationGraph *graph, uint32_t index) {
    const GraphUse *uses = graph->rows.uses;
    GraphTaskId task = graph->rows.operations[uses[index].operation].task;
    for (uint32_t i = index; i-- > 0 && graph->rows.operations[uses[i].operation].task == task;)
        if (is_same_edge(graph, &uses[i], &uses[index])) return true;
    return false;
}

static void append_edge_label(const CommunicationGraph *graph, uint32_t index, Text *label) {
    const GraphUse *use = &graph->rows.uses[index];
    const GraphOperation *operation = &graph->rows.operations[use->operation];
    if (operation->is_case) text_append(label, "select: ");
    if (use->role == OPERAND_MUTEX) text_append(label, "lock of ");
    append_words(label, event_kind_name(operation->kind));
    uint32_t shown = 0;
    for (uint32_t i = index; i < graph->rows.use_count; i++) {
        if (graph->rows.operations[graph->rows.uses[i].operation].task != operation->task) return;
        if (!is_same_edge(graph, use, &graph->rows.uses[i])) continue;
        if (shown++ == MOST_PLACES) {
            text_append(label, " …");
            return;
        }
        text_append(label, shown == 1 ? "\\n" : ", ");
        append_place(graph, label, graph->rows.operations[graph->rows.uses[i].operation].place);
    }
}

// Whether the handle is of tasks whose class is drawn.
static bool is_handle_of(const GraphObject *object, const GraphTask *task) {
    return object->kind == OBJECT_TASK && task->origin == TASK_SPAWNED && task->spawn_node == object->node &&
           task->spawn_function == object->function;
}

static bool is_handle_of_class(const CommunicationGraph *graph, const GraphObject *object) {
    for (GraphTaskId id = 1; id < graph->rows.task_count; id++)
        if (is_handle_of(object, &graph->rows.tasks[id])) return true;
    return false;
}

// A join is drawn from the tasks that end to the one that waits; the handle between them would tell nothing.
static void write_join(const CommunicationGraph *graph, const GraphUse *use, const char *label, FILE *out) {
    for (GraphTaskId id = 1; id < graph->rows.task_count; id++)
        if (is_handle_of(&graph->rows.objects[use->object], &graph->rows.tasks[id]))
            fprintf(out, "  t%u -> t%u [label=\"%s\", style=dotted, color=\"#1a4e8a\", fontcolor=\"#1a4e8a\"];\n", id,
                    graph->rows.operations[use->operation].task, label);
}

static void write_edge(const CommunicationGraph *graph, uint32_t index, FILE *out) {
    const GraphUse *use = &graph->rows.uses[index];
    const GraphOperation *operation = &graph->rows.operations[use->operation];
    if (!is_drawn(operation->kind) || is_repeated(graph, index)) return;
    Text label = {0};
    append_edge_label(graph, index, &label);
    const GraphObject *object = &graph->rows.objects[use->object];
    if (is_handle_of_class(graph, object)) {
        write_join(graph, use, text_value(&label), out);
        text_free(&label);
        return;
    }
    const char *style = operation->kind == EVENT_CLOSE ? ", style=bold, arrowhead=tee" : "";
    if (points_to_task(operation->kind))
        fprintf(out, "  o%u -> t%u", use->object, operation->task);
    else
        fprintf(out, "  t%u -> o%u", operation->task, use->object);
    fprintf(out, " [label=\"%s\", color=\"%s\"%s];\n", text_value(&label), looks[object->kind].line, style);
    text_free(&label);
}

static void write_members(const CommunicationGraph *graph, uint32_t scope, FILE *out) {
    for (GraphTaskId id = 1; id < graph->rows.task_count; id++)
        if (graph->rows.tasks[id].scope == scope) write_task(graph, id, out);
    for (GraphObjectId id = 1; id < graph->rows.object_count; id++)
        if (graph->rows.objects[id].scope == scope && !is_handle_of_class(graph, &graph->rows.objects[id]))
            write_object(graph, id, out);
}

static void write_scopes(const CommunicationGraph *graph, FILE *out) {
    bool has_boxes = graph->scope_count > 2;
    for (uint32_t scope = 0; scope < graph->scope_count; scope++) {
        bool is_boxed = has_boxes && scope > 0;
        if (is_boxed)
            fprintf(out, "  subgraph cluster_%u {\n  label=\"scope %u\"; color=\"#bbbbbb\"; fontcolor=\"#777777\";\n",
                    scope, scope);
        write_members(graph, scope, out);
        if (is_boxed) fputs("  }\n", out);
    }
}

// What goes in at one end of a pair comes out of the other.
static void write_pairs(const CommunicationGraph *graph, FILE *out) {
    const GraphObject *objects = graph->rows.objects;
    for (GraphObjectId left = 1; left < graph->rows.object_count; left++) {
        if (objects[left].kind != OBJECT_CHANNEL_PAIR) continue;
        for (GraphObjectId right = left + 1; right < graph->rows.object_count; right++)
            if (objects[right].kind == OBJECT_CHANNEL_PAIR && objects[right].site == objects[left].site)
                fprintf(out, "  o%u -> o%u [dir=none, penwidth=2, color=\"%s\"];\n", left, right,
                        looks[OBJECT_CHANNEL_PAIR].line);
    }
}

void graph_write_dot(const CommunicationGraph *graph, FILE *out) {
    fputs("digraph communication {\n"
          "  graph [rankdir=LR, nodesep=0.4, ranksep=0.9, fontname=\"Helvetica\", fontsize=11];\n"
          "  node [fontname=\"Helvetica\", fontsize=11, penwidth=1.2, margin=\"0.15,0.08\"];\n"
          "  edge [fontname=\"Helvetica\", fontsize=9, arrowsize=0.7];\n",
          out);
    // Layout takes minutes from here on unless it may be plainer.
    if (graph->rows.use_count > MANY_USES)
        fputs("  graph [splines=line, nslimit=1, nslimit1=1, mclimit=0.05, maxiter=20];\n", out);
    write_scopes(graph, out);
    for (uint32_t i = 0; i < graph->rows.spawn_count; i++)
        fprintf(out, "  t%u -> t%u [style=dashed, color=\"#888888\", fontcolor=\"#888888\", label=\"spawns\"];\n",
                graph->rows.spawns[i].spawner, graph->rows.spawns[i].spawned);
    for (uint32_t i = 0; i < graph->rows.use_count; i++) write_edge(graph, i, out);
    write_pairs(graph, out);
    fputs("}\n", out);
}
