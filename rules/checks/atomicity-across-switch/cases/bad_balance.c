// case: a balance is read, the bank is asked over a channel, and the balance is written back
#include <task.h>

typedef struct Account {
    long balance;
} Account;

static Account account = {100};
static Channel *questions;

static void bank(void *unused) {
    (void)unused;
    for (int i = 0; i < 2; i++) chanrecvul(questions);
}

static void deposit(void *amount) {
    long before = account.balance; // step: atomicity-across-switch
    chansendul(questions, 1);
    account.balance = before + (long)amount; // finding: atomicity-across-switch
}

void taskmain(int argc, char **argv) {
    (void)argc, (void)argv;
    questions = chancreate(sizeof(unsigned long), 0);
    taskcreate(deposit, (void *)10, 32768);
    taskcreate(deposit, (void *)20, 32768);
    taskcreate(bank, 0, 32768);
}
