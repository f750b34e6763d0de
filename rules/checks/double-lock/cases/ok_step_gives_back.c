// case: what runs between the two locks is chosen from a table, and gives the lock back
#include <pthread.h>

static pthread_mutex_t queue_mutex = PTHREAD_MUTEX_INITIALIZER;
static int length;

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

// Between two locks of one function.
void queue_pass(unsigned step) {
    pthread_mutex_lock(&queue_mutex);
    steps[step % 3]();
    pthread_mutex_lock(&queue_mutex);
    length++;
    pthread_mutex_unlock(&queue_mutex);
}

// On the way out of the function that locks first.
static void enter_and_step(unsigned step) {
    pthread_mutex_lock(&queue_mutex);
    steps[step % 3]();
}

void queue_step_first(unsigned step) {
    enter_and_step(step);
    pthread_mutex_lock(&queue_mutex);
    length++;
    pthread_mutex_unlock(&queue_mutex);
}

// On the way into the function that locks again.
static void step_and_enter(unsigned step) {
    steps[step % 3]();
    pthread_mutex_lock(&queue_mutex);
}

void queue_step_last(unsigned step) {
    pthread_mutex_lock(&queue_mutex);
    length++;
    step_and_enter(step);
    length++;
    pthread_mutex_unlock(&queue_mutex);
}

// Deeper still: the step calls what gives back.
static void count_and_hand_over(void) {
    length++;
    hand_over();
}

static void count_and_halve(void) {
    length++;
    halve();
}

static void count_and_empty(void) {
    length++;
    empty();
}

static void (*const counted[])(void) = {count_and_hand_over, count_and_halve, count_and_empty};

void queue_pass_counted(unsigned step) {
    pthread_mutex_lock(&queue_mutex);
    counted[step % 3]();
    pthread_mutex_lock(&queue_mutex);
    length++;
    pthread_mutex_unlock(&queue_mutex);
}

// Round a loop: the next round locks what the step of the last one gave back.
void queue_drain(unsigned step) {
    while (step--) {
        pthread_mutex_lock(&queue_mutex);
        length++;
        steps[step % 3]();
    }
}

// The step calls itself first.
static void hand_over_all(void) {
    length--;
    if (length > 0)
        hand_over_all();
    else
        pthread_mutex_unlock(&queue_mutex);
}

static void (*const all[])(void) = {hand_over_all, count_and_empty, count_and_halve};

void queue_pass_all(unsigned step) {
    pthread_mutex_lock(&queue_mutex);
    all[step % 3]();
    pthread_mutex_lock(&queue_mutex);
    length++;
    pthread_mutex_unlock(&queue_mutex);
}
