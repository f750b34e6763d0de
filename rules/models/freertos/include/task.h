/* SPDX-License-Identifier: MIT */
/* libtask has a header of this name, too. FreeRTOS.h comes first in every file of FreeRTOS. */
#ifndef INC_FREERTOS_H
#include_next <task.h>
#endif
