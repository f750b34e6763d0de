// SPDX-License-Identifier: MIT
// libclang has no name for atomic builtins and shows their operands in an order of its own. This header,
// which exists only in memory, turns each into a call of a declared function: address first, sizes last
// (README.md has the table). The function is called through a pointer type made for the call, so that
// the value keeps its type.
#include "frontend/lower.h"

const char *prelude_path(void) {
    return "/chanvet/atomics-prelude.h";
}

#define ANY "const volatile void *"
#define UPDATE(name) "void chanvet_atomic_" name "(" ANY ", long, int, unsigned long);\n"

static const char declarations[] =
    "#pragma GCC system_header\n"
    "void chanvet_atomic_load(" ANY ", int, unsigned long);\n"
    "void chanvet_atomic_store(" ANY ", long, int, unsigned long);\n"
    "void chanvet_atomic_exchange(" ANY ", long, int, unsigned long);\n"
    "_Bool chanvet_atomic_compare_exchange(" ANY ", void *, long, _Bool, int, int, unsigned long);\n"
    "void chanvet_atomic_fence(int);\n" UPDATE("fetch_add") UPDATE("fetch_sub") UPDATE("fetch_and") UPDATE("fetch_or")
        UPDATE("fetch_xor") UPDATE("fetch_nand") UPDATE("fetch_min") UPDATE("fetch_max") UPDATE("add_fetch")
            UPDATE("sub_fetch") UPDATE("and_fetch") UPDATE("or_fetch") UPDATE("xor_fetch") UPDATE("nand_fetch");

// A comma's right side is a value: its type has neither qualifiers nor _Atomic. ((T)0 + 1) is a pointer's step.
static const char bases[] =
    "#define __chanvet_type(p) __typeof__(((void)0, *(p)))\n"
    "#define __chanvet_step(p) ((__PTRDIFF_TYPE__)((__chanvet_type(p))0 + 1))\n"
    "#define __chanvet_load(p, o) (((__chanvet_type(p) (*)(" ANY ", int, unsigned long))chanvet_atomic_load)"
    "((p), (o), sizeof(*(p))))\n"
    "#define __chanvet_store(p, v, o) (((void (*)(" ANY ", __chanvet_type(p), int, unsigned long))chanvet_atomic_store)"
    "((p), (v), (o), sizeof(*(p))))\n"
    "#define __chanvet_exchange(p, v, o) (((__chanvet_type(p) (*)(" ANY ", __chanvet_type(p), int, unsigned long))"
    "chanvet_atomic_exchange)((p), (v), (o), sizeof(*(p))))\n"
    "#define __chanvet_cas(p, e, d, w, s, f) (((_Bool (*)(" ANY
    ", void *, __chanvet_type(p), _Bool, int, int, unsigned long))"
    "chanvet_atomic_compare_exchange)((p), (void *)(e), (d), (w), (s), (f), sizeof(*(p))))\n"
    "#define __chanvet_update(n, p, v, o) (((__chanvet_type(p) (*)(" ANY ", __chanvet_type(p), int, unsigned long))"
    "chanvet_atomic_##n)((p), (__chanvet_type(p))(v), (o), sizeof(*(p))))\n"
    "#define __chanvet_step_update(n, p, v, o) __chanvet_update(n, p, (v) * __chanvet_step(p), o)\n";

static const char c11[] =
    "#define __c11_atomic_init(p, v) ((void)(*(__chanvet_type(p) *)(p) = (v)))\n"
    "#define __c11_atomic_load(p, o) __chanvet_load(p, o)\n"
    "#define __c11_atomic_store(p, v, o) __chanvet_store(p, v, o)\n"
    "#define __c11_atomic_exchange(p, v, o) __chanvet_exchange(p, v, o)\n"
    "#define __c11_atomic_compare_exchange_strong(p, e, d, s, f) __chanvet_cas(p, e, d, 0, s, f)\n"
    "#define __c11_atomic_compare_exchange_weak(p, e, d, s, f) __chanvet_cas(p, e, d, 1, s, f)\n"
    "#define __c11_atomic_fetch_add(p, v, o) __chanvet_step_update(fetch_add, p, v, o)\n"
    "#define __c11_atomic_fetch_sub(p, v, o) __chanvet_step_update(fetch_sub, p, v, o)\n"
    "#define __c11_atomic_fetch_and(p, v, o) __chanvet_update(fetch_and, p, v, o)\n"
    "#define __c11_atomic_fetch_or(p, v, o) __chanvet_update(fetch_or, p, v, o)\n"
    "#define __c11_atomic_fetch_xor(p, v, o) __chanvet_update(fetch_xor, p, v, o)\n"
    "#define __c11_atomic_fetch_nand(p, v, o) __chanvet_update(fetch_nand, p, v, o)\n"
    "#define __c11_atomic_fetch_min(p, v, o) __chanvet_update(fetch_min, p, v, o)\n"
    "#define __c11_atomic_fetch_max(p, v, o) __chanvet_update(fetch_max, p, v, o)\n"
    "#define __c11_atomic_thread_fence(o) chanvet_atomic_fence(o)\n"
    "#define __c11_atomic_signal_fence(o) ((void)(o))\n";

