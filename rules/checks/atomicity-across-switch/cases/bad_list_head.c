// case: an item is put before a head of the list that is no longer its head
#include <libmill.h>
#include <stdlib.h>

struct item {
    struct item *next;
};

static struct item *head;

coroutine static void push(void) {
    struct item *item = malloc(sizeof *item);
    item->next = head; // step: atomicity-across-switch
    yield();
    head = item; // finding: atomicity-across-switch
}

int main(void) {
    go(push());
    go(push());
    msleep(now() + 100);
    return head != NULL;
}
