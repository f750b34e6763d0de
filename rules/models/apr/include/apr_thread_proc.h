/* SPDX-License-Identifier: MIT */
#include "apr.h"
