#include <pthread.h>
static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
static int n;
static void *f(void *x) { pthread_mutex_lock(&a); pthread_mutex_lock(&b); pthread_mutex_unlock(&b); pthread_mutex_unlock(&a); n++; return x; }
static void *g(void *x) { pthread_mutex_lock(&b); pthread_mutex_lock(&a); pthread_mutex_unlock(&a); pthread_mutex_unlock(&b); n++; return x; }
int main(void) { pthread_t s, t; pthread_create(&s, NULL, f, NULL); pthread_create(&t, NULL, g, NULL);
    pthread_join(s, NULL); pthread_join(t, NULL); return n; }
