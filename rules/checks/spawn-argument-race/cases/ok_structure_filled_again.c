// case: two C11 threads are started with a structure for each
#include <threads.h>

struct range {
    int from, to;
};

static int add(void *arg) {
    const struct range *range = arg;
    int sum = 0;
    for (int i = range->from; i < range->to; i++) sum += i;
    return sum;
}

int main(void) {
    thrd_t lower, upper;
    struct range low = {0, 10}, high = {10, 20};
    thrd_create(&lower, add, &low);
    thrd_create(&upper, add, &high);
    thrd_join(lower, NULL);
    thrd_join(upper, NULL);
    return 0;
}
