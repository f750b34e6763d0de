// case: the producer moves the tail by a release
#include <pthread.h>
#include <stdatomic.h>

enum { SLOTS = 4, ITEMS = 8 };

struct ring {
    int slots[SLOTS];
    atomic_uint head, tail;
};

static struct ring ring;

static int take(void) {
    unsigned head = atomic_load_explicit(&ring.head, memory_order_relaxed);
    if (atomic_load_explicit(&ring.tail, memory_order_acquire) == head) return -1;
    int item = ring.slots[head % SLOTS];
    atomic_store_explicit(&ring.head, head + 1, memory_order_release);
    return item;
}

static int put(int item) {
    unsigned tail = atomic_load_explicit(&ring.tail, memory_order_relaxed);
    if (tail - atomic_load_explicit(&ring.head, memory_order_acquire) == SLOTS) return 0;
    ring.slots[tail % SLOTS] = item;
    atomic_store_explicit(&ring.tail, tail + 1, memory_order_release);
    return 1;
}

static void *produce(void *unused) {
    for (int i = 0; i < ITEMS; i++) put(i);
    return unused;
}

int main(void) {
    pthread_t producer;
    int sum = 0;
    pthread_create(&producer, NULL, produce, NULL);
    for (int i = 0; i < ITEMS; i++) sum += take();
    pthread_join(producer, NULL);
    return sum;
}
