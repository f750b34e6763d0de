int f(void) {
    return missing_semicolon
}
