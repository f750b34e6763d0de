// Made at random: every mix of integer types, conversions, assignments, loops and switches. The comment on
// each test_ function's line is what the program returns when clang compiles it with -fwrapv.
// clang-format off
struct S { char a; unsigned b : 5; int c : 7; long d; unsigned short e; _Bool f : 1; };
static int g1 = 3; static unsigned char g2 = 250; static long g3 = -5;
static int f0(long a, unsigned char b) { g1 += 1; return (int)a - b; }
static unsigned f1(short a, _Bool b) { g2++; return a * 3u + b; }
int test_a(void) { // = 1618152258
    _Bool v0 = 256;
    long v1 = 1UL;
    unsigned long v2 = 3000000000;
    long v3 = 0;
    char v4 = 255;
    int v5 = 7;
    struct S s = {1, 2, 3, 4, 5, 1}, t = {.d = 9}, *p = &t; unsigned short arr[8] = {1, 2, [5] = -3}; int z = 1; int *q = &z; g1 = 3; g2 = 250; g3 = -5;
    v2 = (((s.d, v0) * (s.a & 7)) + (~(7 ? 1 : 1)));
    if (((int)(s.a - 256))) { for (int i345304 = 0; i345304 < 3; i345304++) { v4 &= ((v1 ? v1 : s.a) + (v3 || 0x7fffffff)); if ((s.b, v3)) continue; arr[((65535 & g1)) & 7] = (((12345678901L ? v4 : 65535) | (p->c, 255)) | (s.a << ((s.b / ((p->f & 15) + 1)) & 7))); if ((v0 ? 65535 : s.d)) break; } v2 = v1; } else { v5 = v4++; }
    *q = f0((~(g2 & 1)), ((12345678901L || v3) / (((v3 % ((1UL & 15) + 1)) & 15) + 1)));
    s.a |= f1((p->f * v5), f0(s.a, (-128)));
    switch (((v3 << (65535 & 7)) * (-1)) & 3) { case 0: v3 += (f0(3000000000, 3000000000), (256 / ((5u & 15) + 1))); case 1: v4 = --v2; break; case 2 ... 3: arr[((0, 2)) & 7] <<= ((s.d != 0) & 7); }
    v4 = (+(((long)p->f) / ((((-1) ? 256 : g1) & 15) + 1)));
    g2 <<= (f0(v2, v5) & 7);
    v0 = (v3 += 3);
    if (g1 & 1) s = t; 
    unsigned long h = 0; for (int i = 0; i < 8; i++) h = h * 31 + arr[i];
    h = h * 31 + v0;
    h = h * 31 + v1;
    h = h * 31 + v2;
    h = h * 31 + v3;
    h = h * 31 + v4;
    h = h * 31 + v5;
    h = h * 31 + s.a;
    h = h * 31 + s.b;
    h = h * 31 + s.c;
    h = h * 31 + s.d;
    h = h * 31 + s.e;
    h = h * 31 + s.f;
    h = h * 31 + t.a;
    h = h * 31 + t.b;
    h = h * 31 + t.c;
    h = h * 31 + t.d;
    h = h * 31 + t.e;
    h = h * 31 + t.f;
    h = h * 31 + g1;
    h = h * 31 + g2;
    h = h * 31 + g3;
    h = h * 31 + z;
    return (int)(h ^ (h >> 32));
}
int test_b(void) { // = 1617401661
    unsigned v0 = 256;
    int v1 = (-128);
    unsigned char v2 = 1;
    signed char v3 = 12345678901L;
    signed char v4 = 3000000000;
    unsigned char v5 = 256;
    struct S s = {1, 2, 3, 4, 5, 1}, t = {.d = 9}, *p = &t; unsigned long arr[8] = {1, 2, [5] = -3}; int z = 1; int *q = &z; g1 = 3; g2 = 250; g3 = -5;
    switch (((0x80000000u + g1) * v5) & 3) { case 0: switch (0 & 3) { case 0: v4 = (((v4 >> (7 & 7)) ? (-0x80000000u) : (255 * 1)) || ((2 & s.b) | (3000000000 | v1))); case 1: v1 <<= ((v5 * p->f) & 7); break; case 2 ... 3: v2 += v4--; } case 1: v4 = (v0 += 3); break; case 2 ... 3: v2 <<= ((v4 / ((g1 & 15) + 1)) & 7); }
    switch ((~(0x7fffffff >> (5u & 7))) & 3) { case 0: g2 = (((g1 && 65535), (3000000000 && 7)) ? v3 : ((0x80000000u ? v1 : 256) - (v0 ^ s.d))); case 1: v1 -= ((v5 ? v2 : 5u) << (1UL & 7)); break; case 2 ... 3: v0 = (f0((3000000000 != 3000000000), ((_Bool)g2)), 12345678901L); }
    s.d ^= (((-128) == s.b) / ((f0(3000000000, s.d) & 15) + 1));
    v5 = ((((short)v3) - 255) << (((+(-1)) - (~256)) & 7));
    v3 = (-1);
    if ((!(s.d << (1UL & 7)))) { if ((((_Bool)v1) || (3000000000 & v1))) { ; v1 = f0(((arr[3] | 255) / (((s.d >> (0x7fffffff & 7)) & 15) + 1)), f0(((unsigned long)65535), ((-1) | 'a'))); } else { arr[((0 | 3000000000)) & 7] = (((2 & 2) < (s.d, 255)) ^ ((_Bool)(g2, p->f))); } p->d -= ((v5 * g1) & 1); } else { v5 >>= (f0(v2, 0x7fffffff) & 7); }
    v0 -= ((1UL * v1) / ((arr[3] & 15) + 1));
    *q = (255, (5u + (s.d | g2)));
    if (g1 & 1) s = t; 
    unsigned long h = 0; for (int i = 0; i < 8; i++) h = h * 31 + arr[i];
    h = h * 31 + v0;
    h = h * 31 + v1;
    h = h * 31 + v2;
    h = h * 31 + v3;
    h = h * 31 + v4;
    h = h * 31 + v5;
    h = h * 31 + s.a;
    h = h * 31 + s.b;
    h = h * 31 + s.c;
    h = h * 31 + s.d;
    h = h * 31 + s.e;
    h = h * 31 + s.f;
    h = h * 31 + t.a;
    h = h * 31 + t.b;
    h = h * 31 + t.c;
    h = h * 31 + t.d;
    h = h * 31 + t.e;
    h = h * 31 + t.f;
    h = h * 31 + g1;
    h = h * 31 + g2;
    h = h * 31 + g3;
    h = h * 31 + z;
    return (int)(h ^ (h >> 32));
}
int test_c(void) { // = 20622164
    unsigned long v0 = 0x7fffffff;
    signed char v1 = 1;
    short v2 = 12345678901L;
    signed char v3 = 12345678901L;
    short v4 = 65535;
    long v5 = 3000000000;
    struct S s = {1, 2, 3, 4, 5, 1}, t = {.d = 9}, *p = &t; signed char arr[8] = {1, 2, [5] = -3}; int z = 1; int *q = &z; g1 = 3; g2 = 250; g3 = -5;
    v1 &= ((unsigned)(s.a - 1));
    v2 = (((s.d ? 1UL : v3) & (2 % ((0x80000000u & 15) + 1))) ? v2 : ((3000000000 != s.d), (v0 | 256)));
    for (int i23821 = 0; i23821 < 4; i23821++) { v3 = ((-((short)1UL)), ((3000000000 || 255) != (v5 - 0x7fffffff))); if (v0) continue; arr[(g2) & 7] = (v5 ? 0 : g2); if ((256 * s.b)) break; }
    v2 = 1;
    for (int i797664 = 0; i797664 < 1; i797664++) { for (int i193653 = 0; i193653 < 1; i193653++) { v3 = (((5u ? (-1) : arr[3]) == (s.d & p->f)) < 12345678901L); if (f0(v1, v4)) continue; ; if ((arr[3] != 1)) break; } if (((-1) ^ s.b)) continue; v0 -= f0((v4, 1UL), v4); if ((g1 || 2)) break; }
    v4 &= ((s.b, (-1)) << ((v1 + (-128)) & 7));
    v1 = (v2 += 3);
    if ((((-1) % ((v4 & 15) + 1)) ? (3000000000 | 1UL) : (2 << (3000000000 & 7)))) { switch (s.a & 3) { case 0: v5 = (((p->f, p->f) && (p->c * v5)) & ((+255), (256 | g2))); case 1: g3 = (((-128) * ((-1) ^ 256)), (f1(p->c, v1) <= (-v0))); break; case 2 ... 3: ; } v4 = ((((-128), (-128)) << ((g1 % ((arr[3] & 15) + 1)) & 7)) ? ((v1 - 'a') + s.d) : (-(arr[3] & v0))); } else { *q >>= (p->c & 7); }
    if (g1 & 1) s = t; 
    unsigned long h = 0; for (int i = 0; i < 8; i++) h = h * 31 + arr[i];
    h = h * 31 + v0;
    h = h * 31 + v1;
    h = h * 31 + v2;
    h = h * 31 + v3;
    h = h * 31 + v4;
    h = h * 31 + v5;
    h = h * 31 + s.a;
    h = h * 31 + s.b;
    h = h * 31 + s.c;
    h = h * 31 + s.d;
    h = h * 31 + s.e;
    h = h * 31 + s.f;
    h = h * 31 + t.a;
    h = h * 31 + t.b;
    h = h * 31 + t.c;
    h = h * 31 + t.d;
    h = h * 31 + t.e;
    h = h * 31 + t.f;
    h = h * 31 + g1;
    h = h * 31 + g2;
    h = h * 31 + g3;
    h = h * 31 + z;
    return (int)(h ^ (h >> 32));
}
int test_d(void) { // = -175990836
    unsigned short v0 = 5u;
    unsigned v1 = 12345678901L;
    _Bool v2 = 0x7fffffff;
    unsigned long v3 = 65535;
    _Bool v4 = 2;
    unsigned v5 = 1;
    struct S s = {1, 2, 3, 4, 5, 1}, t = {.d = 9}, *p = &t; short arr[8] = {1, 2, [5] = -3}; int z = 1; int *q = &z; g1 = 3; g2 = 250; g3 = -5;
    v3 -= (1UL << (s.d & 7));
    if (((p->c << (1 & 7)) >> ((0x7fffffff & arr[3]) & 7))) { v3 -= g1; v2 |= 'a'; } else { v3 = (((v2 / ((s.d & 15) + 1)) % (((v0, (-1)) & 15) + 1)) / (((!(p->f, arr[3])) & 15) + 1)); }
    if (((v5 << (0 & 7)) ? (arr[3], 12345678901L) : (12345678901L < p->f))) { switch (((g1 - v3) + (v2, 0)) & 3) { case 0: v5 = v3++; case 1: v1 += v5--; break; case 2 ... 3: ; } p->e = ((~(p->c || 0x80000000u)) << ((!(255 * v2)) & 7)); } else { switch (f0(((unsigned short)arr[3]), v4) & 3) { case 0: v1 >>= ((v4 || s.a) & 7); case 1: v2 = ((unsigned long)f1((7 || p->c), f1(v0, v0))); break; case 2 ... 3: v1 <<= (3000000000 & 7); } }
    v4 = (((arr[3] % ((arr[3] & 15) + 1)) ? 12345678901L : 0x7fffffff) * f1((-p->c), v3));
    v3 = (v1 ^ ((v4 / ((p->f & 15) + 1)) - (v3 ^ 0x7fffffff)));
    v4 <<= ((3000000000 + v2) & 7);
    v3 = v0;
    v2 >>= ((v2, p->c) & 7);
    if (g1 & 1) s = t; 
    unsigned long h = 0; for (int i = 0; i < 8; i++) h = h * 31 + arr[i];
    h = h * 31 + v0;
    h = h * 31 + v1;
    h = h * 31 + v2;
    h = h * 31 + v3;
    h = h * 31 + v4;
    h = h * 31 + v5;
    h = h * 31 + s.a;
    h = h * 31 + s.b;
    h = h * 31 + s.c;
    h = h * 31 + s.d;
    h = h * 31 + s.e;
    h = h * 31 + s.f;
    h = h * 31 + t.a;
    h = h * 31 + t.b;
    h = h * 31 + t.c;
    h = h * 31 + t.d;
    h = h * 31 + t.e;
    h = h * 31 + t.f;
    h = h * 31 + g1;
    h = h * 31 + g2;
    h = h * 31 + g3;
    h = h * 31 + z;
    return (int)(h ^ (h >> 32));
}
int test_e(void) { // = -535018323
    int v0 = 7;
    char v1 = 65535;
    long v2 = 256;
    _Bool v3 = 'a';
    short v4 = 5u;
    unsigned long v5 = 1;
    struct S s = {1, 2, 3, 4, 5, 1}, t = {.d = 9}, *p = &t; char arr[8] = {1, 2, [5] = -3}; int z = 1; int *q = &z; g1 = 3; g2 = 250; g3 = -5;
    v0 = (((~2) ^ (12345678901L, s.b)) ^ ((p->f || g2) / ((256 & 15) + 1)));
    switch (((256 - g2) * (0x7fffffff ? arr[3] : 0)) & 3) { case 0: g3 = (((s.b - arr[3]) - (g2 / ((p->c & 15) + 1))) * ((v5 && g1) ? f0(g2, 1) : (0x80000000u >= s.b))); case 1: v3 = v2++; break; case 2 ... 3: v4 |= (0x7fffffff - ('a' | (-128))); }
    for (int i948076 = 0; i948076 < 1; i948076++) { s.f &= ((g2 >> (3000000000 & 7)) * (~1UL)); if ((255, 1UL)) continue; if (((s.a, arr[3]), f1(v2, v4))) { v1 -= ((7 << (256 & 7)) << (((_Bool)255) & 7)); v2 = (v3 += 3); } else { v1 -= ((g1 | (-128)) && (v1 % ((p->f & 15) + 1))); } if (p->c) break; }
    v4 = ((-(12345678901L, 256)) && (f1(255, 5u) - (s.b, 1UL)));
    v4 = (((long)0x7fffffff) ? ((+65535) ? (7 / ((256 & 15) + 1)) : (v4 || p->f)) : ((0 % ((g1 & 15) + 1)) ? g2 : (255 ? s.d : v4)));
    if (f1((255 << (v4 & 7)), (255 + 0x7fffffff))) { s.e *= (((unsigned)v1) >> ((v5 + 0x7fffffff) & 7)); v5 |= ((12345678901L | g2) % (((~s.b) & 15) + 1)); } else { v2 |= 7; }
    v2 = --v3;
    s.b = (((v1 % ((5u & 15) + 1)) && (1UL >> (v5 & 7))) ? ((arr[3] / ((v4 & 15) + 1)) << ((3000000000 >> (12345678901L & 7)) & 7)) : ((v3 >> (65535 & 7)) ? (p->c << (v1 & 7)) : f0(p->f, p->c)));
    if (g1 & 1) s = t; 
    unsigned long h = 0; for (int i = 0; i < 8; i++) h = h * 31 + arr[i];
    h = h * 31 + v0;
    h = h * 31 + v1;
    h = h * 31 + v2;
    h = h * 31 + v3;
    h = h * 31 + v4;
    h = h * 31 + v5;
    h = h * 31 + s.a;
    h = h * 31 + s.b;
    h = h * 31 + s.c;
    h = h * 31 + s.d;
    h = h * 31 + s.e;
    h = h * 31 + s.f;
    h = h * 31 + t.a;
    h = h * 31 + t.b;
    h = h * 31 + t.c;
    h = h * 31 + t.d;
    h = h * 31 + t.e;
    h = h * 31 + t.f;
    h = h * 31 + g1;
    h = h * 31 + g2;
    h = h * 31 + g3;
    h = h * 31 + z;
    return (int)(h ^ (h >> 32));
}
int test_f(void) { // = -1979980423
    short v0 = 12345678901L;
    short v1 = 1UL;
    int v2 = 3000000000;
    unsigned v3 = (-128);
    int v4 = 0x7fffffff;
    int v5 = 2;
    struct S s = {1, 2, 3, 4, 5, 1}, t = {.d = 9}, *p = &t; char arr[8] = {1, 2, [5] = -3}; int z = 1; int *q = &z; g1 = 3; g2 = 250; g3 = -5;
    if ((f1(3000000000, (-1)) || (1, 65535))) { switch ((((int)p->c) || (1UL ? 3000000000 : s.d)) & 3) { case 0: *q = ((!(v0, 5u)) * f1((v0 || v1), (0x7fffffff && 0))); case 1: v3 = (s.d && (f0('a', p->f) * f1(2, s.a))); break; case 2 ... 3: v0 <<= ((1UL & s.d) & 7); } v5 = 255; } else { v2 >>= ((0x80000000u * p->c) & 7); }
    v2 = v1++;
    v5 &= (((unsigned short)(-128)) >= s.a);
    g1 = (((0x7fffffff < 3000000000), 0) & ((0x7fffffff & 255) + (v5 * p->f)));
    switch (((p->f / ((v1 & 15) + 1)) ? (3000000000 & s.b) : ((-128) + v1)) & 3) { case 0: p->f >>= ((v3 / ((s.b & 15) + 1)) & 7); case 1: v2 ^= ((unsigned long)v5); break; case 2 ... 3: for (int i369021 = 0; i369021 < 4; i369021++) { s.a = (~((!0x80000000u) + (v0, 7))); if ((g1 >> (256 & 7))) continue; arr[((~'a')) & 7] ^= ('a' && v3); if ((v1, 'a')) break; } }
    v3 = (((0x80000000u, (-1)) - 256) ? (((signed char)v0) / (((5u * 3000000000) & 15) + 1)) : ((v2 & v1) + (~g2)));
    v2 = (~((2 / ((s.d & 15) + 1)) ? f1(v2, 0x80000000u) : (0 / ((7 & 15) + 1))));
    switch ((!(s.a ? v3 : 3000000000)) & 3) { case 0: s.d = g1; case 1: v2 = --v5; break; case 2 ... 3: for (int i694653 = 0; i694653 < 2; i694653++) { v2 |= s.a; if ((+3000000000)) continue; v1 *= (((unsigned char)3000000000) && (256 ^ v1)); if (('a' >> (v3 & 7))) break; } }
    if (g1 & 1) s = t; 
    unsigned long h = 0; for (int i = 0; i < 8; i++) h = h * 31 + arr[i];
    h = h * 31 + v0;
    h = h * 31 + v1;
    h = h * 31 + v2;
    h = h * 31 + v3;
    h = h * 31 + v4;
    h = h * 31 + v5;
    h = h * 31 + s.a;
    h = h * 31 + s.b;
    h = h * 31 + s.c;
    h = h * 31 + s.d;
    h = h * 31 + s.e;
    h = h * 31 + s.f;
    h = h * 31 + t.a;
    h = h * 31 + t.b;
    h = h * 31 + t.c;
    h = h * 31 + t.d;
    h = h * 31 + t.e;
    h = h * 31 + t.f;
    h = h * 31 + g1;
    h = h * 31 + g2;
    h = h * 31 + g3;
    h = h * 31 + z;
    return (int)(h ^ (h >> 32));
}
int test_g(void) { // = 446983940
    long v0 = 3000000000;
    signed char v1 = 0x80000000u;
    short v2 = 'a';
    signed char v3 = 0x80000000u;
    int v4 = 'a';
    unsigned short v5 = 12345678901L;
    struct S s = {1, 2, 3, 4, 5, 1}, t = {.d = 9}, *p = &t; int arr[8] = {1, 2, [5] = -3}; int z = 1; int *q = &z; g1 = 3; g2 = 250; g3 = -5;
    v4 = s.d;
    arr[((3000000000 * g2)) & 7] <<= ((+0) & 7);
    for (int i420553 = 0; i420553 < 4; i420553++) { v5 += v3; if (f0(g2, 'a')) continue; s.e ^= 7; if ((12345678901L | 256)) break; }
    v2 = (f1((v0 | 1), (s.a || 2)) ^ arr[3]);
    if ((((unsigned short)s.a) / (((v1 >= 0) & 15) + 1))) { for (int i344472 = 0; i344472 < 3; i344472++) { s.f *= ((1UL >= 12345678901L) ? 65535 : (g1 | s.b)); if ((v0 >> (arr[3] & 7))) continue; v3 -= ((p->f || 256) && f0(g1, g2)); if ((0 >> (s.b & 7))) break; } v4 -= ((char)256); } else { p->c = p->f; }
    p->c &= ((255 * 5u) ? (2 > 256) : (s.b, 7));
    v5 -= (!(arr[3], s.b));
    switch ('a' & 3) { case 0: v0 |= ((long)((-1) % ((256 & 15) + 1))); case 1: v0 = (((g2 ^ v3) * g1) && ((2 + 65535) / ((arr[3] & 15) + 1))); break; case 2 ... 3: s.a *= ((v5 && arr[3]) | p->f); }
    if (g1 & 1) s = t; 
    unsigned long h = 0; for (int i = 0; i < 8; i++) h = h * 31 + arr[i];
    h = h * 31 + v0;
    h = h * 31 + v1;
    h = h * 31 + v2;
    h = h * 31 + v3;
    h = h * 31 + v4;
    h = h * 31 + v5;
    h = h * 31 + s.a;
    h = h * 31 + s.b;
    h = h * 31 + s.c;
    h = h * 31 + s.d;
    h = h * 31 + s.e;
    h = h * 31 + s.f;
    h = h * 31 + t.a;
    h = h * 31 + t.b;
    h = h * 31 + t.c;
    h = h * 31 + t.d;
    h = h * 31 + t.e;
    h = h * 31 + t.f;
    h = h * 31 + g1;
    h = h * 31 + g2;
    h = h * 31 + g3;
    h = h * 31 + z;
    return (int)(h ^ (h >> 32));
}
int test_h(void) { // = -833441122
    unsigned short v0 = 7;
    unsigned long v1 = (-1);
    unsigned char v2 = 3000000000;
    int v3 = 1UL;
    unsigned short v4 = 255;
    unsigned short v5 = 7;
    struct S s = {1, 2, 3, 4, 5, 1}, t = {.d = 9}, *p = &t; signed char arr[8] = {1, 2, [5] = -3}; int z = 1; int *q = &z; g1 = 3; g2 = 250; g3 = -5;
    *q = (((v1 ^ s.a) >> ((0x80000000u | 12345678901L) & 7)) % ((((0x7fffffff ? v4 : v0) >= v5) & 15) + 1));
    arr[(f0(s.a, s.b)) & 7] = f1(((v5 ^ p->f) - ((-1), 'a')), ((s.a, (-128)) >> ((p->f + 3000000000) & 7)));
    *q ^= (~((-1) * 256));
    v4 ^= f0(f0(256, 5u), (255 / (((-128) & 15) + 1)));
    s.d = ((f1(256, v4) | (v1 % ((255 & 15) + 1))) | (((-128) > p->c) % (((0 ? 3000000000 : v2) & 15) + 1)));
    if (((s.a != 0) / (((v1 == v3) & 15) + 1))) { v2 >>= (((signed char)v2) & 7); g2 = (((65535 != g2) % (((256 - 0x7fffffff) & 15) + 1)) >> ((+(v5, 'a')) & 7)); } else { s.c = (((v4 ? (-128) : 0) - (256 % ((v1 & 15) + 1))) + (s.a % (((1 ? 255 : v5) & 15) + 1))); }
    v5 = (v4 += 3);
    v2 = p->c;
    if (g1 & 1) s = t; 
    unsigned long h = 0; for (int i = 0; i < 8; i++) h = h * 31 + arr[i];
    h = h * 31 + v0;
    h = h * 31 + v1;
    h = h * 31 + v2;
    h = h * 31 + v3;
    h = h * 31 + v4;
    h = h * 31 + v5;
    h = h * 31 + s.a;
    h = h * 31 + s.b;
    h = h * 31 + s.c;
    h = h * 31 + s.d;
    h = h * 31 + s.e;
    h = h * 31 + s.f;
    h = h * 31 + t.a;
    h = h * 31 + t.b;
    h = h * 31 + t.c;
    h = h * 31 + t.d;
    h = h * 31 + t.e;
    h = h * 31 + t.f;
    h = h * 31 + g1;
    h = h * 31 + g2;
    h = h * 31 + g3;
    h = h * 31 + z;
    return (int)(h ^ (h >> 32));
}
int test_i(void) { // = 1173997880
    _Bool v0 = 0;
    signed char v1 = 3000000000;
    int v2 = 2;
    int v3 = 1;
    unsigned v4 = 'a';
    unsigned char v5 = 7;
    struct S s = {1, 2, 3, 4, 5, 1}, t = {.d = 9}, *p = &t; unsigned arr[8] = {1, 2, [5] = -3}; int z = 1; int *q = &z; g1 = 3; g2 = 250; g3 = -5;
    switch ((~(v1 ? v3 : 0)) & 3) { case 0: p->f = f1(f1(5u, ((long)255)), ((255 ? s.b : 1) | (3000000000 << ((-1) & 7)))); case 1: for (int i783294 = 0; i783294 < 1; i783294++) { ; if (65535) continue; v0 ^= (((unsigned long)v1) < (v2 + 0)); if ((g1 + s.a)) break; } break; case 2 ... 3: if (((256, 12345678901L) + ((-1) / ((s.a & 15) + 1)))) { arr[((0x80000000u ^ s.d)) & 7] -= s.a; v3 = 1UL; } else { s.b >>= ((s.a * 255) & 7); } }
    for (int i289758 = 0; i289758 < 4; i289758++) { arr[((0x80000000u && v2)) & 7] += ((p->c % (('a' & 15) + 1)) << (v4 & 7)); if (0x80000000u) continue; for (int i528225 = 0; i528225 < 3; i528225++) { ; if (3000000000) continue; ; if (((int)3000000000)) break; } if ((v2 ^ 7)) break; }
    arr[(((-1), s.b)) & 7] = (((p->f | arr[3]) & (s.a ? g2 : v1)) ? ((s.d >> (v1 & 7)) == (p->f % ((p->f & 15) + 1))) : ((1UL ? 1UL : 2), f1(v4, 256)));
    v5 = ((long)(((short)s.b) ^ ('a' ? arr[3] : p->c)));
    v0 = (v5 += 3);
    for (int i20069 = 0; i20069 < 3; i20069++) { if (v2) { ; v3 |= (-((-128) > arr[3])); } else { v4 &= (((-1) | v5) - (v3 * s.a)); } if ((3000000000 << (p->f & 7))) continue; v1 += ((1UL || v4) || (v5 - 256)); if ((g1 | v4)) break; }
    p->e += (s.b * ((-128), 'a'));
    v2 = f0(((g2 & v0) - ((unsigned long)2)), (('a' / ((12345678901L & 15) + 1)) % (((v1 > 5u) & 15) + 1)));
    if (g1 & 1) s = t; 
    unsigned long h = 0; for (int i = 0; i < 8; i++) h = h * 31 + arr[i];
    h = h * 31 + v0;
    h = h * 31 + v1;
    h = h * 31 + v2;
    h = h * 31 + v3;
    h = h * 31 + v4;
    h = h * 31 + v5;
    h = h * 31 + s.a;
    h = h * 31 + s.b;
    h = h * 31 + s.c;
    h = h * 31 + s.d;
    h = h * 31 + s.e;
    h = h * 31 + s.f;
    h = h * 31 + t.a;
    h = h * 31 + t.b;
    h = h * 31 + t.c;
    h = h * 31 + t.d;
    h = h * 31 + t.e;
    h = h * 31 + t.f;
    h = h * 31 + g1;
    h = h * 31 + g2;
    h = h * 31 + g3;
    h = h * 31 + z;
    return (int)(h ^ (h >> 32));
}
int test_j(void) { // = 1665132423
    unsigned long v0 = 12345678901L;
    char v1 = 256;
    long v2 = 255;
    long v3 = 1;
    unsigned char v4 = 12345678901L;
    unsigned char v5 = 1;
    struct S s = {1, 2, 3, 4, 5, 1}, t = {.d = 9}, *p = &t; unsigned arr[8] = {1, 2, [5] = -3}; int z = 1; int *q = &z; g1 = 3; g2 = 250; g3 = -5;
    v4 ^= ((65535 % ((v1 & 15) + 1)), (2 ? v2 : 2));
    if (((~5u), (5u << (s.d & 7)))) { v2 = v1++; switch ((-((long)0x80000000u)) & 3) { case 0: v0 ^= ((v4 ^ 0) + (0 == s.a)); case 1: ; break; case 2 ... 3: arr[((0x80000000u < v3)) & 7] <<= (g2 & 7); } } else { switch ((('a' ? v3 : (-1)) <= (0x7fffffff ^ s.d)) & 3) { case 0: ; case 1: ; break; case 2 ... 3: v1 = (v0 += 3); } }
    switch (((2 - s.a), (7 * 65535)) & 3) { case 0: for (int i687769 = 0; i687769 < 2; i687769++) { s.a |= (255 - (0x80000000u || 0x7fffffff)); if ((3000000000 << (1 & 7))) continue; g3 += (p->c ? (256, p->f) : (1UL & 255)); if (f1(p->f, 7)) break; } case 1: g2 -= ((0x80000000u / (((-128) & 15) + 1)) ^ (s.a + v3)); break; case 2 ... 3: v4 = (((unsigned char)g2), ((255 * 65535) << ('a' & 7))); }
    v1 = (((short)(s.d ? 'a' : g2)), ((12345678901L * 'a') ? (7 - v3) : (v2 || arr[3])));
    v4 >>= (((unsigned char)65535) & 7);
    if (g1) { p->b <<= ((g1 | 3000000000) & 7); v2 <<= ((v0 | (-128)) & 7); } else { v0 -= f1((v2 * v0), (!v5)); }
    if (((s.d & 65535) % ((((long)v1) & 15) + 1))) { v5 |= 1; if ((('a' | 5u) ? f1((-128), (-128)) : (0x7fffffff <= 'a'))) { v2 >>= ((s.b | (-1)) & 7); ; } else { v0 = ((unsigned short)(+(v3 >= (-1)))); } } else { if (1) { *q |= f1((7 + (-128)), ((-128) / ((s.d & 15) + 1))); v3 = (v2 += 3); } else { ; } }
    switch (((arr[3] & v2) >> (v4 & 7)) & 3) { case 0: arr[((65535 % ((v5 & 15) + 1))) & 7] = ((long)g1); case 1: v2 = (f1(('a' & 1UL), (0x7fffffff & 0x80000000u)) | (-(~s.a))); break; case 2 ... 3: p->b ^= ((s.b - v3) % (((p->f <= v3) & 15) + 1)); }
    if (g1 & 1) s = t; 
    unsigned long h = 0; for (int i = 0; i < 8; i++) h = h * 31 + arr[i];
    h = h * 31 + v0;
    h = h * 31 + v1;
    h = h * 31 + v2;
    h = h * 31 + v3;
    h = h * 31 + v4;
    h = h * 31 + v5;
    h = h * 31 + s.a;
    h = h * 31 + s.b;
    h = h * 31 + s.c;
    h = h * 31 + s.d;
    h = h * 31 + s.e;
    h = h * 31 + s.f;
    h = h * 31 + t.a;
    h = h * 31 + t.b;
    h = h * 31 + t.c;
    h = h * 31 + t.d;
    h = h * 31 + t.e;
    h = h * 31 + t.f;
    h = h * 31 + g1;
    h = h * 31 + g2;
    h = h * 31 + g3;
    h = h * 31 + z;
    return (int)(h ^ (h >> 32));
}
int test_k(void) { // = -1395797301
    _Bool v0 = 2;
    signed char v1 = 0;
    _Bool v2 = (-128);
    short v3 = 12345678901L;
    unsigned v4 = 0;
    int v5 = 256;
    struct S s = {1, 2, 3, 4, 5, 1}, t = {.d = 9}, *p = &t; int arr[8] = {1, 2, [5] = -3}; int z = 1; int *q = &z; g1 = 3; g2 = 250; g3 = -5;
    v5 <<= ((arr[3], 12345678901L) & 7);
    switch (f0('a', (v1 - (-128))) & 3) { case 0: v1 = ((-128) & (+('a', v2))); case 1: s.b = (((65535 >= arr[3]) & (v5 && g2)) / ((((1UL, 1UL) | 255) & 15) + 1)); break; case 2 ... 3: v1 = g1; }
    v1 = --v2;
    p->b &= (!f0(s.b, v5));
    v1 = f1((('a' ? s.d : 2) >> (p->f & 7)), arr[3]);
    v0 = ((g2 + ((-1) && g2)) * (p->c >= (256 + 'a')));
    v5 = (((s.b == p->f) << (v1 & 7)) * ((+v0) <= (12345678901L == (-1))));
    if ((65535 / ((((-1), 255) & 15) + 1))) { for (int i877710 = 0; i877710 < 3; i877710++) { arr[((0x7fffffff ? 1UL : s.a)) & 7] += 65535; if (v2) continue; v5 = v0++; if ((p->f >= (-128))) break; } v4 = f0(((p->c * (-128)), arr[3]), ((255 ? s.a : 3000000000) || (p->c * arr[3]))); } else { v1 += 12345678901L; }
    if (g1 & 1) s = t; 
    unsigned long h = 0; for (int i = 0; i < 8; i++) h = h * 31 + arr[i];
    h = h * 31 + v0;
    h = h * 31 + v1;
    h = h * 31 + v2;
    h = h * 31 + v3;
    h = h * 31 + v4;
    h = h * 31 + v5;
    h = h * 31 + s.a;
    h = h * 31 + s.b;
    h = h * 31 + s.c;
    h = h * 31 + s.d;
    h = h * 31 + s.e;
    h = h * 31 + s.f;
    h = h * 31 + t.a;
    h = h * 31 + t.b;
    h = h * 31 + t.c;
    h = h * 31 + t.d;
    h = h * 31 + t.e;
    h = h * 31 + t.f;
    h = h * 31 + g1;
    h = h * 31 + g2;
    h = h * 31 + g3;
    h = h * 31 + z;
    return (int)(h ^ (h >> 32));
}
int test_l(void) { // = -1143583954
    _Bool v0 = 65535;
    unsigned short v1 = (-128);
    unsigned long v2 = 12345678901L;
    short v3 = 255;
    unsigned char v4 = (-128);
    int v5 = 12345678901L;
    struct S s = {1, 2, 3, 4, 5, 1}, t = {.d = 9}, *p = &t; unsigned arr[8] = {1, 2, [5] = -3}; int z = 1; int *q = &z; g1 = 3; g2 = 250; g3 = -5;
    v4 |= 0;
    switch (((!p->c) + (p->c ? 'a' : v0)) & 3) { case 0: g2 = f0(((v1 + v2) ^ (256 << (arr[3] & 7))), 0x7fffffff); case 1: v4 += (65535 ? (~'a') : (v4 ? v4 : 65535)); break; case 2 ... 3: v2 = (f0((255 | s.d), f1(v3, s.d)), f1((1UL, arr[3]), 2)); }
    v5 |= f1(2, (7 && v1));
    switch (((0x80000000u && v0), (v5 || 65535)) & 3) { case 0: for (int i493569 = 0; i493569 < 3; i493569++) { ; if ((65535, 0x7fffffff)) continue; v4 -= ((short)(p->f + 256)); if (((-1) + p->c)) break; } case 1: g2 >>= ((g2 + 0x7fffffff) & 7); break; case 2 ... 3: switch (((3000000000 | 0) ? (v3 * (-128)) : (v2, v0)) & 3) { case 0: v1 = (v4 - (((-1) * 256) ? ((-128) | (-1)) : p->c)); case 1: v3 = s.b; break; case 2 ... 3: arr[((v3 + p->c)) & 7] ^= ((0x80000000u | g2) & (3000000000 - v1)); } }
    v0 += f0(((-128) & 0x80000000u), (v2 ^ 12345678901L));
    if (((65535 - v3) * f0(12345678901L, 5u))) { v1 = (arr[3] / ((((v5 << (0 & 7)) || 1UL) & 15) + 1)); for (int i7582 = 0; i7582 < 3; i7582++) { v5 = (((~255), (7 << (1 & 7))) << ((((signed char)g2) / (((0x80000000u / ((7 & 15) + 1)) & 15) + 1)) & 7)); if ((1 | v0)) continue; v5 = --v1; if ((v3 || 255)) break; } } else { v3 <<= (((signed char)0x80000000u) & 7); }
    v2 = ((+(arr[3] & (-1))) << (f1(((unsigned char)g2), 'a') & 7));
    for (int i119529 = 0; i119529 < 3; i119529++) { switch (((v5 ^ 65535) ? s.a : f1(256, 256)) & 3) { case 0: ; case 1: v5 = g2; break; case 2 ... 3: ; } if ((0x80000000u % ((2 & 15) + 1))) continue; arr[((s.d | v3)) & 7] >>= (((-1) * 'a') & 7); if ((1 - 0x80000000u)) break; }
    if (g1 & 1) s = t; 
    unsigned long h = 0; for (int i = 0; i < 8; i++) h = h * 31 + arr[i];
    h = h * 31 + v0;
    h = h * 31 + v1;
    h = h * 31 + v2;
    h = h * 31 + v3;
    h = h * 31 + v4;
    h = h * 31 + v5;
    h = h * 31 + s.a;
    h = h * 31 + s.b;
    h = h * 31 + s.c;
    h = h * 31 + s.d;
    h = h * 31 + s.e;
    h = h * 31 + s.f;
    h = h * 31 + t.a;
    h = h * 31 + t.b;
    h = h * 31 + t.c;
    h = h * 31 + t.d;
    h = h * 31 + t.e;
    h = h * 31 + t.f;
    h = h * 31 + g1;
    h = h * 31 + g2;
    h = h * 31 + g3;
    h = h * 31 + z;
    return (int)(h ^ (h >> 32));
}
