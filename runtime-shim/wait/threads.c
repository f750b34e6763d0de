// SPDX-License-Identifier: MIT
#include "wait/threads.h"

#include "base/print.h"
#include "base/raw.h"
#include "wait/room.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>

enum { TEXT_SIZE = 4096 };

typedef struct DirectoryEntry { // linux_dirent64
    uint64_t inode;
    int64_t offset;
    uint16_t length;
    uint8_t type;
    char name[];
} DirectoryEntry;

static size_t read_file(const char *path, char *text) {
    int file = raw_open(path, O_RDONLY, 0);
    if (file < 0) return 0;
    size_t used = 0;
    for (long got; used < TEXT_SIZE - 1 && (got = raw_read(file, text + used, TEXT_SIZE - 1 - used)) > 0;)
        used += (size_t)got;
    raw_close(file);
    text[used] = 0;
    return used;
}

static const char *field(const char *text, const char *name) {
    const char *found = strstr(text, name);
    if (!found) return "";
    found += strlen(name);
    while (*found == ' ' || *found == '\t') found++;
    return found;
}

static uint64_t parse_number(const char *text, unsigned base) {
    uint64_t value = 0;
    for (;; text++) {
        unsigned digit = *text >= '0' && *text <= '9'   ? (unsigned)(*text - '0')
                         : *text >= 'a' && *text <= 'f' ? (unsigned)(*text - 'a') + 10
                                                        : 99;
        if (digit >= base) return value;
        value = value * base + digit;
    }
}

static void add_thread(Threads *threads, int id) {
    char path[64], text[TEXT_SIZE];
    if (threads->count == THREADS_MOST) {
        threads->is_complete = false;
        return;
    }
    print_into(path, sizeof path, "/proc/self/task/%d/status", id);
    if (!read_file(path, text)) return; // it has just ended
    uint64_t switches = parse_number(field(text, "\nvoluntary_ctxt_switches:"), 10) +
                        parse_number(field(text, "\nnonvoluntary_ctxt_switches:"), 10);
    threads->rows[threads->count++] = (ThreadRow){id, *field(text, "\nState:"), switches};
}

void threads_read(Threads *threads) {
    char bytes[TEXT_SIZE] __attribute__((aligned(8)));
    threads->count = 0;
    int folder = raw_open("/proc/self/task", O_RDONLY | O_DIRECTORY, 0);
    threads->is_complete = folder >= 0;
    if (folder < 0) return;
    for (long got; (got = raw_call3(SYS_getdents64, folder, (long)bytes, sizeof bytes)) > 0;)
        for (long at = 0; at < got;) {
            const DirectoryEntry *entry = (const DirectoryEntry *)(bytes + at);
            at += entry->length;
            if (entry->name[0] != '.') add_thread(threads, (int)parse_number(entry->name, 10));
        }
    raw_close(folder);
}

const ThreadRow *threads_find(const Threads *threads, int id) {
    for (uint32_t i = 0; i < threads->count; i++)
        if (threads->rows[i].id == id) return &threads->rows[i];
    return NULL;
}

bool process_handles_signals(bool is_quit_ours) {
    char text[TEXT_SIZE];
    if (wait_room()->ignores_signals) return false;
    if (!read_file("/proc/self/status", text)) return true;
    uint64_t handled = parse_number(field(text, "\nSigCgt:"), 16);
    static const int harmless[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS, SIGPROF, SIGVTALRM};
    for (unsigned i = 0; i < sizeof harmless / sizeof *harmless; i++) handled &= ~(UINT64_C(1) << (harmless[i] - 1));
    handled &= ~(UINT64_C(3) << 31); // 32 and 33: glibc's own
    if (is_quit_ours) handled &= ~(UINT64_C(1) << (SIGQUIT - 1));
    return handled != 0;
}

// "low-high perms …": a shared mapping has 's' as the fourth letter.
static void visit_line(const char *line, void (*visit)(uintptr_t, uintptr_t, void *), void *context) {
    const char *dash = strchr(line, '-'), *space = strchr(line, ' ');
    if (dash && space && dash < space && strlen(space) > 4 && space[4] == 's')
        visit(parse_number(line, 16), parse_number(dash + 1, 16), context);
}

void process_visit_shared(void (*visit)(uintptr_t low, uintptr_t high, void *context), void *context) {
    char bytes[TEXT_SIZE], line[128];
    size_t used = 0;
    int file = raw_open("/proc/self/maps", O_RDONLY, 0);
    if (file < 0) return;
    for (long got; (got = raw_read(file, bytes, sizeof bytes)) > 0;)
        for (long i = 0; i < got; i++) {
            if (bytes[i] != '\n') {
                if (used < sizeof line - 1) line[used++] = bytes[i];
                continue;
            }
            line[used] = 0;
            used = 0;
            visit_line(line, visit, context);
        }
    raw_close(file);
}
