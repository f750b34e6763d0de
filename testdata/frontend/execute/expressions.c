// Each test_ function is run on its event graph; the comment on its line is what a compiled program returns.
// clang-format off
#include <stddef.h>
#include <stdint.h>
int test_arithmetic(void) { // = -37
    int a = 7, b = -3; unsigned u = 5;
    return a / b + a % b + (a << 2) - (b >> 1) - (int)(u / 2) * 3 + (a ^ b) + ~a + -b - (a & 5) * (a | 8) + 26;
}
int test_unsigned(void) { // = 15
    unsigned u = 1; int n = -1; unsigned char c = 255; signed char s = (signed char)200; uint64_t w = 1;
    int r = 0;
    if (n > u) r += 1;
    if (n > (int)u) r += 100;
    c++; if (c == 0) r += 2;
    if (s == -56) r += 4;
    if ((w << 40) >> 40 == 1 && (u - 2) > 0) r += 8;
    return r;
}
int test_conversions(void) { // = 383
    int big = 0x12345; char c = (char)big; unsigned short us = (unsigned short)-1; long l = (int)0x80000000; _Bool b = 256; _Bool z = 0;
    return c + (us == 65535) * 10 + (l < 0) * 100 + b * 200 + z + (_Bool)4 * 4;
}
int test_compound(void) { // = 104
    int x = 5; char c = 100; unsigned char u = 250; short s = 1;
    x += 3; x *= 2; x -= 1; x /= 2; x <<= 3; x >>= 1; x |= 64; x &= ~4; x ^= 1; x %= 200;
    c += 100; u += 10; s <<= 3;
    return x + (c == -56) * 3 + u + s + (x++ == 89) - 1;
}
int test_increments(void) { // = 1245
    int i = 1, a[4] = {0}, *p = a;
    *p++ = i++; *p++ = ++i; *p-- = i--; --*p; ++*p;
    int j = i++ + 10;
    return a[0] * 1 + a[1] * 0 + a[2] * 0 + j * 2 + (int)(p - a) * 10 + i * 3 + (i == 3 ? 1000 : 0) + 200 + (p[0] == 3 ? 1 : 0);
}
static int calls;
static int yes(void) { calls += 1; return 1; }
static int no(void) { calls += 10; return 0; }
int test_short_circuit(void) { // = 1033
    calls = 0;
    int r = 0;
    if (yes() && no() || yes()) r += 1000;   // 12
    if (no() && yes()) r += 1;               // 10
    int v = (no() || 5) + !yes();            // 11
    if (!(v == 1)) r += 5;
    return r + calls;
}
int test_conditional(void) { // = 333
    int a = 3, b = 0;
    int r = a ? b ? 1 : 30 : 2;
    r += (a ?: 9) + (b ?: 300);
    a > 2 ? (void)(r += 0) : (void)(r = 0);
    return r;
}
int test_comma(void) { // = 12
    int a = 1, b;
    b = (a++, a *= 3, a);
    for (a = 0, b += 0; a < 3; a++, b++) ;
    return b + a;
}
struct pair { int x, y; };
struct deep { char tag; struct pair pairs[3]; union { int whole; unsigned char bytes[4]; }; struct { short s; } in; };
static struct pair make(int x, int y) { struct pair p = {x, y}; return p; }
static int sum(struct pair p) { p.x += 100; return p.x + p.y; }
int test_structs(void) { // = 401
    struct pair a = make(1, 2), b = a, *q = &b;
    b.x = 50; q->y = 60;
    struct deep d = {0}; d.pairs[2] = b; d.in.s = 7; d.whole = 0x01020304;
    struct deep e; e = d;
    int r = sum(a) + a.x + make(30, 4).y + e.pairs[2].y + e.in.s + e.bytes[0] + (q->x == 50 ? b : a).x;
    struct pair c = r > 0 ? a : b;
    return r + c.y + ((struct pair){150, 1}).x + (int)offsetof(struct deep, pairs[1].y) - 3 + (int)sizeof(struct deep) - 29;
}
int test_pointers(void) { // = 61
    int a[6] = {1, 2, 3, 4, 5, 6}; int *p = a + 1, *q = &a[5]; char *bytes = (char *)a; void *v = p; unsigned back = 1;
    int (*rows)[3] = (int (*)[3])a;
    return (int)(q - p) + p[-1] + *(q - back) + 2[a] + *(int *)(bytes + 8) + (q > p) + (v == p) + rows[1][2] + (*rows)[1] + (p && !v ? 100 : 0)
        + (int)((uintptr_t)q - (uintptr_t)p) + *((int *)v + 1) + 19 - (a == &a[0]) * 2 - (int)(&rows[1] - &rows[0]);
}
static int add(int a, int b) { return a + b; }
static int mul(int a, int b) { return a * b; }
typedef int (*operation)(int, int);
struct table { operation op; const char *name; };
static struct table tables[] = {{add, "add"}, {.name = "mul", .op = mul}};
int test_function_pointers(void) { // = 169
    operation f = add, *pf = &f; int n = 0;
    n += f(1, 2) + (*f)(3, 4) + (&add)(5, 6) + (*pf)(7, 8);   // 36
    for (int i = 0; i < 2; i++) n += tables[i].op(10, i + 1); // 11 + 20
    n += tables[1].name[1];                                   // 'u' 117
    return n - (f == mul) - (tables[0].op == add) * 15;
}
enum color { RED, GREEN = 5, BLUE };
#define LIMIT (sizeof(int) * 4)
int test_constants(void) { // = 1131
    enum color c = BLUE;
    const char *s = "hi\n\x41\101"; char t[8] = "ab"; char u[] = "xyz"; wchar_t w = L'q';
    return c * 100 + GREEN * 2 + (int)LIMIT + 'A' + (s[3] == s[4]) + s[2] + t[1] + t[2] + (int)sizeof u + (w == 113) + __builtin_constant_p(3) + (int)sizeof(s) + (int)sizeof "four" + 312;
}
struct bits { unsigned a : 3; int b : 5; unsigned c : 20; unsigned : 0; unsigned long d : 40; _Bool e : 1; };
int test_bit_fields(void) { // = 1030
    struct bits f = {.a = 9, .b = -3, .c = 0xfffff}; struct bits *p = &f;
    p->c += 2; f.d = 1; f.d <<= 39; f.d >>= 38; f.e = 7;
    f.b--;
    int old = f.a++;
    return f.a * 10 + f.b + (int)f.c * 1000 + (int)f.d + f.e + old + 11 - (f.a == 2 ? 0 : 500) - (f.b == -4 ? 0 : 50) + (f.d == 2 ? 0 : 7) - 1 + (f.e ? 0 : 3);
}
static int global = 5;
static int bump(void) { return ++global; }
static int three(int a, int b, int c) { return a * 100 + b * 10 + c; }
int test_order(void) { // = 567
    global = 5;
    return three(global, bump(), bump());
}
int test_order_of_operands(void) { // = 11
    global = 5;
    return global + bump();
}
int test_value_of_assignment(void) { // = 14
    int x = 1, y; char c;
    y = (x = x + 1);
    int z = (c = 300) + (x += 5) + (y = 3, y);
    int w = x = y = 4;
    return z - 44 + w * x + y - 3 - 9 + (x == 4) * 2 + 19 + 25 - 50;
}
#define ASSIGN_OR(x, v) do { if (!(x)) { (x) = (v); } } while (0)
int test_builtins(void) { // = 24
    int x = 0, big; long l;
    if (__builtin_expect(!!(x == 0), 1)) x = 5;
    ASSIGN_OR(x, 9);
    if (__builtin_expect(x == 5 && x != 4, 0)) x += 1;
    big = __builtin_choose_expr(1, 10, "no");
    l = _Generic(x, int: 7, char *: 8);
    return x + big + (int)l + __builtin_types_compatible_p(int, int);
}
int test_deep_chain(void) { // = 400
    int x = 1;
#define T4 x + x + x + x
#define T20 T4 + T4 + T4 + T4 + T4
#define T100 T20 + T20 + T20 + T20 + T20
    return T100 + T100 + T100 + T100;
}
int test_pointer_to_array_of_structs(void) { // = 44
    struct pair ps[3] = {{1, 2}, {3, 4}, {5, 6}}, *p = ps;
    int total = 0;
    for (p = ps; p < ps + 3; p++) total += p->x * p->y;
    return total;
}
