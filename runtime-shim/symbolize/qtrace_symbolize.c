// SPDX-License-Identifier: MIT
// qtrace-symbolize: answers the runtime's questions on standard input, one a line, with elfutils' libdw.
//   CODE module offset   function, file, line, column, separated by tabs; one line for each inlined call, innermost
//   first DATA module offset   name, start, size of the object there
//   LINE<TAB>module<TAB>file<TAB>line   the ranges of offsets "low<TAB>high" that the line's code lies in; a file is
//   known by the end of its path
// An offset is the address minus where the module was loaded. Each answer ends with an empty line.
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MODULES = 256, LINE_SIZE = 4096, PATH_SIZE = 4096 };

typedef struct Loaded {
    char *path;
    Dwfl *session; // NULL: cannot be read
    Dwfl_Module *module;
    Dwarf_Addr bias; // of the symbol table's addresses
} Loaded;

typedef struct Place {
    const char *file;
    int line, column;
} Place;

static Loaded *find_loaded(Loaded *all, int *count, const char *path) {
    static char *debug_path;
    static const Dwfl_Callbacks callbacks = {.find_elf = dwfl_build_id_find_elf,
                                             .find_debuginfo = dwfl_standard_find_debuginfo,
                                             .section_address = dwfl_offline_section_address,
                                             .debuginfo_path = &debug_path};
    for (int i = 0; i < *count; i++)
        if (strcmp(all[i].path, path) == 0) return &all[i];
    if (*count == MODULES) return NULL;
    Loaded *loaded = &all[(*count)++];
    *loaded = (Loaded){.path = strdup(path), .session = dwfl_begin(&callbacks)};
    if (!loaded->session) return loaded;
    dwfl_report_begin(loaded->session);
    loaded->module = dwfl_report_offline(loaded->session, path, path, -1);
    dwfl_report_end(loaded->session, NULL, NULL);
    if (!loaded->module || !dwfl_module_getelf(loaded->module, &loaded->bias)) loaded->module = NULL;
    return loaded;
}

static void print_place(const char *function, Place place) {
    printf("%s\t%s\t%d\t%d\n", function ? function : "", place.file ? place.file : "", place.line, place.column);
}

static const char *die_name(Dwarf_Die *die) {
    Dwarf_Attribute attribute;
    const char *name = dwarf_formstring(dwarf_attr_integrate(die, DW_AT_linkage_name, &attribute));
    return name ? name : dwarf_formstring(dwarf_attr_integrate(die, DW_AT_name, &attribute));
}

// Where an inlined function was called.
static Place call_place(Dwarf_Die *unit, Dwarf_Die *die) {
    Dwarf_Attribute attribute;
    Dwarf_Word file = 0, line = 0, column = 0;
    Dwarf_Files *files;
    size_t count;
    dwarf_formudata(dwarf_attr(die, DW_AT_call_file, &attribute), &file);
    dwarf_formudata(dwarf_attr(die, DW_AT_call_line, &attribute), &line);
    dwarf_formudata(dwarf_attr(die, DW_AT_call_column, &attribute), &column);
    const char *path = NULL;
    if (dwarf_getsrcfiles(unit, &files, &count) == 0 && file < count) path = dwarf_filesrc(files, file, NULL, NULL);
    return (Place){path, (int)line, (int)column};
}

// Clang writes no table of address ranges by default: then every unit is asked.
static Dwarf_Die *find_unit(Dwfl_Module *module, Dwarf_Addr address, Dwarf_Addr *bias) {
    Dwarf_Die *unit = dwfl_module_addrdie(module, address, bias);
    if (unit && dwarf_haspc(unit, address - *bias) == 1) return unit;
    unit = NULL;
    while ((unit = dwfl_module_nextcu(module, unit, bias)))
        if (dwarf_haspc(unit, address - *bias) == 1) return unit;
    return NULL;
}

static Place place_of_line(Dwarf_Line *line) {
    Place place = {.file = dwarf_linesrc(line, NULL, NULL)};
    dwarf_lineno(line, &place.line);
    dwarf_linecol(line, &place.column);
    return place;
}

// Line 0 is code that an optimizer made of several lines: the nearest line before it, from `low` on, is the better word
// (as llvm-symbolizer --approximate-line-numbers).
static Place place_before(Dwarf_Die *unit, Dwarf_Addr low, Dwarf_Addr address) {
    Dwarf_Lines *lines;
    size_t count;
    Place place = {0};
    if (dwarf_getsrclines(unit, &lines, &count) != 0) return place;
    for (size_t i = 0; i < count; i++) {
        Dwarf_Line *line = dwarf_onesrcline(lines, i);
        Dwarf_Addr start;
        int number = 0;
        bool is_end = true;
        dwarf_lineaddr(line, &start);
        dwarf_lineno(line, &number);
        dwarf_lineendsequence(line, &is_end);
        if (!is_end && number && start >= low && start <= address) place = place_of_line(line);
    }
    return place;
}

static Place line_place(Dwarf_Die *unit, Dwarf_Addr address) {
    Dwarf_Line *line = unit ? dwarf_getsrc_die(unit, address) : NULL;
    return line ? place_of_line(line) : (Place){0};
}

