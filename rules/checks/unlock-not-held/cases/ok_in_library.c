// case: a library without a main: locks of allocated objects are given back for those who took them
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

// The walk gives back the list behind it: `list` is another one each time.
int lists_length(void) {
    int length = 0;
    for (struct list *list = lists; list; list = list->next) {
        pthread_mutex_lock(&list->mutex);
        length += list->length;
        pthread_mutex_unlock(&list->mutex);
    }
    return length;
}

// Who calls holds the first list.
void lists_leave_two(void) {
    struct list *list = lists;
    pthread_mutex_unlock(&list->mutex);
    list = list->next;
    pthread_mutex_unlock(&list->mutex);
}
