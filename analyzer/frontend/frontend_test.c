// SPDX-License-Identifier: MIT
// One test for each known trap of libclang and of compile commands. Inputs lie in testdata/frontend; what
// the graph must say is looked for in the program's listing.
#include "base/text.h"
#include "frontend/frontend.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct Case {
    Arena *arena;
    Messages messages;
    Program *program;
    ExtractStatistics statistics;
    Status status;
    const char *listing;
} Case;

typedef struct Suite {
    Arena *arena;
    const ModelSet *models;
    const char *test; // the running test's name
    int failures;
} Suite;

static void fail(Suite *suite, const char *reason, const char *detail) {
    printf("%s: %s: %s\n", suite->test, reason, detail);
    suite->failures++;
}

static Case extract_in(Suite *suite, const char *file, const char *directory, const char *const *flags,
                       uint32_t count) {
    Case item = {.arena = suite->arena, .messages.arena = suite->arena, .listing = ""};
    ParseRequest request = {
        .path = arena_format(suite->arena, "testdata/frontend/%s", file), .flags = flags, .flag_count = count};
    request.models = suite->models;
    request.directory = directory;
    item.status = frontend_extract(&request, suite->arena, &item.messages, &item.program, &item.statistics);
    if (!item.program) return item;
    Text text = {0};
    program_print(item.program, &text);
    item.listing = arena_copy_text(suite->arena, text_value(&text));
    text_free(&text);
    return item;
}

static Case extract(Suite *suite, const char *file) {
    return extract_in(suite, file, NULL, NULL, 0);
}

static void expect(Suite *suite, const Case *item, const char *wanted) {
    if (!strstr(item->listing, wanted)) fail(suite, "the listing lacks", wanted);
}

static void expect_not(Suite *suite, const Case *item, const char *unwanted) {
    if (strstr(item->listing, unwanted)) fail(suite, "the listing has", unwanted);
}

static void expect_number(Suite *suite, const char *what, long actual, long expected) {
    if (actual != expected) fail(suite, what, arena_format(suite->arena, "%ld, expected %ld", actual, expected));
}

static void expect_message(Suite *suite, const Case *item, Severity severity, uint32_t line, const char *part) {
    for (uint32_t i = 0; i < item->messages.list.count; i++) {
        const Message *message = &item->messages.list.items[i];
        if (message->severity == severity && message->line == line && strstr(message->text, part)) return;
    }
    fail(suite, "there is no such message", part);
}

// clang_Location_isFromMainFile is 0 for code from macro bodies; pasted tokens are spelled in no file.
static void test_macros(Suite *suite) {
    Case item = extract(suite, "macros.c");
    expect(suite, &item, "1>* event lock:pthread_mutex_lock(&mutex_one) \"LOCK(mutex_one)\" ->2  @14:9 macro 3:17\n");
    expect(suite, &item,
           "event unlock:pthread_mutex_unlock(&mutex_one) \"pthread_mutex_unlock(&mutex_one)\" ->1  @15:9\n");
    expect(suite, &item, "\"pthread_mutex_lock(&PASTE(mutex, _one))\" ->2  @19:5\n");
    expect(suite, &item, "event unlock:pthread_mutex_unlock(&mutex_one) \"pthread_mutex_unlock( &mutex_one)\"");
    expect(suite, &item, "call abort_at(\"testdata/frontend/macros.c\", 21)");
}

static void test_go_region(Suite *suite) {
    Case item = extract(suite, "go_region.c");
    expect_number(suite, "skipped constructs", item.statistics.skipped.count, 0);
    expect_number(suite, "events", item.statistics.events, 4);
    expect_number(suite, "calls", item.statistics.calls, 0);
    expect(suite, &item,
           " = event spawn:dill_prologue worker(i4{&channel}, 7) \"go(worker(channel, 3 + 4))\" ->2  @43:18");
    expect(suite, &item, "3 event spawn:dill_prologue worker(1, 2) \"go(worker(1, 2))\"");
    expect(suite, &item, "group i4{&bundle} p8{&indirect}(i4{&channel}) \"bundle_go(bundle, indirect(channel))\"");
    expect(suite, &item, "event spawn:dill_prologue worker(5, 6) \"go_statement(worker(5, 6))\"");
    expect(suite, &item, "function worker(channel, times) testdata/frontend/go_region.c:41 address-taken");
}

