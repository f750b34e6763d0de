// SPDX-License-Identifier: MIT
// Prints the interposers from the models, at build time.
//   generate MODELS preload OUT.c          plain names for LD_PRELOAD and for libraries that are shared; weak, so that
//                                          wrappers written by hand come first
//   generate MODELS wrap DIRECTORY         __wrap_NAME for libraries that are compiled in, one file for each function
//   generate MODELS names preload|wrap     the names alone, one a line
#include "models/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_LIMIT = 2048 };

typedef struct Library {
    const char *name;
    bool is_preloaded, is_wrapped;
    const char *is_present; // for names that other programs may well have, too
    bool has_numbers;
} Library;

static const Library libraries[] = {
    {"posix-threads", true, false, NULL, false},
    {"c11-threads", true, false, NULL, false},
    {"glib", true, false, NULL, false},
    {"apr", true, false, NULL, false},
    {"gnu-pth", true, false, NULL, false},
    {"libdill", true, true, NULL, true},
    {"libmill", true, true, NULL, false},
    {"neco", false, true, NULL, false},
    {"tylertreat-chan", false, true, "interpose_has_chan", false},
    {"libtask", false, true, "interpose_has_libtask", false},
    {"plan9-thread", false, true, "interpose_has_plan9_channels", false},
};

// Calls whose meaning is written by hand: interpose_by_hand_NAME stands in for interpose_call.
static const char *const by_hand[] = {
    "read",
    "pread",
    "readv",
    "write",
    "pwrite",
    "writev",
    "epoll_wait",
    "accept",
    "accept4",
    "connect",
    "recv",
    "recvfrom",
    "recvmsg",
    "send",
    "sendto",
    "sendmsg",
    "dill_epilogue",
    "dill_hown",
    "mill_epilogue_",
    "mill_goprepare_",
    "mill_choose_init_",
    "mill_choose_in_",
    "mill_choose_out_",
    "mill_choose_wait_",
    "pth_init",
    "g_once_init_enter",
    "g_once_init_leave",
    "g_thread_pool_new",
    "g_thread_pool_push",
    "g_thread_pool_free",
    "apr_thread_pool_push",
    "apr_thread_pool_top",
    "apr_thread_pool_schedule",
};

// Arguments of other types than integers and pointers, or any number of them: whole wrappers are written by hand
// (wrap/), or calling the function with six arguments is enough (sem_open, mq_open).
static const char *const other_types[] = {"chan_send_double"};
static const char *const six_suffice[] = {"sem_open", "mq_open"};

static bool is_in(const char *const *list, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i], name) == 0) return true;
    return false;
}
#define IS_IN(list, name) is_in(list, sizeof(list) / sizeof(list)[0], name)

static const Library *library_of(const char *name) {
    for (size_t i = 0; i < sizeof libraries / sizeof libraries[0]; i++)
        if (strcmp(libraries[i].name, name) == 0) return &libraries[i];
    return NULL;
}

static bool is_event_followed(const Api *api) {
    switch (api->event) {
    case EVENT_HARMLESS:
    case EVENT_QUERY:
    case EVENT_PROCESS_EXIT:
    case EVENT_ALLOCATE:
    case EVENT_FREE_MEMORY:
    case EVENT_COPY_MEMORY:
    case EVENT_FILL_MEMORY:
    case EVENT_FENCE:
    case EVENT_ATTRIBUTE: return false;
    default: return true;
    }
}

// plan9: locks of libthread, which hands their mutexes to pthread_cond_wait, too: the mutexes tell.
static const char *const mutexes[] = {"lock", "canlock", "unlock"};

// glibc's own: a thread's end is seen by other means, and cleanup handlers must count.
static bool is_left_alone(const Api *api) {
    if (strcmp(api->library, "plan9-thread") == 0 && IS_IN(mutexes, api->function)) return true;
    bool is_libc = strcmp(api->library, "posix-threads") == 0 || strcmp(api->library, "c11-threads") == 0;
    bool is_thread = is_libc || strcmp(api->library, "glib") == 0 || strcmp(api->library, "apr") == 0;
    return is_thread && api->event == EVENT_TASK_EXIT;
}

typedef struct Function {
    const char *name;
    const Api *apis[8];
    uint32_t api_count, argument_count;
    bool is_wanted, is_variadic;
} Function;

typedef struct Functions {
    Function items[NAME_LIMIT];
    uint32_t count;
} Functions;

static Function *function_of(Functions *all, const char *name) {
    for (uint32_t i = 0; i < all->count; i++)
        if (strcmp(all->items[i].name, name) == 0) return &all->items[i];
    if (all->count == NAME_LIMIT) exit(1);
    Function *function = &all->items[all->count++];
    *function = (Function){.name = name, .argument_count = 6};
    return function;
}

static bool is_variadic(const Api *api) {
    for (int role = 0; role < OPERAND_ROLE_COUNT; role++)
        if (api->operands[role].source == SOURCE_VARIADIC) return true;
    return false;
}

