// case: the lock is made recursive
#include <threads.h>

static mtx_t tree;
static int visited;

static void visit(int depth) {
    mtx_lock(&tree);
    visited++;
    if (depth < 2) visit(depth + 1);
    mtx_unlock(&tree);
}

int main(void) {
    mtx_init(&tree, mtx_plain | mtx_recursive);
    visit(0);
    return visited - 3;
}
