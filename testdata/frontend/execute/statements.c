// Each test_ function is run on its event graph; the comment on its line is what a compiled program returns.
// clang-format off
int test_for_parts(void) { // = 1038
    int total = 0, i = 0, limit = 3;
    for (;;) { if (++i > 4) break; total += i; }          // 10
    for (i = 0; ; i++) { if (i == 3) break; total++; }    // 3
    for (; limit--; ) total += 5;                         // 15
    for (; ; total += 1000) { if (total > 1000) break; }  // 1028
    for (int j = 0; j < 10;) { j++; total++; }            // 1038
    return total;
}
#define FOREVER for (;;)
#define EACH(i, n) for (i = 0; i < (n); i++)
#define STEPS(start, condition, step) for (start; condition; step)
int test_for_in_macro(void) { // = 18
    int i = 0, sum = 0, once = 0;
    FOREVER { if (i++ == 5) break; sum += 2; }
    EACH(i, 4) sum += i;
    STEPS(, !once, once = 1) sum += 2;
    return sum;
}
int test_for_odd_text(void) { // = 12
    int n = 0, i;
    for (/* a ; b */ ; /* ( */ n < 4; /* ; */) n += 2;
    for (i = ';' - ';'; "a;b"[0] == 'a' && i < 2; i++) n += 4;
    return n;
}
static int classify(int n) {
    switch (n) {
    case 1: n = 100; /* fallthrough */
    case 2: n += 10; break;
    case 5 ... 9: return 59;
    case -3: return -30;
    default: n = 7; break;
    case 20: { int k = 3; while (k) { k--; if (k == 1) break; } n = 20 + k; }
    }
    return n;
}
int test_switch(void) { // = 238
    return classify(1) + classify(2) + classify(5) + classify(9) + classify(-3) + classify(0) + classify(20);
}
int test_duff(void) { // = 11
    int n = 11, count = 0, rounds = (n + 3) / 4;
    switch (n % 4) {
    case 0: do { count++;
    case 3: count++;
    case 2: count++;
    case 1: count++;
            } while (--rounds > 0);
    }
    return count;
}
int test_goto(void) { // = 15
    int i = 0, sum = 0;
again:
    if (i == 5) goto done;
    i++; sum += i;
    goto again;
done:
    return sum;
}
int test_goto_into_dead_code(void) { // = 3
    int x = 1;
    goto inside;
    if (0) { inside: x = 3; }
    return x;
}
int test_do_continue(void) { // = 6
    int i = 0, sum = 0;
    do { i++; if (i == 2) continue; sum += i; } while (i < 3 && sum < 100);
    while (1) { if (sum++ > 4) break; continue; }
    return sum;
}
int test_nested_break(void) { // = 9
    int count = 0;
    for (int i = 0; i < 3; i++) { switch (i) { case 1: continue; default: break; } for (;;) { if (++count % 3 == 0) break; } count++; }
    return count + 2;
}
int test_statement_expression(void) { // = 25
    int x = ({ int y = 5; y++; y * 2; }) + ({ int z = 13; z; });
    return x;
}
int test_else_if(void) { // = 321
    int r = 0;
    for (int i = 0; i < 3; i++) { if (i == 0) r += 1; else if (i == 1) r += 20; else if (i == 2) r += 300; else r = -1; }
    return r;
}
int test_attribute(void) { // = 5
    int n = 1, r = 0;
    switch (n) { case 1: r = 2; __attribute__((fallthrough)); case 2: r += 3; }
    return r;
}
int old_style(a, b) char a; int b; { return a - b; }
int test_old_style(void) { // = 3
    return old_style(300, 41);
}
static int counter(void) { static int n = 4; return n++; }
int test_static_local(void) { // = 15
    return counter() + counter() + counter();
}
int test_variable_array(void) { // = 60
    int n = 4, sum = 0;
    int a[n], m[n - 1][n];
    for (int i = 0; i < n; i++) a[i] = i * i;
    for (int i = 0; i < n - 1; i++) for (int j = 0; j < n; j++) m[i][j] = i * j;
    for (int i = 0; i < n; i++) sum += a[i];
    return sum + m[2][3] + (int)sizeof a + (int)sizeof m[0] + m[1][2] + (int)(sizeof m / sizeof m[0]) + (&a[3] - a);
}
int test_unreachable(void) { // = 2
    int x = 2;
    if (x == 3) __builtin_unreachable();
    return x;
    x = 9;
}
static int unsigned_case(unsigned n) { switch (n) { case -1: return 3; case 7 ... -2: return 40; default: return 500; } }
int test_unsigned_case(void) { // = 543
    return unsigned_case(-1) + unsigned_case(2147483648u) + unsigned_case(6);
}
static void die(int status) __attribute__((noreturn));
static void die(int status) { for (;;) ; }
int test_noreturn_arm(void) { // = 4
    int x = 4;
    return x == 4 ? x : (die(1), 2);
}
