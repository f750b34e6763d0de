// A cleanup function runs wherever the variable's scope is left.
static void release(int *n) { *n = 0; }
static void drop(int **p) { **p = 0; }
#define AUTO __attribute__((cleanup(release)))
int cleaned(int n) {
    AUTO int outer = 3;
    int *p __attribute__((__cleanup__(drop))) = &n;
    for (int i = 0; i < n; i++) {
        AUTO int inner = i;
        if (inner == 1) continue;
        if (inner == 2) break;
        if (inner == 3) return inner;
        if (inner == 4) goto done;
    }
done:
    return outer;
}
