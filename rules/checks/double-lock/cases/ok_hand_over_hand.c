// case: a walk along a list that locks the next element before it leaves the last
#include <pthread.h>
#include <stdlib.h>

struct list {
    pthread_mutex_t mutex;
    struct list *next;
    int length;
};

static struct list *lists;

int lists_add(void) {
    struct list *list = calloc(1, sizeof *list);
    if (!list) return -1;
    pthread_mutex_init(&list->mutex, NULL);
    list->next = lists;
    lists = list;
    return 0;
}

void lists_touch(void) {
    struct list *list = lists;
    pthread_mutex_lock(&list->mutex);
    while (list->next) {
        struct list *next = list->next;
        pthread_mutex_lock(&next->mutex);
        pthread_mutex_unlock(&list->mutex);
        list = next;
        list->length++;
    }
    pthread_mutex_unlock(&list->mutex);
}
