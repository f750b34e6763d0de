// SPDX-License-Identifier: MIT
// Every form of new and delete, failing ones, and threads that hand blocks over by a mutex: nothing to report.
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <new>
#include <thread>
#include <vector>

struct alignas(256) Wide {
    char bytes[512];
};

static std::mutex lock;
static std::vector<Wide *> handed;

static void require(bool holds) {
    if (!holds) abort();
}

static void produce() {
    for (int i = 0; i < 100; i++) {
        Wide *wide = new Wide;
        require(reinterpret_cast<uintptr_t>(wide) % 256 == 0);
        std::lock_guard<std::mutex> guard(lock);
        handed.push_back(wide);
    }
}

static void refuse() {
    volatile size_t too_much = SIZE_MAX / 4;
    bool is_thrown = false;
    try {
        ::operator delete(::operator new(too_much));
    } catch (const std::bad_alloc &) {
        is_thrown = true;
    }
    require(is_thrown);
    require(!::operator new(too_much, std::nothrow));
    require(!::operator new[](too_much, std::align_val_t(64), std::nothrow));
}

int main() {
    std::thread threads[2] = {std::thread(produce), std::thread(produce)};
    for (std::thread &thread : threads) thread.join();
    for (Wide *wide : handed) delete wide;
    delete[] new Wide[3];
    delete[] new (std::nothrow) std::vector<int>[4];
    ::operator delete(::operator new(0));
    ::operator delete[](::operator new[](16, std::nothrow), std::nothrow);
    ::operator delete(::operator new(16, std::align_val_t(64), std::nothrow), std::align_val_t(64), std::nothrow);
    ::operator delete(nullptr);
    refuse();
}
