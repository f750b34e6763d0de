// SPDX-License-Identifier: MIT
#include "report/symbolize.h"

#include "base/print.h"
#include "report/room.h"

#include <fcntl.h>
#include <link.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef struct Search {
    uintptr_t address;
    Module *module;
} Search;

static int visit_module(struct dl_phdr_info *info, size_t size, void *context) {
    (void)size;
    Search *search = context;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
        if (segment->p_type != PT_LOAD || search->address - info->dlpi_addr - segment->p_vaddr >= segment->p_memsz)
            continue;
        search->module->base = info->dlpi_addr;
        print_into(search->module->path, sizeof search->module->path, "%s", info->dlpi_name);
        return 1;
    }
    return 0;
}

bool module_find(uintptr_t address, Module *module) {
    Search search = {address, module};
    module->path[0] = 0;
    if (!dl_iterate_phdr(visit_module, &search)) return false;
    if (!module->path[0]) {
        long length = raw_read_link("/proc/self/exe", module->path, sizeof module->path - 1);
        if (length > 0) module->path[length] = 0;
    }
    return true;
}

// Beside our own library, in bin/ beside its folder, or where the option says.
static bool find_program(char path[SYMBOL_TEXT]) {
    if (runtime.options.external_symbolizer_path[0]) {
        print_into(path, SYMBOL_TEXT, "%s", runtime.options.external_symbolizer_path);
        return raw_call3(SYS_faccessat, AT_FDCWD, (long)path, X_OK) == 0;
    }
    Module module;
    if (module_find((uintptr_t)&find_program, &module)) {
        char *slash = strrchr(module.path, '/');
        if (slash) *slash = 0;
        print_into(path, SYMBOL_TEXT, "%s/../bin/qtrace-symbolize", module.path);
        if (raw_call3(SYS_faccessat, AT_FDCWD, (long)path, X_OK) == 0) return true;
    }
    print_into(path, SYMBOL_TEXT, "%s", QTRACE_SYMBOLIZE_PATH);
    if (raw_call3(SYS_faccessat, AT_FDCWD, (long)path, X_OK) == 0) return true;
    print_into(path, SYMBOL_TEXT, "%s", QTRACE_SYMBOLIZE_BUILD); // not installed
    return raw_call3(SYS_faccessat, AT_FDCWD, (long)path, X_OK) == 0;
}

// After a raw fork nothing but raw calls. Descriptors of the program are closed: a pipe of its must not stay open by
// us.
static void run_child(const char *path, int input, int output) {
    raw_call3(SYS_dup3, input, 0, 0);
    raw_call3(SYS_dup3, output, 1, 0);
    raw_call3(SYS_close_range, 3, ~0u, 0);
    char *arguments[] = {(char *)path, NULL};
    char *environment[] = {NULL};
    raw_call3(SYS_execve, (long)path, (long)arguments, (long)environment);
    raw_exit(127);
}

// What the children run on: stacks of coroutines may lie in memory that a child shares with us.
typedef struct ChildStack {
    char path[SYMBOL_TEXT];
    int input, output;
    char bytes[1 << 16] __attribute__((aligned(16)));
} ChildStack;

// Two forks, so that the program's wait() never sees a child that is not its own.
static int fork_again(void *context) {
    const ChildStack *stack = context;
    if (raw_call6(SYS_clone, SIGCHLD, 0, 0, 0, 0, 0) == 0) run_child(stack->path, stack->input, stack->output);
    raw_exit(0);
}

// Not the first three descriptors, where a program has closed its own: what it prints is not meant for us, and the
// child puts its ends there.
static bool make_pipe(int ends[2]) {
    int low[2];
    if (raw_call3(SYS_pipe2, (long)low, O_CLOEXEC, 0) < 0) return false;
    for (int i = 0; i < 2; i++) {
        ends[i] = (int)raw_call3(SYS_fcntl, low[i], F_DUPFD_CLOEXEC, 3);
        raw_close(low[i]);
    }
    return ends[0] >= 0 && ends[1] >= 0;
}

static void start_symbolizer(ReportRoom *room) {
    int to[2], from[2];
    room->symbolizer.was_tried = true;
    room->symbolizer.from = -1;
    ChildStack *stack = raw_map(NULL, sizeof *stack);
    if (!stack || !runtime.options.symbolize || !find_program(stack->path)) return;
    if (!make_pipe(to) || !make_pipe(from)) return;
    stack->input = to[0];
    stack->output = from[1];
    int child = clone(fork_again, stack->bytes + sizeof stack->bytes, 0, stack);
    if (child > 0) raw_call6(SYS_wait4, child, 0, (long)0x80000000 /* __WCLONE */, 0, 0, 0);
    raw_unmap(stack, sizeof *stack);
    raw_close(to[0]);
    raw_close(from[1]);
    room->symbolizer.to = to[1];
    room->symbolizer.from = child > 0 ? from[0] : -1;
}

// One answer: everything up to an empty line. The length, 0 when there is none.
static size_t ask(const char *what, uintptr_t address, char *answer, size_t size) {
    ReportRoom *room = report_room();
    Module module;
    char question[SYMBOL_TEXT + 64];
    if (!module_find(address, &module)) return 0;
    lock_take(&room->symbolizer.lock);
    if (!room->symbolizer.was_tried) start_symbolizer(room);
    size_t used = 0;
    if (room->symbolizer.from >= 0) {
        size_t length =
            print_into(question, sizeof question, "%s %s 0x%lx\n", what, module.path, address - module.base);
        raw_write(room->symbolizer.to, question, length);
        while (used < size - 1) {
            long got = raw_read(room->symbolizer.from, answer + used, size - 1 - used);
            if (got <= 0) {
                room->symbolizer.from = -1;
                break;
            }
            used += (size_t)got;
            if (answer[used - 1] == '\n' && (used == 1 || answer[used - 2] == '\n')) break;
        }
    }
    lock_release(&room->symbolizer.lock);
    answer[used] = 0;
    return used > 1 ? used : 0;
}

static const char *take_field(const char *text, char *field, size_t size) {
    size_t length = 0;
    for (; *text && *text != '\t' && *text != '\n'; text++)
        if (length < size - 1) field[length++] = *text;
    field[length] = 0;
    return *text == '\t' ? text + 1 : text;
}

static uint64_t take_number(const char **text) {
    char field[32];
    *text = take_field(*text, field, sizeof field);
    uint64_t value = 0;
    for (const char *digit = field; *digit >= '0' && *digit <= '9'; digit++)
        value = value * 10 + (uint64_t)(*digit - '0');
    return value;
}

uint32_t symbolize_code(uintptr_t address, Symbol *symbols, uint32_t limit) {
    char answer[8192];
    uint32_t count = 0;
    if (!ask("CODE", address, answer, sizeof answer)) return 0;
    for (const char *text = answer; *text && *text != '\n' && count < limit; text += *text == '\n') {
        Symbol *symbol = &symbols[count++];
        text = take_field(text, symbol->function, sizeof symbol->function);
        text = take_field(text, symbol->file, sizeof symbol->file);
        symbol->line = (uint32_t)take_number(&text);
        symbol->column = (uint32_t)take_number(&text);
    }
    return count;
}

bool symbolize_data(uintptr_t address, DataSymbol *symbol) {
    char answer[1024];
    Module module;
    if (!module_find(address, &module) || !ask("DATA", address, answer, sizeof answer)) return false;
    const char *text = take_field(answer, symbol->name, sizeof symbol->name);
    symbol->start = module.base + take_number(&text);
    symbol->size = take_number(&text);
    return symbol->name[0] != 0;
}