static void add(Functions *all, const Api *api) {
    Function *function = function_of(all, api->function);
    if (function->api_count == 8) exit(1);
    uint32_t place = function->api_count++;
    // Entries with a condition come first.
    for (; place > 0 && api->has_condition && !function->apis[place - 1]->has_condition; place--)
        function->apis[place] = function->apis[place - 1];
    function->apis[place] = api;
    if (api->parameter_count > function->argument_count) function->argument_count = api->parameter_count;
    if (is_event_followed(api) || IS_IN(by_hand, api->function)) function->is_wanted = !is_left_alone(api);
    function->is_variadic |= is_variadic(api);
}

static void collect(const ModelSet *models, bool is_preload, Functions *all) {
    for (uint32_t i = 0; i < models_count(models); i++) {
        const Model *model = models_get(models, i);
        const Library *library = library_of(model->library);
        if (!library || !(is_preload ? library->is_preloaded : library->is_wrapped)) continue;
        for (uint32_t j = 0; j < model->function_count; j++) add(all, &model->functions[j]);
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < all->count; i++)
        if (all->items[i].is_wanted) all->items[kept++] = all->items[i];
    all->count = kept;
}

static void print_operands(FILE *out, const Api *api) {
    fprintf(out, "     .operands = {");
    for (int role = 0; role < OPERAND_ROLE_COUNT; role++) {
        Operand operand = api->operands[role];
        if (operand.source == SOURCE_NONE) continue;
        // Memory of the library that the call returns the address of.
        if (operand.source == SOURCE_POINTEE && operand.index >= api->parameter_count)
            operand = (Operand){.source = SOURCE_RESULT};
        fprintf(out, "[%d] = {%d, %u, %d}, ", role, (int)operand.source, operand.index, (int)operand.constant);
    }
    fprintf(out, "},\n     .outcomes = {");
    for (int kind = 0; kind < OUTCOME_KIND_COUNT; kind++) {
        Outcome outcome = api->outcomes[kind];
        if (outcome.is_possible) fprintf(out, "[%d] = {1, %d, %d}, ", kind, outcome.has_value, (int)outcome.value);
    }
    fprintf(out, "},\n");
}

// Objects that are numbers; and handles of tasks, whose memory is gone when they are joined.
static int number_bytes(const Api *api, const Library *library) {
    bool is_queue = strcmp(api->library, "posix-threads") == 0 && api->object == OBJECT_CHANNEL;
    bool is_int = strcmp(api->library, "plan9-thread") == 0 && api->object == OBJECT_TASK;
    bool is_handle = strcmp(api->library, "neco") == 0 || strcmp(api->library, "gnu-pth") == 0;
    if (library->has_numbers || is_queue || is_int) return 4;
    return is_handle && api->object == OBJECT_TASK ? 8 : 0;
}

static void print_integer(FILE *out, const char *name, int64_t value) {
    if (value == INT64_MIN)
        fprintf(out, ", .%s = INT64_MIN", name);
    else
        fprintf(out, ", .%s = INT64_C(%lld)", name, (long long)value);
}

// Where both plan9 and libtask describe a function, each description is for its own library only.
static const char *presence(const Function *function, const Api *api) {
    for (uint32_t i = 0; i < function->api_count; i++)
        if (strcmp(function->apis[i]->library, api->library) != 0 && strcmp(api->library, "plan9-thread") == 0)
            return "interpose_has_plan9";
    const char *is_present = library_of(api->library)->is_present;
    return is_present ? is_present : "0";
}

static void print_row(FILE *out, const Function *function, const Api *api) {
    const Library *library = library_of(api->library);
    const SelectRecord *record = &api->select_record;
    fprintf(out, "    {.library = \"%s\", .function = \"%s\", .is_present = %s,\n", api->library, api->function,
            presence(function, api));
    fprintf(out, "     .event = %d, .object = %d, .blocking = %d, .capacity = %d, .element = %d,\n", (int)api->event,
            (int)api->object, (int)api->blocking, (int)api->capacity, (int)api->element);
    fprintf(out, "     .select_source = %d, .lock_mode = %d, .recursion = %d, .domain = %d, .number_bytes = %d,\n",
            (int)api->select_source, (int)api->lock_mode, (int)api->recursion, (int)api->domain,
            number_bytes(api, library));
    fprintf(out, "     .closes_one_direction = %d, .interrupts = %d, .serves_all = %d, .drops_reference = %d,\n",
            api->closes_one_direction, api->interrupts, api->serves_all, api->drops_reference);
    fprintf(out, "     .spawn_style = %d, .waits_for_all_outside = %d, .select_has_default = %d,\n",
            (int)api->spawn_style, api->waits_for_all_outside, api->select_has_default);
    fprintf(out, "     .kind_count = %u, .kinds = {%d, %d, %d, %d},\n", api->lock_kinds.recursion_count,
            (int)api->lock_kinds.recursions[0], (int)api->lock_kinds.recursions[1], (int)api->lock_kinds.recursions[2],
            (int)api->lock_kinds.recursions[3]);
    fprintf(out, "     .has_condition = %d, .condition_argument = %u, .has_forever = %d, .has_try = %d",
            api->has_condition, api->condition_argument, api->has_forever, api->has_try);
    print_integer(out, "condition_value", api->condition_value);
    print_integer(out, "forever_value", api->forever_value);
    print_integer(out, "try_value", api->try_value);
    fprintf(out, ",\n");
    print_operands(out, api);
    fprintf(out, "     .record = {%u, %u, %u, %u, %d, %d, %d, %d, %d, %d, %d, %d}},\n", record->size,
            record->channel_offset, record->operation_offset, record->element_offset, (int)record->send_code,
            (int)record->receive_code, (int)record->skip_code, (int)record->end_code, (int)record->end_default_code,
            record->has_skip, record->has_end, record->has_end_default);
}

