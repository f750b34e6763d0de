static inline int from_header(int n) { return n + 1; }
