// SPDX-License-Identifier: MIT
// Every modelled call once; the comment at the end of a line is the role that its call must get.
#include "PREFIX.h"

static void entry(void *queue) {
    void *element;
    PREFIX_get(queue, &element, -1); // role: receive
}

int main(void) {
    PREFIX_queue *queue = PREFIX_make(1); // role: make
    PREFIX_run(entry, queue);             // role: spawn
    PREFIX_put(queue, "work");            // role: send
    PREFIX_close(queue);                  // role: close
    return PREFIX_version() + PREFIX_error(); // role: harmless
}
