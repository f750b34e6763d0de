// SPDX-License-Identifier: MIT
// Marks and names for traces (`chanvet trace`). Needs nothing to link with: where libqtrace is absent every call does
// nothing. Code that is compiled without -fPIE or -fPIC sees libqtrace only when linked with it, not by LD_PRELOAD: there the
// linker has settled already that it is absent.
//
//     qtrace_mark("config_load_start");
//
// Names hold 1 to 63 characters, printable and without spaces; another name is refused and nothing is recorded.
// All calls keep errno, take no lock of yours, and may be made from any thread or coroutine, not from signal handlers.
#ifndef QTRACE_H
#define QTRACE_H

#ifdef __cplusplus
extern "C" {
#endif

// What libqtrace defines. Names are checked before they get here.
__attribute__((weak)) void qtrace_event_mark(const char *name);
__attribute__((weak)) void qtrace_event_name_task(const char *name);
__attribute__((weak)) void qtrace_event_name_object(const void *object, const char *name);

// Whether the program runs under libqtrace.
static inline int qtrace_is_active(void) {
    return qtrace_event_mark ? 1 : 0;
}

static inline int qtrace_is_name(const char *name) {
    int length = 0;
    if (!name) return 0;
    for (; name[length]; length++)
        if (length == 63 || (unsigned char)name[length] <= ' ' || name[length] == 127) return 0;
    return length > 0;
}

// Records that the calling task passed here. 0, or -1 when the name is no name.
static inline int qtrace_mark(const char *name) {
    if (!qtrace_is_name(name)) return -1;
    if (qtrace_event_mark) qtrace_event_mark(name);
    return 0;
}

// Names the calling task, or the channel, lock or other object at an address, in traces and reports.
static inline int qtrace_name_task(const char *name) {
    if (!qtrace_is_name(name)) return -1;
    if (qtrace_event_name_task) qtrace_event_name_task(name);
    return 0;
}

static inline int qtrace_name_object(const void *object, const char *name) {
    if (!qtrace_is_name(name)) return -1;
    if (qtrace_event_name_object) qtrace_event_name_object(object, name);
    return 0;
}

#ifdef __cplusplus
}
#endif
#endif
