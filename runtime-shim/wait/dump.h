// SPDX-License-Identifier: MIT
// All tasks, what they wait for and where, as Go prints its goroutines: on SIGQUIT, unless the program handles it, and
// at exit by option.
#pragma once
#include <stdbool.h>

void dump_watch_quit(void);      // SIGQUIT prints the dump and then ends the process as it would have
bool dump_is_handler_ours(void); //
void dump_print(void);
