// SPDX-License-Identifier: MIT
// Every modelled call once; the comment at the end of a line is the role that its call must get.
#include "task.h"

static void *memory;
#define ANY(type) (*(__typeof__(type) *)memory)

void spawn_calls(void) {
    taskcreate(ANY(void (*)(void *)), ANY(void *), ANY(unsigned int)); // role: spawn
}

void task_exit_calls(int choice) {
    if (choice == 1) taskexit(ANY(int)); // role: task-exit
}

void process_exit_calls(int choice) {
    if (choice == 1) taskexitall(ANY(int)); // role: process-exit
}

void yield_calls(void) {
    taskyield(); // role: yield
}

void sleep_calls(void) {
    taskdelay(ANY(unsigned int)); // role: sleep
}

void select_calls(void) {
    chanalt(ANY(Alt *)); // role: select
}

void wait_calls(void) {
    tasksleep(ANY(Rendez *)); // role: wait
}

void signal_calls(void) {
    taskwakeup(ANY(Rendez *)); // role: signal
}

void broadcast_calls(void) {
    taskwakeupall(ANY(Rendez *)); // role: broadcast
}

void io_calls(void) {
    fdread(ANY(int), ANY(void *), ANY(int)); // role: io
    fdread1(ANY(int), ANY(void *), ANY(int)); // role: io
    fdreadn(ANY(int), ANY(void *), ANY(int)); // role: io
    fdwrite(ANY(int), ANY(void *), ANY(int)); // role: io
    fdwait(ANY(int), ANY(int)); // role: io
    netaccept(ANY(int), ANY(char *), ANY(int *)); // role: io
    netdial(ANY(int), ANY(char *), ANY(int)); // role: io
}

void harmless_calls(void) {
    tasksystem(); // role: harmless
    taskid(); // role: harmless
    taskdata(); // role: harmless
    taskgetname(); // role: harmless
    taskgetstate(); // role: harmless
    anyready(); // role: harmless
    fdnoblock(ANY(int)); // role: harmless
    needstack(ANY(int)); // role: harmless
    netannounce(ANY(int), ANY(char *), ANY(int)); // role: harmless
    taskname(ANY(char *)); // role: harmless
    taskstate(ANY(char *)); // role: harmless
}
