/* SPDX-License-Identifier: MIT */
#include <zephyr/kernel.h>
