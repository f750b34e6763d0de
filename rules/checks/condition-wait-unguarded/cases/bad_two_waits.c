// case: a library without a main: two functions wait without testing again, with mutexes of objects
#include <pthread.h>
#include <stdlib.h>

struct slot {
    pthread_mutex_t mutex;
    pthread_cond_t is_filled, is_empty;
    int value, is_full;
};

struct slot *slot_make(void) {
    struct slot *slot = calloc(1, sizeof *slot);
    if (!slot) return NULL;
    pthread_mutex_init(&slot->mutex, NULL);
    pthread_cond_init(&slot->is_filled, NULL);
    pthread_cond_init(&slot->is_empty, NULL);
    return slot;
}

static struct slot *slots[2];

int slots_make(void) {
    slots[0] = slot_make();
    slots[1] = slot_make();
    return slots[0] && slots[1];
}

static int slot_take(struct slot *slot) {
    pthread_mutex_lock(&slot->mutex);
    if (!slot->is_full) pthread_cond_wait(&slot->is_filled, &slot->mutex); // finding: condition-wait-unguarded
    int value = slot->value;
    slot->is_full = 0;
    pthread_cond_signal(&slot->is_empty);
    pthread_mutex_unlock(&slot->mutex);
    return value;
}

static void slot_put(struct slot *slot, int value) {
    pthread_mutex_lock(&slot->mutex);
    if (slot->is_full) pthread_cond_wait(&slot->is_empty, &slot->mutex); // finding: condition-wait-unguarded
    slot->value = value;
    slot->is_full = 1;
    pthread_cond_signal(&slot->is_filled);
    pthread_mutex_unlock(&slot->mutex);
}

int slots_move(int value) {
    slot_put(slots[1], value);
    return slot_take(slots[0]);
}
