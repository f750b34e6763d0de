// SPDX-License-Identifier: MIT
// Run by ../run-trace: three workers that contend for a lock, wait for a condition and set marks. With an argument:
//   kill    ends by SIGKILL      stuck   two workers take locks in a circle, then SIGKILL
//   fork    a child with threads many    more events than a megabyte holds
//   exec    runs itself again    meet   a semaphore and a barrier make others wait
//   spawn   the same in a child
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "qtrace.h"

static pthread_mutex_t table = PTHREAD_MUTEX_INITIALIZER, left = PTHREAD_MUTEX_INITIALIZER,
                       right = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static sem_t tickets;
static pthread_barrier_t barrier, start;
static int is_ready, total;

static void update_table(void) {
    pthread_mutex_lock(&table);
    usleep(50000);
    total++;
    pthread_mutex_unlock(&table);
}

static void *work(void *argument) {
    qtrace_name_task("worker");
    qtrace_mark("worker_start");
    pthread_barrier_wait(&start);
    update_table();
    pthread_mutex_lock(&table);
    while (!is_ready) pthread_cond_wait(&changed, &table);
    pthread_mutex_unlock(&table);
    return argument;
}

static void *take_both(void *argument) {
    pthread_mutex_t *first = argument, *second = first == &left ? &right : &left;
    pthread_mutex_lock(first);
    pthread_barrier_wait(&barrier);
    pthread_mutex_lock(second);
    return NULL;
}

static void *meet(void *argument) {
    usleep(100000);
    sem_post(&tickets);
    pthread_barrier_wait(&barrier);
    return argument;
}

static void wait_for_others(void) {
    pthread_t other;
    sem_init(&tickets, 0, 0);
    pthread_create(&other, NULL, meet, NULL);
    sem_wait(&tickets);
    usleep(100000);
    pthread_barrier_wait(&barrier);
    pthread_join(other, NULL);
}

static void lock_often(void) {
    for (int i = 0; i < 200000; i++) {
        pthread_mutex_lock(&left);
        pthread_mutex_unlock(&left);
    }
}

static void *fight(void *lock) {
    pthread_mutex_lock(lock);
    usleep(50000);
    pthread_mutex_unlock(lock);
    return NULL;
}

static void run_child(void) {
    pthread_t fighters[3];
    qtrace_mark("in_child");
    qtrace_name_object(&left, "child_lock");
    for (int i = 0; i < 3; i++) pthread_create(&fighters[i], NULL, fight, &left);
    for (int i = 0; i < 3; i++) pthread_join(fighters[i], NULL);
    exit(0);
}

int main(int count, char **arguments) {
    const char *how = count > 1 ? arguments[1] : "";
    pthread_t workers[3];
    if (qtrace_mark("not a name") != -1 || qtrace_mark("") != -1) return 1;
    qtrace_name_object(&table, "table_lock");
    pthread_barrier_init(&start, NULL, 3);
    pthread_barrier_init(&barrier, NULL, 2);
    for (int i = 0; i < 3; i++) pthread_create(&workers[i], NULL, work, NULL);
    for (int updates = 0; updates < 3; usleep(10000)) {
        pthread_mutex_lock(&table);
        updates = total;
        pthread_mutex_unlock(&table);
    }
    pthread_mutex_lock(&table);
    is_ready = 1;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&table);
    for (int i = 0; i < 3; i++) pthread_join(workers[i], NULL);
    qtrace_mark("all_done");
    if (!strcmp(how, "kill")) kill(getpid(), SIGKILL);
    if (!strcmp(how, "meet")) wait_for_others();
    if (!strcmp(how, "many")) lock_often();
    if (!strcmp(how, "exec")) execl(arguments[0], arguments[0], "again", (char *)NULL);
    if (!strcmp(how, "fork") && fork() == 0) run_child();
    if (!strcmp(how, "spawn") && fork() == 0) execl(arguments[0], arguments[0], "again", (char *)NULL);
    if (!strcmp(how, "fork") || !strcmp(how, "spawn")) wait(NULL);
    if (!strcmp(how, "stuck")) {
        pthread_create(&workers[0], NULL, take_both, &left);
        pthread_create(&workers[1], NULL, take_both, &right);
        usleep(500000);
        kill(getpid(), SIGKILL);
    }
    return total == 3 ? 0 : 1;
}
