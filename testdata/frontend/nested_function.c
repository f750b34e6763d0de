int f(void) {
    int inner(void) { return 1; }
    return inner();
}
