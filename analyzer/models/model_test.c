// SPDX-License-Identifier: MIT
#include "models/model.h"
#include "models/vocabulary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int failures;

static void check(bool is_true, const char *what) {
    if (is_true) return;
    printf("failed: %s\n", what);
    failures++;
}

static const char *write_file(Arena *arena, const char *folder, const char *name, const char *text) {
    const char *path = arena_format(arena, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (!file || fputs(text, file) < 0 || fclose(file) != 0) {
        printf("cannot write %s\n", path);
        exit(1);
    }
    return path;
}

static bool has_message(const Messages *messages, const char *text) {
    for (uint32_t index = 0; index < messages->list.count; index++) {
        if (strstr(messages->list.items[index].text, text)) return true;
    }
    return false;
}

static void expect_mistake(Arena *arena, const char *folder, const char *text, const char *expected) {
    Messages messages = {.arena = arena};
    const char *path = write_file(arena, folder, "broken.json", text);
    Status status = models_check_file(path, &messages);
    if (status == STATUS_USAGE && has_message(&messages, expected)) return;
    printf("failed: no message \"%s\" for\n%s\n", expected, text);
    for (uint32_t index = 0; index < messages.list.count; index++) printf("  %s\n", messages.list.items[index].text);
    failures++;
}

// Broken documents and what their message must say.
static void test_documents(Arena *arena, const char *folder) {
    static const char *const rows[][2] = {
        {"{\n\n\"library\": }", "is not valid JSON here"},
        {"", "is not valid JSON here"},
        {"{} {}", "is not valid JSON here"},
        {"[]", "must be an object"},
        {"{}", "key \"library\" is missing"},
        {"{\"library\": \"x\"}", "key \"title\" is missing"},
        {"{\"library\": \"x\", \"title\": \"X\"}", "key \"functions\" is missing"},
        {"{\"library\": 7}", "\"library\" must be a text"},
        {"{\"library\": \"\"}", "\"library\" must be a text"},
        {"{\"libary\": \"x\"}", "unknown key \"libary\""},
        {"{\"lib\\nrary\": 1}", "unknown key \"lib?rary\""},
        {"{\"library\": \"x\", \"library\": \"y\"}", "key \"library\" stands twice"},
        {"{\"functions\": {}}", "\"functions\" must be a list that is not empty"},
        {"{\"functions\": []}", "\"functions\" must be a list that is not empty"},
        {"{\"functions\": [3]}", "functions[0] \"?\": must be an object"},
        {"{\"entries\": \"main\"}", "\"entries\" must be a list of texts"},
        {"{\"entries\": [1]}", "\"entries\" must be a list of texts that are not empty"},
        {"{\"headers\": [\"x.h\"]}", "\"headers\" needs the key \"include\""},
        {"{\"include\": \"nowhere\"}", "there is no folder \"nowhere\""},
        {"{\"channel-rules\": 1}", "channel-rules: must be an object"},
        {"{\"channel-rules\": {\"a\": 1}}", "channel-rules: \"a\": must be an object"},
        {"{\"channel-rules\": {\"a\": {\"drain\": true}}}", "channel-rules: \"a\": unknown key \"drain\""},
        {"{\"channel-rules\": {\"a\": {\"drains\": 1}}}", "\"drains\" must be true or false"},
        {"{\"channel-rules\": {\"a\": {\"closable\": true}}}", "key \"blocked-at-close\" is missing"},
        {"{\"channel-rules\": {\"a\": {\"blocked-at-close\": {\"senders\": \"die\"}}}}",
         "blocked-at-close: unknown senders \"die\" (known: stay, fail, succeed)"},
        {"{\"channel-rules\": {\"a\": {}, \"a\": {}}}", "channel-rules: \"a\": stands twice"},
    };
    for (size_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
        expect_mistake(arena, folder, rows[row][0], rows[row][1]);
    }
}

#define PLACE "functions[0] \"f\": "
#define SEND "\"name\": \"f\", \"role\": \"send\", \"parameters\": 2, "
#define MAKE "\"name\": \"f\", \"role\": \"make\", \"object\": \"channel\", \"parameters\": 1, "
#define SPAWN "\"name\": \"f\", \"role\": \"spawn\", \"parameters\": 2, "
#define SELECT "\"name\": \"f\", \"role\": \"select\", \"object\": \"channel\", \"parameters\": 2, "
#define HARMLESS "\"name\": \"f\", \"role\": \"harmless\", \"parameters\": 2, "
#define CASES SELECT "\"operands\": {\"cases\": \"a0\"}, "

// Broken entries of "functions" and what their message must say.
static const char *const broken_functions[][2] = {
    {"\"role\": \"yield\", \"parameters\": 0", "functions[0] \"?\": key \"name\" is missing"},
    {"\"name\": \"f\", \"parameters\": 0", PLACE "key \"role\" is missing"},
    {"\"name\": \"f\", \"role\": \"snd\"", PLACE "unknown role \"snd\" (known: harmless, spawn"},
    {"\"name\": \"f\", \"role\": \"yield\"", PLACE "key \"parameters\" is missing"},
    {"\"name\": \"f\", \"role\": \"yield\", \"parameters\": \"2\"", PLACE "\"parameters\" must be an integer"},
    {"\"name\": \"f\", \"role\": \"yield\", \"parameters\": -1", PLACE "\"parameters\" must lie between 0"},
    {"\"name\": \"f\", \"role\": \"yield\", \"parameters\": 0.5", PLACE "\"parameters\" must be an integer"},
    {"\"name\": \"f g\", \"role\": \"yield\", \"parameters\": 0", "\"f g\" is no name of a function"},
    {"\"name\": [\"f\", 1], \"role\": \"yield\", \"parameters\": 0", PLACE "\"name\" must be a text or a list"},
    {"\"name\": [], \"role\": \"yield\", \"parameters\": 0", "\"name\" must be a text or a list"},
    {"\"name\": [\"f\", \"f\"], \"role\": \"yield\", \"parameters\": 0", PLACE "the function \"f\" stands twice"},
    {"\"name\": [\"f\", \"g\"], \"spelling\": \"h\", \"role\": \"yield\", \"parameters\": 0",
     PLACE "\"spelling\" needs a single name"},
    {SEND "\"colour\": 1", PLACE "unknown key \"colour\""},
    {SEND "\"object\": \"channel\"", PLACE "role \"send\" needs the operand \"object\""},
    {SEND "\"operands\": {\"object\": \"a0\"}", PLACE "role \"send\" needs the key \"object\""},
    {SEND "\"object\": \"mutex\"", PLACE "role \"send\" cannot have the object \"mutex\""},
    {SEND "\"object\": \"tube\"", PLACE "unknown object \"tube\""},
    {SEND "\"operands\": 1", PLACE "operands: must be an object"},
    {SEND "\"operands\": {\"objekt\": \"a0\"}", PLACE "operands: unknown key \"objekt\""},
    {SEND "\"operands\": {\"timeout\": \"a0\"}", PLACE "operands: unknown key \"timeout\""},
    {SEND "\"operands\": {\"element\": \"*result\"}", PLACE "operands: \"element\" is no operand"},
    {SELECT "\"select\": {\"part\": \"begin\"}", PLACE "select: the part \"wait\" is for the role \"select\""},
    {SELECT "\"select\": {\"part\": \"last\"}", PLACE "select: unknown part \"last\""},
    {SELECT "\"select\": {\"part\": \"wait\"}", PLACE "a call with a timeout needs the outcome \"timed-out\""},
    {HARMLESS "\"select\": {}", PLACE "select: key \"part\" is missing"},
    {HARMLESS "\"select\": {\"part\": \"wait\"}", PLACE "select: the part \"wait\" is for the role \"select\""},
    {HARMLESS "\"select\": {\"part\": \"send\"}", PLACE "select: this part needs the operand \"cases\""},
    {SEND "\"operands\": {\"object\": \"a2\"}", "\"object\" is \"a2\", but the function has 2 parameters"},
    {SEND "\"operands\": {\"object\": \"x0\"}", PLACE "operands: \"object\" is no operand"},
    {SEND "\"operands\": {\"object\": \"a\"}", PLACE "operands: \"object\" is no operand"},
    {SEND "\"operands\": {\"object\": \"a0x\"}", PLACE "operands: \"object\" is no operand"},
    {SEND "\"operands\": {\"object\": \"*a0...\"}", PLACE "operands: \"object\" is no operand"},
    {SEND "\"operands\": {\"object\": \"a999999999999999999999\"}", PLACE "operands: \"object\" is no operand"},
    {SEND "\"operands\": {\"object\": true}", PLACE "operands: \"object\" is no operand"},
    {SEND "\"operands\": {\"object\": 1.5}", PLACE "operands: \"object\" must be an integer"},
    {SEND "\"operands\": {\"object\": \"a1...\"}", "but the function is not variadic"},
    {SEND "\"operands\": {\"mutex\": \"a1\"}", PLACE "role \"send\" has no operand \"mutex\""},
    {SEND "\"operands\": {\"object\": \"a0\", \"element\": \"a1\"}", PLACE "key \"element\" is missing"},
    {SEND "\"operands\": {\"element\": \"a1\"}, \"element\": \"copied\"", "must be \"*aN\" when copied"},
    {SEND "\"operands\": {\"element\": \"*a1\"}, \"element\": \"pointer\"", "must be \"*aN\" when copied"},
    {SEND "\"operands\": {\"element\": \"*a1\"}, \"element\": \"moved\"", "unknown element \"moved\""},
    {SEND "\"timeout\": {}", PLACE "timeout: key \"operand\" is missing"},
    {SEND "\"timeout\": {\"operand\": \"a1\", \"never\": 0}", PLACE "timeout: unknown key \"never\""},
    {SEND "\"timeout\": {\"operand\": \"a1\", \"forever\": 1e300}", PLACE "timeout: \"forever\" must be an integer"},
    {SEND "\"timeout\": {\"operand\": \"a1\", \"forever\": 9007199254740994}", "\"forever\" must be an integer"},
    {SEND "\"timeout\": {\"operand\": \"a1\", \"forever\": \"max\"}", "\"forever\" must be an integer"},
    {SEND "\"timeout\": {\"operand\": \"a1\"}", PLACE "a call with a timeout needs the outcome \"timed-out\""},
    {SEND "\"timeout\": {\"operand\": \"a1\"}, \"blocking\": \"never\"", "cannot have the blocking \"never\""},
    {SEND "\"blocking\": \"never\"", "needs the outcome \"would-block\" or \"busy\""},
    {SEND "\"blocking\": \"maybe\"", PLACE "unknown blocking \"maybe\""},
    {SEND "\"switching\": 3", PLACE "\"switching\" must be a text"},
    {SEND "\"outcomes\": {\"okay\": 0}", PLACE "outcomes: unknown key \"okay\""},
    {SEND "\"outcomes\": {\"ok\": null}", PLACE "outcomes: \"ok\" must be an integer"},
    {SEND "\"outcomes\": [0]", PLACE "outcomes: must be an object"},
    {SEND "\"rules\": \"r\"", PLACE "role \"send\" has no key \"rules\""},
    {SEND "\"capacity\": \"unbounded\"", PLACE "role \"send\" has no key \"capacity\""},
    {SEND "\"spawn\": {\"domain\": \"preemptive\"}", PLACE "role \"send\" has no key \"spawn\""},
    {SEND "\"select\": {\"source\": \"channel-array\"}", PLACE "role \"send\" has no key \"select\""},
    {SEND "\"lock\": {}", PLACE "role \"send\" has no key \"lock\""},
    {SEND "\"operation\": \"+\"", PLACE "role \"send\" has no key \"operation\""},
    {SEND "\"returns-new\": true", PLACE "role \"send\" has no key \"returns-new\""},
    {SEND "\"drops-reference\": true", PLACE "role \"send\" has no key \"drops-reference\""},
    {SEND "\"closes-one-direction\": true", PLACE "role \"send\" has no key \"closes-one-direction\""},
    {MAKE "\"operands\": {\"object\": \"result\"}", PLACE "key \"rules\" is missing"},
    {MAKE "\"rules\": \"s\"", PLACE "there are no channel-rules \"s\""},
    {MAKE "\"rules\": \"r\", \"operands\": {\"object\": \"result\"}", "a channel has either the operand"},
    {MAKE "\"rules\": \"r\", \"capacity\": \"unbounded\", \"operands\": {\"capacity\": \"a0\"}",
     "a channel has either the operand"},
    {SPAWN "\"operands\": {\"function\": \"a0\"}", PLACE "role \"spawn\" needs the key \"spawn\""},
    {SPAWN "\"spawn\": {\"domain\": \"preemptive\"}", PLACE "spawn: this style needs the operand \"function\""},
    {SPAWN "\"spawn\": {}", PLACE "spawn: key \"domain\" is missing"},
    {SPAWN "\"spawn\": {\"domain\": \"parallel\"}", PLACE "spawn: unknown domain \"parallel\""},
    {SPAWN "\"spawn\": {\"first\": \"me\"}", PLACE "spawn: unknown first \"me\""},
    {SPAWN "\"spawn\": {\"style\": \"fork\"}", PLACE "spawn: unknown style \"fork\""},
    {SELECT "\"select\": {\"source\": \"channel-array\"}", PLACE "role \"select\" needs the operand \"cases\""},
    {CASES "\"note\": \"n\"", PLACE "role \"select\" needs the key \"select\""},
    {CASES "\"select\": {\"choice\": \"last\"}", PLACE "select: unknown choice \"last\""},
    {CASES "\"select\": {\"source\": \"record-array\"}", PLACE "select: key \"record\" is missing"},
    {CASES "\"select\": {\"source\": \"channel-array\", \"record\": {}}", "only a source of records"},
    {CASES "\"select\": {\"source\": \"record-array\", \"record\": {}}", "select: record: key \"size\" is missing"},
    {CASES "\"select\": {\"source\": \"record-array\", \"record\": {\"size\": 8, \"channel\": 8}}",
     "select: record: the offsets must lie below \"size\""},
    {CASES "\"select\": {\"source\": \"record-sentinel\", \"record\": {\"size\": 8}}", "needs \"end\" in its record"},
    {"\"name\": \"f\", \"role\": \"lock\", \"parameters\": 1, \"lock\": {\"mode\": \"weak\"}", "unknown mode \"weak\""},
    {"\"name\": \"f\", \"role\": \"lock\", \"parameters\": 1, \"lock\": {\"recursion\": \"fails\"}",
     "a lock whose recursion \"fails\" needs the outcome \"busy\""},
    {"\"name\": \"f\", \"role\": \"atomic-update\", \"parameters\": 2", PLACE "key \"operation\" is missing"},
    {"\"name\": \"f\", \"role\": \"atomic-update\", \"parameters\": 2, \"operation\": \"*\"",
     "unknown operation \"*\""},
};

static void test_functions(Arena *arena, const char *folder) {
    for (size_t row = 0; row < sizeof broken_functions / sizeof broken_functions[0]; row++) {
        const char *text = arena_format(arena,
                                        "{\"library\": \"x\", \"title\": \"X\", \"channel-rules\": {\"r\": {}},\n"
                                        "\"functions\": [{%s}]}",
                                        broken_functions[row][0]);
        expect_mistake(arena, folder, text, broken_functions[row][1]);
    }
}

static void test_line_of_syntax_error(Arena *arena, const char *folder) {
    Messages messages = {.arena = arena};
    const char *path = write_file(arena, folder, "broken.json", "{\n\"library\": \"x\",\n\"title\" 3}\n");
    check(models_check_file(path, &messages) == STATUS_USAGE, "a syntax error is a usage error");
    check(messages.list.count == 1 && messages.list.items[0].line == 3, "a syntax error has its line");
    check(messages.list.count == 1 && strcmp(messages.list.items[0].path, path) == 0, "a message has its file");
}

// Every beginning of a real model is broken, and none may bring the reader down.
static void test_truncated(Arena *arena, const char *folder) {
    FILE *file = fopen("rules/models/neco/model.json", "r");
    check(file != NULL, "the neco model is there");
    if (!file) return;
    char *text = arena_allocate(arena, 1 << 18);
    size_t length = fread(text, 1, (1 << 18) - 1, file);
    fclose(file);
    for (size_t end = length - 3; end > 64; end -= 61) {
        text[end] = '\0';
        Messages messages = {.arena = arena};
        const char *path = write_file(arena, folder, "truncated.json", text);
        check(models_check_file(path, &messages) == STATUS_USAGE, "a truncated model is refused");
        check(messages.list.count > 0, "a truncated model has a message");
    }
}

static void test_unreadable(Arena *arena, const char *folder) {
    Messages messages = {.arena = arena};
    ModelSet *models;
    check(models_check_file(arena_format(arena, "%s/none.json", folder), &messages) == STATUS_USAGE, "a missing file");
    check(has_message(&messages, "cannot be opened"), "the message of a missing file");
    check(models_check_file(folder, &messages) == STATUS_USAGE, "a folder is no model");
    Status status = models_load(arena, arena_format(arena, "%s/none", folder), NULL, 0, &messages, &models);
    check(status == STATUS_USAGE && !models, "a missing folder of models");
    check(has_message(&messages, "the folder of the library models cannot be read"), "the message of a missing folder");
}

#define OWN                                                                                                            \
    "{\"library\": \"%s\", \"title\": \"Own\", \"entries\": [\"own_main\"], \"functions\": ["                          \
    "{\"name\": \"own_yield\", \"role\": \"yield\", \"parameters\": 0}]}"

static void test_folder_name(Arena *arena, const char *folder) {
    Messages messages = {.arena = arena};
    ModelSet *models;
    const char *own = arena_format(arena, "%s/own", folder);
    check(mkdir(own, 0700) == 0, "a folder can be made");
    write_file(arena, own, "model.json", arena_format(arena, OWN, "other"));
    check(models_load(arena, folder, NULL, 0, &messages, &models) == STATUS_USAGE, "library and folder differ");
    check(has_message(&messages, "\"library\" is \"other\", but the folder is \"own\""), "the message of that");
    write_file(arena, own, "model.json", arena_format(arena, OWN, "own"));
    messages.list.count = 0;
    check(models_load(arena, folder, NULL, 0, &messages, &models) == STATUS_OK, "a good folder");
    check(messages.list.count == 0, "no messages on success");
    check(models_is_entry(models, "own_main") && models_is_entry(models, "main"), "entries");
    check(!models_is_entry(models, "own"), "no entry");
}

static const Api *match(const ModelSet *models, const char *name, uint32_t count, const char *first,
                        const char *second) {
    const char *types[] = {first, second, "int", "int", "int", "int"};
    ModelDeclaration declaration = {.name = name, .parameter_count = count, .parameter_types = types};
    return models_match(models, &declaration);
}

static bool is_of(const Api *api, const char *library, EventKind event) {
    return api && strcmp(api->library, library) == 0 && api->event == event;
}

static void test_matching(const ModelSet *models) {
    check(is_of(match(models, "lock", 1, "struct Lock *", NULL), "plan9-thread", EVENT_LOCK), "plan9 lock");
    check(is_of(match(models, "lock", 1, "Lock*", NULL), "plan9-thread", EVENT_LOCK), "a type without tag and space");
    check(!match(models, "lock", 1, "int", NULL), "a program's own lock(int)");
    check(!match(models, "lock", 1, "struct Locker *", NULL), "a type that begins alike");
    check(!match(models, "lock", 1, "struct Lock **", NULL), "one more star");
    check(!match(models, "lock", 0, NULL, NULL), "too few parameters");
    check(is_of(match(models, "send", 4, "int", "const void *"), "posix-threads", EVENT_IO), "POSIX send");
    check(!match(models, "send", 2, "struct Channel *", "void *"), "plan9 send is chansend in the syntax tree");
    check(is_of(match(models, "chansend", 2, "struct Channel *", "void *"), "plan9-thread", EVENT_SEND), "chansend");
    check(is_of(match(models, "chan_send", 2, "struct chan_t *", "void *"), "tylertreat-chan", EVENT_SEND),
          "chan_send");
    check(!match(models, "chan_send", 2, "struct my_chan *", "void *"), "an in-house chan_send");
    check(is_of(match(models, "neco_chan_send", 2, "neco_chan *const restrict", "void *"), "neco", EVENT_SEND),
          "qualifiers do not matter");
    check(!match(models, "neco_chan", 1, "neco_chan *", NULL), "a beginning of names");
    check(!match(models, "zzz", 0, NULL, NULL) && !match(models, "", 0, NULL, NULL), "unknown names");
}

static void test_records(const ModelSet *models) {
    const Api *send = match(models, "neco_chan_send_dl", 3, "neco_chan *", "void *");
    check(send && send->blocking == BLOCKING_TIMED && send->has_forever && send->forever_value == INT64_MAX,
          "the deadline that never passes");
    check(send && send->outcomes[OUTCOME_TIMED_OUT].is_possible && send->outcomes[OUTCOME_TIMED_OUT].value == -10 &&
              !send->outcomes[OUTCOME_BUSY].is_possible,
          "outcomes");
    check(send && api_operand(send, OPERAND_ELEMENT).source == SOURCE_POINTEE &&
              api_operand(send, OPERAND_ELEMENT).index == 1 && send->element == ELEMENT_COPIED,
          "operands");
    const Api *spawn = match(models, "neco_start", 2, "void (*)(int, void **)", "int");
    check(spawn && spawn->domain == DOMAIN_COOPERATIVE && spawn->spawn_order == SPAWN_CHILD_FIRST &&
              spawn->spawn_style == SPAWN_VECTOR && spawn->waits_for_all_outside &&
              api_operand(spawn, OPERAND_ARGUMENT).source == SOURCE_VARIADIC,
          "neco_start");
    const Api *make = match(models, "chan_init", 1, "unsigned long", NULL);
    check(make && make->rules.is_closable && make->rules.blocked_senders == CLOSE_SUCCEEDS &&
              make->rules.blocked_buffered_senders == CLOSE_LEAVES && make->rules.later_send_fails &&
              !make->rules.select_sees_close,
          "channel rules of tylertreat/chan");
    const Api *alt = match(models, "chanalt", 1, "struct Alt *", NULL);
    check(alt && alt->select_source == SELECT_RECORD_SENTINEL && alt->select_record.size == 32 &&
              alt->select_record.has_end_default && alt->select_record.end_default_code == 4,
          "the record of alt");
    const Api *try_select = match(models, "neco_chan_tryselect", 1, "int", NULL);
    check(try_select && try_select->select_has_default && try_select->blocking == BLOCKING_NEVER, "a default");
    const Api *go = match(models, "dill_prologue", 6, "sigjmp_buf **", "void **");
    check(go && strcmp(go->spelling, "go") == 0 && go->spawn_style == SPAWN_CALL_EXPRESSION, "go");
}

static void test_atomic_roles(Arena *arena, const char *folder) {
    Messages messages = {.arena = arena};
    const char *path = write_file(
        arena, folder, "atomics.json",
        "{\"library\": \"atoms\", \"title\": \"Atomics\", \"functions\": [\n"
        "{\"name\": \"f_load\", \"role\": \"atomic-load\", \"parameters\": 1, \"operands\": {\"object\": \"*a0\"}},\n"
        "{\"name\": \"f_store\", \"role\": \"atomic-store\", \"parameters\": 2,"
        " \"operands\": {\"object\": \"*a0\", \"delta\": \"a1\", \"order\": 5}},\n"
        "{\"name\": \"f_add\", \"role\": \"atomic-update\", \"parameters\": 2, \"operation\": \"+\", \"returns-new\": "
        "true,"
        " \"operands\": {\"object\": \"*a0\", \"delta\": \"a1\"}},\n"
        "{\"name\": \"f_swap\", \"role\": \"atomic-exchange\", \"parameters\": 2,"
        " \"operands\": {\"object\": \"*a0\", \"delta\": \"a1\"}},\n"
        "{\"name\": \"f_cas\", \"role\": \"atomic-compare-exchange\", \"parameters\": 3,"
        " \"operands\": {\"object\": \"*a0\", \"expected\": \"*a1\", \"delta\": \"a2\"}},\n"
        "{\"name\": \"f_fence\", \"role\": \"fence\", \"parameters\": 1, \"operands\": {\"order\": \"a0\"}}]}\n");
    ModelSet *models;
    check(models_load(arena, "rules/models", &path, 1, &messages, &models) == STATUS_OK, "atomic roles load");
    if (!models) {
        messages_print(&messages, 0);
        return;
    }
    const Api *update = match(models, "f_add", 2, "int *", "int");
    check(update && update->event == EVENT_ATOMIC_UPDATE && update->operation == '+' && update->returns_new, "update");
    const Api *store = match(models, "f_store", 2, "int *", "int");
    check(store && api_operand(store, OPERAND_ORDER).source == SOURCE_CONSTANT &&
              api_operand(store, OPERAND_ORDER).constant == 5,
          "a constant operand");
}

// A file of the user's wins over the model of the same library, and over other libraries' functions.
static void test_extra_file(Arena *arena, const char *folder) {
    Messages messages = {.arena = arena};
    const char *path = write_file(arena, folder, "own.json", arena_format(arena, OWN, "neco"));
    ModelSet *models;
    check(models_load(arena, "rules/models", &path, 1, &messages, &models) == STATUS_OK, "an extra file loads");
    if (!models) return;
    check(is_of(match(models, "own_yield", 0, NULL, NULL), "neco", EVENT_YIELD), "an extra file wins");
    check(!match(models, "neco_chan_send", 2, "neco_chan *", "void *"), "the model that it stands for is gone");
    const char *second = write_file(arena, folder, "mine.json",
                                    "{\"library\": \"a-mine\", \"title\": \"M\", \"functions\": [{\"name\": "
                                    "\"pthread_yield\", \"role\": \"task-exit\", \"parameters\": 0}]}");
    check(models_load(arena, "rules/models", &second, 1, &messages, &models) == STATUS_OK, "a second file loads");
    check(models && is_of(match(models, "pthread_yield", 0, NULL, NULL), "a-mine", EVENT_TASK_EXIT),
          "its functions win");
}

static void test_repository(Arena *arena) {
    Messages messages = {.arena = arena};
    ModelSet *models;
    check(models_load(arena, "rules/models", NULL, 0, &messages, &models) == STATUS_OK, "our models load");
    messages_print(&messages, 0);
    if (!models) return;
    check(messages.list.count == 0 && models_count(models) >= 7, "our models are all there");
    for (uint32_t index = 0; index < models_count(models); index++) {
        const Model *model = models_get(models, index);
        check(models_check_file(model->path, &messages) == STATUS_OK, model->path);
        check(index == 0 || strcmp(models_get(models, index - 1)->library, model->library) < 0, "sorted by library");
        for (uint32_t header = 0; header < model->header_count; header++) {
            const char *path = arena_format(arena, "%s/%s", model->include_path, model->headers[header]);
            check(access(path, R_OK) == 0, path);
        }
    }
    check(models_is_entry(models, "threadmain"), "threadmain is an entry");
    check(models_check_file("rules/models/_template/model.json", &messages) == STATUS_OK, "the template of new-model");
    test_matching(models);
    test_records(models);
}

// The schema that documents the format knows every word that the reader knows.
static void test_schema(Arena *arena) {
    FILE *file = fopen("rules/api-model.schema.json", "r");
    check(file != NULL, "the schema is there");
    if (!file) return;
    char *schema = arena_allocate(arena, 1 << 17);
    check(fread(schema, 1, (1 << 17) - 1, file) > 0, "the schema can be read");
    fclose(file);
    for (int kind = 0; kind < WORD_KIND_COUNT; kind++) {
        char *words = arena_copy_text(arena, vocabulary_list(arena, (WordKind)kind));
        for (char *word = strtok(words, ", "); word; word = strtok(NULL, ", ")) {
            // These two have keys of their own: a block, and the operand of the same name.
            if (strcmp(word, "timeout") == 0 || (kind == WORD_CAPACITY && strcmp(word, "operand") == 0)) continue;
            check(strstr(schema, arena_format(arena, "\"%s\"", word)) != NULL, word);
        }
    }
}

int main(void) {
    Arena *arena = arena_create();
    char folder[] = "/tmp/chanvet-models-XXXXXX";
    if (!mkdtemp(folder)) {
        printf("cannot make a folder in /tmp\n");
        return 1;
    }
    test_documents(arena, folder);
    test_functions(arena, folder);
    test_line_of_syntax_error(arena, folder);
    test_truncated(arena, folder);
    test_unreadable(arena, folder);
    test_atomic_roles(arena, folder);
    test_extra_file(arena, folder);
    test_repository(arena);
    test_schema(arena);
    test_folder_name(arena, folder);
    arena_destroy(arena);
    const char *const made[] = {"broken.json", "truncated.json", "atomics.json", "own.json",
                                "mine.json",   "own/model.json", "own",          "."};
    for (size_t index = 0; index < sizeof made / sizeof made[0]; index++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", folder, made[index]);
        remove(path);
    }
    rmdir(folder);
    return failures != 0;
}
