// Functions that count bits, beside what a compiled program returns.
#include <strings.h>

static int empty, all = -1, eight = 8;
static unsigned top = 0x80000000u;
static unsigned long top_of_long = 1ul << 63, all_of_long = ~0ul;

int test_first_bit(void) { // = 33
    return ffs(empty) + ffs(all) + ffs((int)top);
}

int test_zeros_below(void) { // = 66
    return __builtin_ctz((unsigned)eight) + __builtin_ctzl(top_of_long);
}

int test_ones(void) { // = 98
    return __builtin_popcount((unsigned)all) + __builtin_popcountl(all_of_long) + __builtin_popcount(0xa0u);
}

int test_read_once(void) { // = 51
    unsigned bits = 3;
    int next = __builtin_popcount(bits++);
    return next + (int)bits * 10 + __builtin_ffsll((long long)(bits & 1)) + __builtin_popcountll(all_of_long << 55);
}
