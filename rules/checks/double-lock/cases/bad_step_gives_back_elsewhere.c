// case: steps chosen from a table give the lock back, but not on the ways that lock again
#include <pthread.h>

static pthread_mutex_t queue_mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t log_mutex = PTHREAD_MUTEX_INITIALIZER;
static int length, lines;

static void hand_over(void) {
    length--;
    pthread_mutex_unlock(&queue_mutex);
}

static void halve(void) {
    length /= 2;
    pthread_mutex_unlock(&queue_mutex);
}

static void empty(void) {
    length = 0;
    pthread_mutex_unlock(&queue_mutex);
}

static void (*const steps[])(void) = {hand_over, halve, empty};

// The step leaves.
void queue_leave(unsigned step) {
    pthread_mutex_lock(&queue_mutex);
    if (length > 10) {
        steps[step % 3]();
        return;
    }
    length++;
    pthread_mutex_lock(&queue_mutex); // finding: double-lock
    pthread_mutex_unlock(&queue_mutex);
}

// The step comes after, and the way from it to the second lock passes the first.
void queue_rounds(unsigned step) {
    while (step--) {
        pthread_mutex_lock(&queue_mutex);
        if (length > 3) pthread_mutex_lock(&queue_mutex); // finding: double-lock
        steps[step % 3]();
    }
}

static void note_begin(void) {
    pthread_mutex_lock(&log_mutex);
    lines++;
}

static void note_more(void) {
    lines++;
    pthread_mutex_lock(&log_mutex); // finding: double-lock
}

static void note_plain(void) {
    lines++;
}

static void note_blank(void) {
    lines += 2;
}

static void note_page(void) {
    lines += 60;
}

static void (*const notes[])(void) = {note_plain, note_blank, note_page};

// Steps that give back nothing, or another lock, are in the way.
void log_pass(unsigned step) {
    pthread_mutex_lock(&queue_mutex);
    note_begin();
    notes[step % 3]();
    steps[step % 3]();
    note_more();
    pthread_mutex_unlock(&log_mutex);
}

// Between the locks, a function is called that calls others, none of which gives it back.
static int doubled(int number) {
    return 2 * number;
}

static int weight_of(int number) {
    return doubled(number) + 1;
}

void log_weigh(int number) {
    pthread_mutex_lock(&log_mutex);
    lines += weight_of(number);
    pthread_mutex_lock(&log_mutex); // finding: double-lock
    lines++;
    pthread_mutex_unlock(&log_mutex);
}

// What locks first has given it back before.
static void queue_reset(void) {
    pthread_mutex_lock(&queue_mutex);
    length = 0;
    pthread_mutex_unlock(&queue_mutex);
    pthread_mutex_lock(&queue_mutex);
}

void queue_restart(unsigned step) {
    while (step--) {
        queue_reset();
        if (length > 3) pthread_mutex_lock(&queue_mutex); // finding: double-lock
        pthread_mutex_unlock(&queue_mutex);
    }
}