static void print_table(FILE *out, const Function *function, const char *storage) {
    fprintf(out, "static const InterposedCall calls_%s[] = {\n", function->name);
    for (uint32_t i = 0; i < function->api_count; i++) print_row(out, function, function->apis[i]);
    fprintf(out, "};\n");
    if (!*storage) fprintf(out, "extern const InterposedFunction interposed_%s;\n", function->name);
    fprintf(out, "%sconst InterposedFunction interposed_%s = {\"%s\", %u, %u, calls_%s};\n", storage, function->name,
            function->name, function->argument_count, function->api_count, function->name);
}

// uintptr_t a0, uintptr_t a1, …
static void print_list(FILE *out, const char *before, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) fprintf(out, "%s%sa%u", i ? ", " : "", before, i);
}

static void print_wrapper(FILE *out, const Function *function, bool is_preload) {
    const char *name = function->name;
    bool is_special = IS_IN(by_hand, name);
    if (is_special)
        fprintf(out, "uintptr_t interpose_by_hand_%s(const InterposedFunction *, void *, uintptr_t *, uintptr_t);\n",
                name);
    if (!is_preload) fprintf(out, "extern char real_%s __asm__(\"__real_%s\");\n", name, name);
    fprintf(out, "WRAPPER uintptr_t wrap_%s(", name);
    print_list(out, "uintptr_t ", function->argument_count);
    fprintf(out, ") __asm__(\"%s%s\");\nWRAPPER uintptr_t wrap_%s(", is_preload ? "" : "__wrap_", name, name);
    print_list(out, "uintptr_t ", function->argument_count);
    fprintf(out, ") {\n    uintptr_t arguments[INTERPOSED_ARGUMENTS] = {");
    print_list(out, "", function->argument_count);
    fprintf(out, "};\n");
    if (is_preload)
        fprintf(out, "    static void *real;\n    if (__builtin_expect(!real, 0)) real = interpose_find(\"%s\");\n",
                name);
    else
        fprintf(out, "    void *real = &real_%s;\n", name);
    fprintf(
        out,
        "    return interpose_%s%s(&interposed_%s, real, arguments, (uintptr_t)__builtin_return_address(0));\n}\n\n",
        is_special ? "by_hand_" : "call", is_special ? name : "", name);
}

static const char *const head = "// Generated from rules/models.\n#include \"interpose/call.h\"\n\n"
                                "#define WRAPPER __attribute__((visibility(\"default\"), weak))\n\n";

static bool has_wrapper(const Function *function) {
    if (IS_IN(other_types, function->name)) return false;
    return !function->is_variadic || IS_IN(six_suffice, function->name);
}

static void print_function(FILE *out, const Function *function, bool is_preload) {
    print_table(out, function, is_preload ? "static " : "");
    if (has_wrapper(function)) print_wrapper(out, function, is_preload);
}

static FILE *open_file(const char *path) {
    FILE *out = fopen(path, "w");
    if (!out) {
        perror(path);
        exit(3);
    }
    return out;
}

static void print_preload(const Functions *all, const char *path) {
    FILE *out = open_file(path);
    fputs(head, out);
    for (uint32_t i = 0; i < all->count; i++)
        if (has_wrapper(&all->items[i])) print_function(out, &all->items[i], true);
    fclose(out);
}

static void print_wraps(const Functions *all, const char *directory) {
    for (uint32_t i = 0; i < all->count; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/wrap_%s.c", directory, all->items[i].name);
        FILE *out = open_file(path);
        fputs(head, out);
        print_function(out, &all->items[i], false);
        fclose(out);
    }
}

static ModelSet *load(const char *directory, Arena *arena) {
    Messages messages = {.arena = arena};
    ModelSet *models = NULL;
    if (models_load(arena, directory, NULL, 0, &messages, &models) == STATUS_OK) return models;
    messages_print(&messages, 0);
    exit(3);
}

int main(int argument_count, char **arguments) {
    if (argument_count != 4) return 3;
    Arena *arena = arena_create();
    static Functions all;
    bool is_names = strcmp(arguments[2], "names") == 0;
    bool is_preload = strcmp(arguments[is_names ? 3 : 2], "preload") == 0;
    collect(load(arguments[1], arena), is_preload, &all);
    for (uint32_t i = 0; is_names && i < all.count; i++) printf("%s\n", all.items[i].name);
    if (!is_names && is_preload) print_preload(&all, arguments[3]);
    if (!is_names && !is_preload) print_wraps(&all, arguments[3]);
    arena_destroy(arena);
    return 0;
}
