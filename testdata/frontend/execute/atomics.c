// Each test_ function is run on its event graph; the comment on its line is what a compiled program returns.
// clang-format off
#include <stdatomic.h>
static atomic_int number; static _Atomic unsigned char small; static int plain; static int cells[4]; static _Atomic(int *) cursor; static atomic_flag flag = ATOMIC_FLAG_INIT;
struct node { struct node *next; int value; };
static _Atomic(struct node *) head;
int test_updates(void) { // = 158
    atomic_init(&number, 5);
    int r = atomic_fetch_add(&number, 3);                        // 5, 8
    r += atomic_fetch_sub_explicit(&number, 1, memory_order_relaxed); // 8, 7
    r += atomic_exchange(&number, 20);                           // 7, 20
    r += __atomic_add_fetch(&plain, 4, __ATOMIC_SEQ_CST);        // 4
    r += __sync_fetch_and_or(&plain, 3) + __sync_add_and_fetch(&plain, 1); // 4 + 8
    r += number++ + ++number;                                    // 20 + 22
    number += 5; number--;
    r += (number -= 6) + (number |= 1);                          // 20 + 21
    atomic_store(&small, 250); small += 10;
    r += small + atomic_load(&number) + 14;                      // 4 + 21
    return r;
}
int test_compare_exchange(void) { // = 1212
    int expected = 1; atomic_store(&number, 3);
    int r = atomic_compare_exchange_strong(&number, &expected, 9) ? 5000 : 0;
    r += expected * 4;
    r += atomic_compare_exchange_strong(&number, &expected, 200) ? 1000 : 0;
    return r + number;
}
int test_pointers(void) { // = 17
    int r; cells[0] = 1; cells[1] = 2; cells[3] = 8;
    atomic_store(&cursor, cells);
    r = *atomic_fetch_add(&cursor, 3) + *atomic_load(&cursor);
    int *p = cells; __atomic_fetch_add(&p, sizeof(int), __ATOMIC_RELAXED);
    return r + *p + (int)(p - cells) + (*cursor == 8) * 5;
}
int test_stack(void) { // = 21
    struct node a = {0, 1}, b = {0, 20}; struct node *n = &a;
    atomic_store(&head, 0);
    n->next = atomic_load(&head); while (!atomic_compare_exchange_weak(&head, &n->next, n)) ;
    n = &b; n->next = atomic_load(&head); while (!atomic_compare_exchange_weak(&head, &n->next, n)) ;
    return atomic_load(&head)->value + atomic_load(&head)->next->value;
}
int test_flag(void) { // = 101
    int r = atomic_flag_test_and_set(&flag); r += atomic_flag_test_and_set(&flag) * 100; atomic_flag_clear(&flag);
    r += atomic_flag_test_and_set(&flag); atomic_thread_fence(memory_order_acquire); return r + 1;
}
int test_sync_swap(void) { // = 29
    plain = 4;
    int r = __sync_bool_compare_and_swap(&plain, 4, 9) ? 10 : 0;
    r += __sync_val_compare_and_swap(&plain, 9, 10); r += plain; __sync_lock_test_and_set(&plain, 2); __sync_lock_release(&plain);
    int copy = 7, out; __atomic_store(&plain, &copy, __ATOMIC_RELEASE); __atomic_load(&plain, &out, __ATOMIC_ACQUIRE);
    return r + (out == 7) * 0;
}
