// SPDX-License-Identifier: MIT
// A program that replaces new: its own is called by the other forms, too.
#include <cstdlib>
#include <new>

static unsigned long taken, given;

void *operator new(std::size_t size) {
    taken++;
    void *block = std::malloc(size + 16);
    return static_cast<char *>(block) + 16;
}
void operator delete(void *block) noexcept {
    if (!block) return;
    given++;
    std::free(static_cast<char *>(block) - 16);
}

int main() {
    int *volatile list = new int[4];
    delete[] list;
    int *volatile one = new (std::nothrow) int;
    delete one;
    return taken != 2 || given != 2;
}