// Without the library on the include path, the model's minimal header stands in.
static void test_stand_in_headers(Suite *suite) {
    Case dill = extract(suite, "dill_fallback.c");
    expect(suite, &dill, "event make:dill_chmake(&channels) \"chmake(channels)\"");
    expect(suite, &dill, "event spawn:dill_prologue worker(i4{&channels[0*4]}) \"go(worker(channels[0]))\"");
    Case neco = extract(suite, "neco_program.c");
    expect(suite, &neco, "event spawn:neco_start(_neco_main, 2, &argc, &argv) \"neco_main\"");
    expect(suite, &neco, "event spawn:neco_start(worker, 0) \"neco_start(worker, 0)\"");
    expect(suite, &neco, "call __neco_main(");
    expect(suite, &neco, "function main(argc, argv) testdata/frontend/neco_program.c:3 exported entry");
}

static void test_matching(Suite *suite) {
    Case item = extract(suite, "renamed.c");
    expect(suite, &item, "event lock:pthread_mutex_lock(p8{&m}) \"take(m)\"");
    expect(suite, &item, "event unlock:pthread_mutex_unlock(p8{&m}) \"(pthread_mutex_unlock)(m)\"");
    expect(suite, &item, "call p8{&indirect}(p8{&m}) \"indirect(m)\"");
    expect(suite, &item, " = call sem_wait(p8{&n})");
}

static void test_skipped(Suite *suite) {
    static const char *const wanted[] = {"inline assembly", "computed goto", "setjmp", "longjmp"};
    Case item = extract(suite, "skipped.c");
    uint32_t count = sizeof wanted / sizeof wanted[0];
    expect_number(suite, "skipped constructs", item.statistics.skipped.count, count);
    for (uint32_t i = 0; i < count && i < item.statistics.skipped.count; i++)
        if (strcmp(item.statistics.skipped.items[i].what, wanted[i]) != 0) fail(suite, "skipped construct", wanted[i]);
    expect(suite, &item, "set i4 &n <- opaque<inline assembly>");
    expect(suite, &item, "skipped longjmp ->0");
    expect(suite, &item, "mul(f8{&x}, opaque<floating point>");
    for (FunctionId id = 1; id < item.program->functions.count; id++)
        if (strcmp(program_function(item.program, id)->name, "assembly") == 0)
            expect_number(suite, "skipped in assembly()", program_function(item.program, id)->skipped_count, 2);
}

static void test_noreturn(Suite *suite) {
    Case item = extract(suite, "noreturn.c");
    expect(suite, &item, "call leave(1) \"leave(1)\" ->0");
    expect(suite, &item, "call stop() \"stop()\" ->0");
    expect(suite, &item, "event process_exit:exit(1) \"exit(1)\" ->0");
    expect(suite, &item, "call __builtin_trap() \"__builtin_trap()\" ->0");
    expect(suite, &item, "\"assert(n != 5)\" ->0");
}

static void test_cleanup(Suite *suite) {
    Case item = extract(suite, "cleanup.c");
    expect_number(suite, "skipped constructs", item.statistics.skipped.count, 0);
    expect_number(suite, "calls", item.statistics.calls, 9);
}

// clang 16 and later refuse what gcc 12 warns about.
static void test_lenient(Suite *suite) {
    static const char *const flags[] = {"-std=gnu99", "-Werror", "-Wall", "-pedantic-errors"};
    Case item = extract_in(suite, "lenient.c", NULL, flags, 4);
    expect_number(suite, "status", item.status, STATUS_OK);
    expect_number(suite, "messages", item.messages.list.count, 0);
    expect(suite, &item, "call undeclared(p8{&p})");
}

