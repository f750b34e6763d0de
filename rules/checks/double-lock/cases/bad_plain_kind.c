// case: a recursive function holds its lock over the call of itself, and the lock is plain
#include <threads.h>

static mtx_t tree;
static int visited;

static void visit(int depth) {
    mtx_lock(&tree); // finding: double-lock
    visited++;
    if (depth < 2) visit(depth + 1);
    mtx_unlock(&tree);
}

int main(void) {
    mtx_init(&tree, mtx_plain);
    visit(0);
    return visited - 3;
}
