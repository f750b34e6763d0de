// case: two C11 threads are started with one structure that is filled anew in between
#include <threads.h>

struct range {
    int from, to;
};

static int add(void *arg) {
    const struct range *range = arg;
    int sum = 0;
    for (int i = range->from; i < range->to; i++) sum += i; // step: spawn-argument-race
    return sum;
}

int main(void) {
    thrd_t lower, upper;
    struct range range = {0, 10};
    thrd_create(&lower, add, &range);
    range.from = 10; // finding: spawn-argument-race
    range.to = 20; // finding: spawn-argument-race
    thrd_create(&upper, add, &range);
    thrd_join(lower, NULL);
    thrd_join(upper, NULL);
    return 0;
}
