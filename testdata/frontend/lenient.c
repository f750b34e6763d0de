// What gcc 12 only warns about, clang 16 refuses by default.
int caller(int *p) {
    int n = p;
    p = n;
    return undeclared(p);
}
void compare(void (*f)(int *), int (*g)(const void *)) { f = g; }
implicit_result() { return; }
