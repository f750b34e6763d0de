/* SPDX-License-Identifier: MIT */
/* What plan9port's <u.h> gives to a program, written for chanvet so that programs parse without it. */
#ifndef CHANVET_PLAN9_U_H
#define CHANVET_PLAN9_U_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include <assert.h>
#include <ctype.h>
#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

typedef signed char schar;
typedef unsigned char uchar;
typedef unsigned long long uvlong;
typedef long long vlong;
typedef uint64_t u64int;
typedef int64_t s64int;
typedef uint32_t u32int;
typedef int32_t s32int;
typedef uint16_t u16int;
typedef int16_t s16int;
typedef uint8_t u8int;
typedef int8_t s8int;
typedef uintptr_t uintptr;
typedef intptr_t intptr;
typedef uint32_t uint32;
typedef int32_t int32;
typedef uint16_t uint16;
typedef int16_t int16;
typedef uint64_t uint64;
typedef int64_t int64;
typedef uint8_t uint8;
typedef int8_t int8;

#define AUTOLIB(name)

#endif
