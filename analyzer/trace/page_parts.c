// SPDX-License-Identifier: MIT
#include "trace/page_parts.h"

// The assembler takes a file as it is; as a C array two megabytes would cost seconds of every build.
#define PART(name, path)                                                                                               \
    extern const char page_##name[], page_##name##_end[];                                                              \
    __asm__(".section .rodata\n.global page_" #name "\npage_" #name ":\n.incbin \"" path "\"\n.global page_" #name     \
            "_end\npage_" #name "_end:\n.byte 0\n.previous\n")

PART(template, PAGE_SOURCE "/page.html");
PART(style, PAGE_SOURCE "/page.css");
PART(script, PAGE_SOURCE "/page.js");
PART(library, PAGE_FETCHED "/plotly.js");
PART(licence, PAGE_FETCHED "/LICENSE");

PageBytes page_part(PagePart part) {
    const char *const ends[PAGE_PART_COUNT][2] = {
        [PAGE_TEMPLATE] = {page_template, page_template_end}, [PAGE_STYLE] = {page_style, page_style_end},
        [PAGE_SCRIPT] = {page_script, page_script_end},       [PAGE_LIBRARY] = {page_library, page_library_end},
        [PAGE_LICENCE] = {page_licence, page_licence_end},
    };
    return (PageBytes){ends[part][0], (size_t)(ends[part][1] - ends[part][0])};
}
