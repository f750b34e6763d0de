// SPDX-License-Identifier: MIT
// setjmp and longjmp. Functions that are jumped out of leave the call stack; calls of libraries and handlers of signals
// that are jumped out of are over. A jump to another stack is a switch of coroutines, which each task notices by its
// own stack: only what the target's own stack lost is mended.
#include "task/jump.h"
#include "interpose/enter.h"
#include "trace/trace.h"
#include "wait/wait.h"

#include <setjmp.h>

typedef enum SetjmpName { SETJMP, SETJMP_PLAIN, SETJMP_SIGNALS } SetjmpName;

// Called by the assembly below with the caller's stack pointer; returns the real function, which must find the caller's
// frame as it is: it is jumped to.
void *interpose_enter_setjmp(uintptr_t stack, SetjmpName name) __attribute__((used));
void *interpose_enter_setjmp(uintptr_t stack, SetjmpName name) {
    static void *real[SETJMP_SIGNALS + 1];
    static const char *const names[] = {"setjmp", "_setjmp", "__sigsetjmp"};
    if (unlikely(!real[name])) real[name] = real_find(names[name]);
    if (runtime_is_ready() && !task_thread.in_runtime) jump_note(task_current(), stack);
    return real[name];
}

#if defined(__x86_64__)
#define SETJMP_WRAPPER(function, number)                                                                               \
    __asm__(".text\n.globl " function "\n.type " function ", @function\n" function ":\n.cfi_startproc\nendbr64\n"      \
            "pushq %rdi\n.cfi_adjust_cfa_offset 8\npushq %rsi\n.cfi_adjust_cfa_offset 8\n"                             \
            "subq $8, %rsp\n.cfi_adjust_cfa_offset 8\n"                                                                \
            "leaq 32(%rsp), %rdi\nmovl $" number ", %esi\ncall interpose_enter_setjmp\n"                               \
            "addq $8, %rsp\n.cfi_adjust_cfa_offset -8\n"                                                               \
            "popq %rsi\n.cfi_adjust_cfa_offset -8\npopq %rdi\n.cfi_adjust_cfa_offset -8\njmp *%rax\n"                  \
            ".cfi_endproc\n.size " function ", . - " function "\n")

enum { BUFFER_STACK = 6 }; // glibc: the word of a jmp_buf with the stack pointer, guarded

static uintptr_t stack_of(const void *buffer) {
    uintptr_t stack = ((const uintptr_t *)buffer)[BUFFER_STACK];
    __asm__("rorq $17, %0\n\txorq %%fs:0x30, %0" : "+r"(stack));
    return stack;
}
#elif defined(__aarch64__)
#define SETJMP_WRAPPER(function, number)                                                                               \
    __asm__(".text\n.globl " function "\n.type " function ", %function\n" function ":\n.cfi_startproc\nhint #34\n"     \
            "stp x29, x30, [sp, #-32]!\n.cfi_def_cfa_offset 32\n.cfi_offset x29, -32\n.cfi_offset x30, -24\n"          \
            "stp x0, x1, [sp, #16]\nadd x0, sp, #32\nmov w1, #" number "\nbl interpose_enter_setjmp\nmov x16, x0\n"    \
            "ldp x0, x1, [sp, #16]\nldp x29, x30, [sp], #32\n.cfi_restore x29\n.cfi_restore x30\n"                     \
            ".cfi_def_cfa_offset 0\nbr x16\n.cfi_endproc\n.size " function ", . - " function "\n")

enum { BUFFER_STACK = 13 };

// The guard is the dynamic linker's own: a buffer of ours tells what it is.
static __attribute__((noinline)) uintptr_t find_guard(void) {
    jmp_buf buffer;
    uintptr_t stack;
    __asm__ volatile("mov %0, sp" : "=r"(stack));
    int (*real)(jmp_buf) = (int (*)(jmp_buf))real_find("_setjmp");
    real(buffer);
    return ((const uintptr_t *)(const void *)buffer)[BUFFER_STACK] ^ stack;
}

static uintptr_t stack_of(const void *buffer) {
    static uintptr_t guard;
    if (unlikely(!guard)) guard = find_guard();
    return ((const uintptr_t *)buffer)[BUFFER_STACK] ^ guard;
}
#endif

SETJMP_WRAPPER("setjmp", "0");
SETJMP_WRAPPER("_setjmp", "1");
SETJMP_WRAPPER("__sigsetjmp", "2");

static bool is_on_stack(const Task *task, uintptr_t address) {
    return address - task->stack_low < task->region_size;
}

static void before_jump(const void *buffer) {
    if (!runtime_is_ready()) return;
    Task *task = task_current();
    uintptr_t stack = stack_of(buffer);
    Task *target = is_on_stack(task, stack) ? task : task_by_stack(stack);
    bool was_waiting;
    if (!target || !jump_back(target, stack, &was_waiting)) return;
    task_thread.in_runtime = 0;
    if (!target->wait || was_waiting) return;
    wait_end(target, false);
    trace_event(target, QEV_CANCELLED, 0, 0, 0);
    trace_resume(target, false);
}

#define LONGJMP_WRAPPER(name)                                                                                          \
    WRAPPER _Noreturn void name(struct __jmp_buf_tag buffer[1], int value);                                            \
    void name(struct __jmp_buf_tag buffer[1], int value) {                                                             \
        before_jump(buffer);                                                                                           \
        REAL(name)(buffer, value);                                                                                     \
        __builtin_unreachable();                                                                                       \
    }

LONGJMP_WRAPPER(longjmp)
LONGJMP_WRAPPER(_longjmp)
LONGJMP_WRAPPER(siglongjmp)
LONGJMP_WRAPPER(__longjmp_chk)
