// case: the callback of a timer waits, and with it all timers
#include "FreeRTOS.h"
#include "queue.h"
#include "semphr.h"
#include "task.h"
#include "timers.h"

static QueueHandle_t queue;

static void tick(TimerHandle_t timer) {
    int value = 1;
    xQueueSend(queue, &value, portMAX_DELAY); // finding: blocking-call-in-isr
}

void setup(void) {
    queue = xQueueCreate(1, sizeof(int));
    xTimerStart(xTimerCreate("tick", 10, pdTRUE, NULL, tick), 0); // step: blocking-call-in-isr
}
