// case: a lock is held over reading, asking and writing
#include <task.h>

typedef struct Account {
    long balance;
} Account;

static Account account = {100};
static Channel *questions;
static QLock lock;

static void bank(void *unused) {
    (void)unused;
    for (int i = 0; i < 2; i++) chanrecvul(questions);
}

static void deposit(void *amount) {
    qlock(&lock);
    long before = account.balance;
    chansendul(questions, 1);
    account.balance = before + (long)amount;
    qunlock(&lock);
}

void taskmain(int argc, char **argv) {
    (void)argc, (void)argv;
    questions = chancreate(sizeof(unsigned long), 0);
    taskcreate(deposit, (void *)10, 32768);
    taskcreate(deposit, (void *)20, 32768);
    taskcreate(bank, 0, 32768);
}
