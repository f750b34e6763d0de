/* SPDX-License-Identifier: MIT */
/* Declarations of LIBRARY's interface, written for chanvet so that programs parse without the library. */
#ifndef CHANVET_PREFIX_H
#define CHANVET_PREFIX_H

typedef struct PREFIX_queue PREFIX_queue;

int PREFIX_run(void (*entry)(void *argument), void *argument);
PREFIX_queue *PREFIX_make(unsigned int capacity);
int PREFIX_put(PREFIX_queue *queue, void *element);
int PREFIX_get(PREFIX_queue *queue, void **element, int milliseconds);
void PREFIX_close(PREFIX_queue *queue);
int PREFIX_version(void);
int PREFIX_error(void);

#endif
