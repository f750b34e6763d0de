#include <setjmp.h>
static jmp_buf place;
int assembly(int n) {
    asm("bswap %0" : "=r"(n) : "0"(n));
    return n;
}
int computed(int n) {
    static void *const targets[] = {&&zero, &&one};
    goto *targets[n];
zero:
    return 0;
one:
    return 1;
}
int jumps(void) {
    if (setjmp(place)) return 1;
    longjmp(place, 1);
}
double floating(double x) { return x * 0.5; }
