// 62,500 terms in one sum, 1,250 nested negations.
#define T5(t) t + t + t + t + t
#define T25 T5(x) + T5(x) + T5(x) + T5(x) + T5(x)
#define T625 T25 + T25 + T25 + T25 + T25 + T25 + T25 + T25 + T25 + T25 + T25 + T25 + T25 + T25 + T25 + T25 + T25 + T25 + T25 + T25 + T25 + T25 + T25 + T25 + T25
#define T6250 T625 + T625 + T625 + T625 + T625 + T625 + T625 + T625 + T625 + T625
int test_sum(int x) {
    return T6250 + T6250 + T6250 + T6250 + T6250 + T6250 + T6250 + T6250 + T6250 + T6250;
}
#define M50(t) - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - t
int nested(int x) {
    return M50(M50(M50(M50(M50(M50(M50(M50(M50(M50(M50(M50(M50(M50(M50(M50(M50(M50(M50(M50(M50(M50(M50(M50(M50(x)))))))))))))))))))))))));
}
