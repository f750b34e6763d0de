// case: the callback of a timer tries
#include "FreeRTOS.h"
#include "queue.h"
#include "semphr.h"
#include "task.h"
#include "timers.h"

static QueueHandle_t queue;

static void tick(TimerHandle_t timer) {
    int value = 1;
    xQueueSend(queue, &value, 0);
}

void setup(void) {
    queue = xQueueCreate(1, sizeof(int));
    xTimerStart(xTimerCreate("tick", 10, pdTRUE, NULL, tick), 0);
}
