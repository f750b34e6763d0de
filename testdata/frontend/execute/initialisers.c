// Each test_ function is run on its event graph; the comment on its line is what a compiled program returns.
// clang-format off
struct point { int x, y; };
struct line { struct point from, to; int width; char name[6]; };
static struct line global_line = {1, 2, {3}, .width = 5, "abc"};
static struct line lines[] = {[1] = {.to.y = 9, .name = "q"}, {.from = {7, 8}}};
static int table[8] = {1, [3] = 4, 5, [0] = 10};
static int matrix[2][3] = {1, 2, 3, 4};
static int grid[3][2] = {[1][1] = 7, 8, [0] = {2}};
static int ranged[6] = {[1 ... 3] = 5, 6};
static struct point *there = &(struct point){11, 12};
static char *words[] = {"zero", "one", 0};
static int *inside = &table[3];
static unsigned char bytes[4] = "abcd";
int counted[];
int counted[3] = {1, 1, 1};
union either { int i; char c[8]; struct point p; };
struct named { int a; struct { int b; union { int c; float f; }; }; int d; };
struct flex { int n; int items[]; };
static struct flex flexible = {2, {20, 30}};
int test_global(void) { // = 422
    return global_line.from.x + global_line.from.y * 10 + global_line.to.x + global_line.to.y + global_line.width + global_line.name[2] + global_line.name[3]
        + lines[0].width + lines[1].to.y + lines[2].from.y + lines[1].name[0] + (int)(sizeof lines / sizeof lines[0]) + table[0] + table[3] + table[4]
        + matrix[1][0] + grid[1][1] + grid[2][0] + grid[0][0] + there->y + (words[1][1] == 'n') + *inside + bytes[3] + counted[2] + flexible.items[1] - 27;
}
int test_range(void) { // = 21
    return ranged[0] + ranged[1] + ranged[2] + ranged[3] + ranged[4] + ranged[5];
}
int test_local(void) { // = 132
    int n = 3;
    struct line l = {.to = {.y = n}, .from.x = n * 2, 4};
    int a[4] = {n, n + 1}, b[2][2] = {{1}, {2, 3}}, c[] = {[2] = n, n};
    struct point p = {n}, q[2] = {p, {.y = 2}};
    union either u = {.p = {5, 6}}, v = {7};
    struct named m = {1, {2, {3}}, 4}, o = {.c = 8, .b = 9, .d = 10};
    char s[] = "hey", t[5] = {'a', 'b'}, e[2][4] = {"abc", "d"};
    int k = {3};
    return l.to.y + l.from.x + l.from.y + l.width + a[1] + a[3] + b[1][1] + b[0][1] + c[3] + (int)(sizeof c / sizeof c[0]) + q[0].x + q[1].y
        + u.p.y + v.i + m.c + m.d + o.c + o.b + o.d + (s[2] == 'y') + t[2] + (int)sizeof s + (e[1][0] - 'a') + e[1][1] + k + 42 + p.y;
}
int test_zeroed_again(void) { // = 30
    int sum = 0;
    for (int i = 0; i < 3; i++) { int a[3] = {[1] = 10}; sum += a[0] + a[1]; a[0] = 50; }
    return sum;
}
int test_compound_literals(void) { // = 36
    struct point *p = &(struct point){.y = 4}; int *a = (int[]){1, 2, 3}; int n = 5;
    struct line l = {.from = (struct point){n, 1}};
    l.to = (struct point){.x = n + 1};
    return p->y + p->x + a[2] + l.from.x + l.to.x + (int){7} + ((int[2]){n, n + 1})[1] + n;
}
static struct point origin(void) { return (struct point){.x = 1, .y = 2}; }
int test_from_call(void) { // = 6
    struct line l = {origin(), origin()};
    return l.from.x + l.from.y + l.to.x + l.to.y;
}
int test_braced_elision(void) { // = 654321
    struct line l = {1, 2, 3, 4, 5, {6}};
    return l.from.x + l.from.y * 10 + l.to.x * 100 + l.to.y * 1000 + l.width * 10000 + l.name[0] * 100000;
}
