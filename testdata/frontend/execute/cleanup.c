// Each test_ function is run on its event graph; the comment on its line is what a compiled program returns.
// clang-format off
static int trace;
static void note(int *n) { trace = trace * 10 + *n; }
#define AUTO __attribute__((__cleanup__(note)))
#define SCOPED(f) __attribute__((cleanup(f)))
static int leave(int how) {
    AUTO int a = 1;
    for (int i = 0; i < 2; i++) {
        SCOPED(note) int b = 2;
        if (how == 1) continue;
        if (how == 2) break;
        { AUTO int c = 3; if (how == 3) goto out; if (how == 4) return a + b + c; }
        int d __attribute__((cleanup(note))) = 4;
    }
out:
    return a + ({ AUTO int e = 5; e; });
}
static int traced(int how) { trace = 0; int r = leave(how); return trace * 10 + r; }
int test_fall_through(void) { // = 342342516
    return traced(0);
}
int test_continue(void) { // = 22516
    return traced(1);
}
int test_break(void) { // = 2516
    return traced(2);
}
int test_goto(void) { // = 32516
    return traced(3);
}
int test_return(void) { // = 3216
    return traced(4);
}
