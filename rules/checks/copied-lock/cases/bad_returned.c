// case: the list is handed out by value, so its reader locks a copy of the mutex
#include <pthread.h>

struct list {
    int *items, count;
    pthread_mutex_t lock;
};

static int numbers[8];
static struct list list = {.items = numbers};

static struct list get_list(void) {
    return list; // finding: copied-lock
}

static void *fill(void *unused) {
    for (int i = 0; i < 8; i++) {
        pthread_mutex_lock(&list.lock);
        list.items[i] = i;
        list.count++; // finding: data-race
        pthread_mutex_unlock(&list.lock);
    }
    return unused;
}

int main(void) {
    pthread_t filler;
    int sum = 0;
    pthread_mutex_init(&list.lock, NULL);
    pthread_create(&filler, NULL, fill, NULL);
    struct list seen = get_list();
    pthread_mutex_lock(&seen.lock);
    for (int i = 0; i < seen.count; i++) sum += seen.items[i];
    pthread_mutex_unlock(&seen.lock);
    pthread_join(filler, NULL);
    return sum;
}