static void test_dropped_flags(Suite *suite) {
    static const char *const flags[] = {"-fconserve-stack",
                                        "-fno-var-tracking-assignments",
                                        "-fanalyzer",
                                        "-fno-allow-store-data-races",
                                        "--param",
                                        "max-inline-insns-single=200",
                                        "--param=l1-cache-size=32",
                                        "-specs=/usr/share/dpkg/pie-compile.specs",
                                        "-mindirect-branch-register",
                                        "-mindirect-branch=thunk-extern",
                                        "-mfunction-return=thunk-extern",
                                        "-MMD",
                                        "-MF",
                                        "/nonexistent/folder/file.d",
                                        "-MT",
                                        "x.o",
                                        "-Wp,-MMD,/nonexistent/y.d",
                                        "-Wno-such-warning",
                                        "-flto=auto",
                                        "-ffat-lto-objects",
                                        "-o",
                                        "/nonexistent/x.o",
                                        "-c",
                                        "-fno-tree-vectorize",
                                        "-save-temps",
                                        "-O2",
                                        "-g",
                                        "-fstack-clash-protection"};
    Case item = extract_in(suite, "renamed.c", NULL, flags, sizeof flags / sizeof flags[0]);
    expect_number(suite, "status", item.status, STATUS_OK);
    expect_number(suite, "messages", item.messages.list.count, 0);
    expect(suite, &item, "event lock:pthread_mutex_lock");
}

// A flag that nobody knows is a warning; the tree is whole.
static void test_unknown_flag(Suite *suite) {
    static const char *const flags[] = {"-fno-such-flag-anywhere"};
    Case item = extract_in(suite, "renamed.c", NULL, flags, 1);
    expect_number(suite, "status", item.status, STATUS_OK);
    expect_message(suite, &item, SEVERITY_WARNING, 0, "-fno-such-flag-anywhere");
    expect(suite, &item, "event lock:pthread_mutex_lock");
}

static void expect_refused(Suite *suite, const char *file, uint32_t line, const char *part) {
    Case item = extract(suite, file);
    expect_number(suite, "status", item.status, STATUS_BAD_INPUT);
    if (item.program) fail(suite, "there is a program", file);
    expect_message(suite, &item, SEVERITY_ERROR, line, part);
}

static void test_bad_input(Suite *suite) {
    expect_refused(suite, "broken.c", 2, "undeclared identifier");
    expect_refused(suite, "missing_header.c", 1, "'no_such_header.h' file not found");
    expect_refused(suite, "nested_function.c", 2, "not allowed here");
    expect_refused(suite, "there_is_no_such_file.c", 0, "cannot be read");
    expect_refused(suite, "program.cpp", 0, "only C");
}

static void test_includes(Suite *suite) {
    static const char *const flags[] = {"-Itestdata/frontend/headers"};
    Case item = extract_in(suite, "include_user.c", NULL, flags, 1);
    expect(suite, &item, "function from_header(n) testdata/frontend/headers/part.h:1\n");
    expect(suite, &item, "global elsewhere: int, 4 bytes, external, exported\n");
    expect(suite, &item, "global here: int, 4 bytes, exported\n");
    expect(suite, &item, "global hidden: int, 4 bytes\n");
    expect(suite, &item, "thread each: int, 4 bytes, exported\n");
    expect(suite, &item, "static kept: int, 4 bytes, in use\n");
    expect(suite, &item, "local local: int, 4 bytes, address taken, in use\n");
    expect_not(suite, &item, "local p: int *, 8 bytes, address taken");
    expect_not(suite, &item, "function atoi");
}