// `scope` is the innermost function that holds the address, inlined or not.
static Place place_in(Dwarf_Die *unit, Dwarf_Die *scope, Dwarf_Addr address) {
    Place place = line_place(unit, address);
    Dwarf_Addr low;
    if (!place.file || place.line || dwarf_entrypc(scope, &low) != 0) return place;
    Place before = place_before(unit, low, address);
    return before.line ? before : place;
}

static bool is_function(Dwarf_Die *die) {
    return dwarf_tag(die) == DW_TAG_inlined_subroutine || dwarf_tag(die) == DW_TAG_subprogram;
}

static void answer_code(const Loaded *loaded, Dwarf_Addr address) {
    Dwarf_Addr bias = 0;
    Dwarf_Die *unit = find_unit(loaded->module, address, &bias), *scopes = NULL;
    Place place = line_place(unit, address - bias);
    int count = unit ? dwarf_getscopes(unit, address - bias, &scopes) : 0;
    int printed = 0;
    for (int i = 0; i < count; i++) {
        if (!is_function(&scopes[i])) continue;
        if (!printed++) place = place_in(unit, &scopes[i], address - bias);
        print_place(die_name(&scopes[i]), place);
        if (dwarf_tag(&scopes[i]) == DW_TAG_subprogram) break;
        place = call_place(unit, &scopes[i]);
    }
    free(scopes);
    if (!printed) print_place(dwfl_module_addrname(loaded->module, address), place);
}

static void answer_data(const Loaded *loaded, Dwarf_Addr address) {
    GElf_Sym symbol;
    GElf_Off offset;
    const char *name = dwfl_module_addrinfo(loaded->module, address, &offset, &symbol, NULL, NULL, NULL);
    if (name) printf("%s\t%" PRIu64 "\t%" PRIu64 "\n", name, address - offset - loaded->bias, symbol.st_size);
}

// One path is the end of the other, "." and what comes before a ".." left out.
static bool is_same_file(const char *left, const char *right) {
    const char *a = left + strlen(left), *b = right + strlen(right);
    for (;;) {
        const char *a_end = a, *b_end = b;
        while (a > left && a[-1] != '/') a--;
        while (b > right && b[-1] != '/') b--;
        size_t length = (size_t)(a_end - a);
        if (length != (size_t)(b_end - b) || memcmp(a, b, length) != 0) return false;
        if (a == left || b == right) return true;
        a--;
        b--;
        bool has_dots =
            (a - left >= 2 && memcmp(a - 2, "..", 2) == 0) || (b - right >= 2 && memcmp(b - 2, "..", 2) == 0);
        if (has_dots || a == left || b == right) return true;
    }
}

static void answer_lines_of_unit(const Loaded *loaded, Dwarf_Die *unit, Dwarf_Addr bias, const char *file, int wanted) {
    Dwarf_Lines *lines;
    size_t count;
    if (dwarf_getsrclines(unit, &lines, &count) != 0) return;
    for (size_t i = 0; i + 1 < count; i++) {
        Dwarf_Line *line = dwarf_onesrcline(lines, i), *next = dwarf_onesrcline(lines, i + 1);
        Dwarf_Addr low, high;
        int number = 0;
        bool is_end = false;
        dwarf_lineno(line, &number);
        dwarf_lineendsequence(line, &is_end);
        const char *path = number == wanted && !is_end ? dwarf_linesrc(line, NULL, NULL) : NULL;
        if (!path || !is_same_file(path, file)) continue;
        dwarf_lineaddr(line, &low);
        dwarf_lineaddr(next, &high);
        if (low < high) printf("%" PRIx64 "\t%" PRIx64 "\n", low + bias - loaded->bias, high + bias - loaded->bias);
    }
}

// "LINE<TAB>module<TAB>file<TAB>line", cut up.
static void answer_lines(Loaded *all, int *count, char *question) {
    char *module = strchr(question, '\t'), *file = module ? strchr(module + 1, '\t') : NULL;
    char *line = file ? strchr(file + 1, '\t') : NULL;
    if (!line) return;
    *module++ = *file++ = *line++ = 0;
    const Loaded *loaded = find_loaded(all, count, module);
    Dwarf_Addr bias = 0;
    if (!loaded || !loaded->module) return;
    for (Dwarf_Die *unit = NULL; (unit = dwfl_module_nextcu(loaded->module, unit, &bias));)
        answer_lines_of_unit(loaded, unit, bias, file, (int)strtol(line, NULL, 10));
}

int main(void) {
    static Loaded all[MODULES];
    int count = 0;
    char line[LINE_SIZE + PATH_SIZE], path[PATH_SIZE];
    while (fgets(line, sizeof line, stdin)) {
        char *last = strrchr(line, ' ');
        if (strncmp(line, "LINE\t", 5) == 0)
            answer_lines(all, &count, line);
        else if (last && strlen(line) > 5 && last > line + 4 && (size_t)(last - line) - 5 < sizeof path) {
            size_t length = (size_t)(last - line) - 5;
            memcpy(path, line + 5, length);
            path[length] = 0;
            Dwarf_Addr address = strtoull(last + 1, NULL, 16);
            Loaded *loaded = find_loaded(all, &count, path);
            if (loaded && loaded->module && strncmp(line, "CODE ", 5) == 0) answer_code(loaded, address + loaded->bias);
            if (loaded && loaded->module && strncmp(line, "DATA ", 5) == 0) answer_data(loaded, address + loaded->bias);
        }
        printf("\n");
        fflush(stdout);
    }
    return 0;
}
