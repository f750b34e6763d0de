// case: nobody else runs between looking at the head and replacing it
#include <libmill.h>
#include <stdlib.h>

struct item {
    struct item *next;
};

static struct item *head;

coroutine static void push(void) {
    struct item *item = malloc(sizeof *item);
    yield();
    item->next = head;
    head = item;
}

int main(void) {
    go(push());
    go(push());
    msleep(now() + 100);
    return head != NULL;
}
