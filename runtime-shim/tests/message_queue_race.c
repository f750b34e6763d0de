// SPDX-License-Identifier: MIT
// expect: data race
// flags: -lrt
#define RACE
#include "message_queue.c"
