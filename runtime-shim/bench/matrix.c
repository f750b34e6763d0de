// SPDX-License-Identifier: MIT
// Benchmark: multiplies matrices, each thread a band of rows; then a relaxation with a barrier after each sweep.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { SIZE = 320, THREADS = 4, SWEEPS = 60 };

static double *left, *right, *product, *grid[2];
static pthread_barrier_t barrier;

static void multiply_row(int row) {
    for (int column = 0; column < SIZE; column++) {
        double sum = 0;
        for (int k = 0; k < SIZE; k++) sum += left[row * SIZE + k] * right[k * SIZE + column];
        product[row * SIZE + column] = sum;
    }
}

static void relax_row(const double *from, double *to, int row) {
    for (int column = 1; column < SIZE - 1; column++) {
        int at = row * SIZE + column;
        to[at] = (from[at - 1] + from[at + 1] + from[at - SIZE] + from[at + SIZE]) / 4;
    }
}

static void *work(void *argument) {
    int band = *(int *)argument, first = band * SIZE / THREADS, last = (band + 1) * SIZE / THREADS;
    for (int row = first; row < last; row++) multiply_row(row);
    pthread_barrier_wait(&barrier);
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
        for (int row = first ? first : 1; row < last && row < SIZE - 1; row++)
            relax_row(grid[sweep % 2], grid[1 - sweep % 2], row);
        pthread_barrier_wait(&barrier);
    }
    return NULL;
}

int main(void) {
    pthread_t threads[THREADS];
    int bands[THREADS];
    double **all[] = {&left, &right, &product, &grid[0], &grid[1]};
    for (int i = 0; i < 5; i++) {
        *all[i] = malloc(sizeof(double) * SIZE * SIZE);
        for (int k = 0; k < SIZE * SIZE; k++) (*all[i])[k] = (k * 7 + i) % 13;
    }
    pthread_barrier_init(&barrier, NULL, THREADS);
    for (int i = 0; i < THREADS; i++) {
        bands[i] = i;
        pthread_create(&threads[i], NULL, work, &bands[i]);
    }
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
    double sum = 0;
    for (int k = 0; k < SIZE * SIZE; k++) sum += product[k] + grid[0][k];
    printf("%.3f\n", sum);
    return 0;
}
