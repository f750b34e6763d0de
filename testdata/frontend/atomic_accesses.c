#include <stdatomic.h>
static atomic_int count;
static int plain;
static volatile int flag;
int accesses(int n) {
    count++;
    count = n;
    flag = 1;
    n = count++;
    n += atomic_load_explicit(&count, memory_order_acquire);
    __atomic_store_n(&plain, 4, __ATOMIC_RELEASE);
    atomic_thread_fence(memory_order_seq_cst);
    return count;
}