static const char gnu[] = "#define __atomic_load_n(p, o) __chanvet_load(p, o)\n"
                          "#define __atomic_load(p, r, o) ((void)(*(r) = __chanvet_load(p, o)))\n"
                          "#define __atomic_store_n(p, v, o) __chanvet_store(p, v, o)\n"
                          "#define __atomic_store(p, v, o) __chanvet_store(p, *(v), o)\n"
                          "#define __atomic_exchange_n(p, v, o) __chanvet_exchange(p, v, o)\n"
                          "#define __atomic_exchange(p, v, r, o) ((void)(*(r) = __chanvet_exchange(p, *(v), o)))\n"
                          "#define __atomic_compare_exchange_n(p, e, d, w, s, f) __chanvet_cas(p, e, d, w, s, f)\n"
                          "#define __atomic_compare_exchange(p, e, d, w, s, f) __chanvet_cas(p, e, *(d), w, s, f)\n"
                          "#define __atomic_fetch_add(p, v, o) __chanvet_update(fetch_add, p, v, o)\n"
                          "#define __atomic_fetch_sub(p, v, o) __chanvet_update(fetch_sub, p, v, o)\n"
                          "#define __atomic_fetch_and(p, v, o) __chanvet_update(fetch_and, p, v, o)\n"
                          "#define __atomic_fetch_or(p, v, o) __chanvet_update(fetch_or, p, v, o)\n"
                          "#define __atomic_fetch_xor(p, v, o) __chanvet_update(fetch_xor, p, v, o)\n"
                          "#define __atomic_fetch_nand(p, v, o) __chanvet_update(fetch_nand, p, v, o)\n"
                          "#define __atomic_fetch_min(p, v, o) __chanvet_update(fetch_min, p, v, o)\n"
                          "#define __atomic_fetch_max(p, v, o) __chanvet_update(fetch_max, p, v, o)\n"
                          "#define __atomic_add_fetch(p, v, o) __chanvet_update(add_fetch, p, v, o)\n"
                          "#define __atomic_sub_fetch(p, v, o) __chanvet_update(sub_fetch, p, v, o)\n"
                          "#define __atomic_and_fetch(p, v, o) __chanvet_update(and_fetch, p, v, o)\n"
                          "#define __atomic_or_fetch(p, v, o) __chanvet_update(or_fetch, p, v, o)\n"
                          "#define __atomic_xor_fetch(p, v, o) __chanvet_update(xor_fetch, p, v, o)\n"
                          "#define __atomic_nand_fetch(p, v, o) __chanvet_update(nand_fetch, p, v, o)\n"
                          "#define __atomic_test_and_set(p, o) (__chanvet_exchange((unsigned char *)(p), 1, o) != 0)\n"
                          "#define __atomic_clear(p, o) __chanvet_store((unsigned char *)(p), 0, o)\n"
                          "#define __atomic_thread_fence(o) chanvet_atomic_fence(o)\n"
                          "#define __atomic_signal_fence(o) ((void)(o))\n";

static const char sync[] =
    "#define __sync_fetch_and_add(p, v, ...) __chanvet_update(fetch_add, p, v, 5)\n"
    "#define __sync_fetch_and_sub(p, v, ...) __chanvet_update(fetch_sub, p, v, 5)\n"
    "#define __sync_fetch_and_and(p, v, ...) __chanvet_update(fetch_and, p, v, 5)\n"
    "#define __sync_fetch_and_or(p, v, ...) __chanvet_update(fetch_or, p, v, 5)\n"
    "#define __sync_fetch_and_xor(p, v, ...) __chanvet_update(fetch_xor, p, v, 5)\n"
    "#define __sync_add_and_fetch(p, v, ...) __chanvet_update(add_fetch, p, v, 5)\n"
    "#define __sync_sub_and_fetch(p, v, ...) __chanvet_update(sub_fetch, p, v, 5)\n"
    "#define __sync_and_and_fetch(p, v, ...) __chanvet_update(and_fetch, p, v, 5)\n"
    "#define __sync_or_and_fetch(p, v, ...) __chanvet_update(or_fetch, p, v, 5)\n"
    "#define __sync_xor_and_fetch(p, v, ...) __chanvet_update(xor_fetch, p, v, 5)\n"
    "#define __sync_bool_compare_and_swap(p, o, n, ...) __extension__({ __chanvet_type(p) __chanvet_old = (o); "
    "__chanvet_cas(p, &__chanvet_old, n, 0, 5, 5); })\n"
    "#define __sync_val_compare_and_swap(p, o, n, ...) __extension__({ __chanvet_type(p) __chanvet_old = (o); "
    "__chanvet_cas(p, &__chanvet_old, n, 0, 5, 5); __chanvet_old; })\n"
    "#define __sync_lock_test_and_set(p, v, ...) __chanvet_exchange(p, v, 2)\n"
    "#define __sync_lock_release(p, ...) __chanvet_store(p, 0, 3)\n"
    "#define __sync_synchronize(...) chanvet_atomic_fence(5)\n";

const char *prelude_text(Arena *arena) {
    return arena_format(arena, "%s%s%s%s%s", declarations, bases, c11, gnu, sync);
}