// Where the compiler would run decides what a relative -I means, not how the file is named.
static void test_directory(Suite *suite) {
    static const char *const flags[] = {"-Iheaders"};
    char folder[2048];
    if (!getcwd(folder, sizeof folder)) fail(suite, "no working directory", "");
    const char *here = arena_format(suite->arena, "%s/testdata/frontend", folder);
    Case item = extract_in(suite, "include_user.c", here, flags, 1);
    expect_number(suite, "status", item.status, STATUS_OK);
    expect(suite, &item, "function use(text) testdata/frontend/include_user.c:7 exported\n");
    expect(suite, &item, "function from_header(n) testdata/frontend/headers/part.h:1\n");
    Case neco = extract_in(suite, "neco_program.c", here, NULL, 0);
    expect(suite, &neco, "event spawn:neco_start(worker, 0)");
}

// A sum of 62,500 terms must neither overflow the stack nor give an expression that later rooms cannot walk.
static void test_deep(Suite *suite) {
    Case item = extract(suite, "deep.c");
    expect_number(suite, "status", item.status, STATUS_OK);
    expect(suite, &item, "function test_sum(x)");
    uint32_t additions = 0;
    for (ExprId id = 1; item.program && id < item.program->exprs.count; id++) {
        const Expr *expr = program_expr(item.program, id);
        additions += expr->kind == EXPR_BINARY && expr->operator_ == OPERATOR_ADD;
        if (expr->left >= id || expr->right >= id) fail(suite, "operands come first", item.listing);
    }
    expect_number(suite, "additions", additions, 62499);
    expect_number(suite, "what is nested too deeply is recorded", item.statistics.skipped.count, 1);
}

// Accesses to _Atomic objects by plain operators carry it in their type.
static void test_atomic_accesses(Suite *suite) {
    Case item = extract(suite, "atomic_accesses.c");
    expect(suite, &item, "set i4@ &count <- add(i4@{&count}, 1)");
    expect(suite, &item, "set i4@ &count <- i4{&n}");
    expect(suite, &item, "return i4@{&count}");
    expect(suite, &item, "set i4! &flag <- 1");
    expect(suite, &item, "event atomic_update:chanvet_atomic_fetch_add(&count, 1, 5, 4) \"count++\"");
    expect(
        suite, &item,
        "event atomic_load:chanvet_atomic_load(&count, 2, 4) \"atomic_load_explicit(&count, memory_order_acquire)\"");
    expect(suite, &item, "event atomic_store:chanvet_atomic_store(&plain, 4, 3, 4)");
    expect(suite, &item, "event fence:chanvet_atomic_fence(5)");
}

// Two runs give the same listing: nothing depends on addresses.
static void test_determinism(Suite *suite) {
    Case first = extract(suite, "execute/expressions.c"), second = extract(suite, "execute/expressions.c");
    if (strcmp(first.listing, second.listing) != 0) fail(suite, "two runs differ", "execute/expressions.c");
    if (!frontend_version(suite->arena)[0]) fail(suite, "the version is empty", "");
}

typedef struct Test {
    const char *name;
    void (*run)(Suite *suite);
} Test;

int main(void) {
    static const Test tests[] = {
        {"macros", test_macros},
        {"go region", test_go_region},
        {"stand-in headers", test_stand_in_headers},
        {"matching", test_matching},
        {"skipped", test_skipped},
        {"noreturn", test_noreturn},
        {"cleanup", test_cleanup},
        {"lenient", test_lenient},
        {"dropped flags", test_dropped_flags},
        {"unknown flag", test_unknown_flag},
        {"bad input", test_bad_input},
        {"includes", test_includes},
        {"directory", test_directory},
        {"deep", test_deep},
        {"atomic accesses", test_atomic_accesses},
        {"determinism", test_determinism},
    };
    Suite suite = {.arena = arena_create()};
    Messages messages = {.arena = suite.arena};
    ModelSet *models = NULL;
    if (models_load(suite.arena, "rules/models", NULL, 0, &messages, &models) != STATUS_OK)
        messages_print(&messages, 0);
    suite.models = models;
    for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++) {
        suite.test = tests[i].name;
        tests[i].run(&suite);
    }
    arena_destroy(suite.arena);
    return suite.failures ? 1 : 0;
}
