// SPDX-License-Identifier: MIT
// Two locks taken in both orders, some instructions wide; the second thread comes later, so by itself the program ends
// well. With GATE a third lock around both orders prevents it; FIXED has one order.
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static pthread_mutex_t accounts = PTHREAD_MUTEX_INITIALIZER, journal = PTHREAD_MUTEX_INITIALIZER;
#ifdef GATE
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
#endif
static int balance, lines;

static void close_gate(void) {
#ifdef GATE
    pthread_mutex_lock(&gate);
#endif
}

static void open_gate(void) {
#ifdef GATE
    pthread_mutex_unlock(&gate);
#endif
}

static void *deposit(void *unused) {
    close_gate();
    pthread_mutex_lock(&accounts);
    balance++;
    pthread_mutex_lock(&journal);
    lines++;
    pthread_mutex_unlock(&journal);
    pthread_mutex_unlock(&accounts);
    open_gate();
    return unused;
}

static void *audit(void *unused) {
    usleep(20000);
    close_gate();
#ifdef FIXED
    pthread_mutex_lock(&accounts);
    balance--;
    pthread_mutex_unlock(&accounts);
#endif
    pthread_mutex_lock(&journal);
    lines++;
#ifndef FIXED
    pthread_mutex_lock(&accounts);
    balance--;
    pthread_mutex_unlock(&accounts);
#endif
    pthread_mutex_unlock(&journal);
    open_gate();
    return unused;
}

int main(void) {
    pthread_t one, two;
    pthread_create(&one, NULL, deposit, NULL);
    pthread_create(&two, NULL, audit, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    printf("%d %d\n", balance, lines);
    return balance || lines != 2;
}
