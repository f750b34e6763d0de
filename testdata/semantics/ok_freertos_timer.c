// case: a timer sends what the task waits for
#include "FreeRTOS.h"
#include "queue.h"
#include "semphr.h"
#include "task.h"
#include "timers.h"
#include <stdlib.h>

static QueueHandle_t queue;

static void tick(TimerHandle_t timer) {
    int value = 1;
    xQueueSend(queue, &value, 0);
}

static void run(void *parameters) {
    int value;
    xQueueReceive(queue, &value, portMAX_DELAY);
    exit(0);
}

int main(void) {
    queue = xQueueCreate(1, sizeof(int));
    xTaskCreate(run, "run", configMINIMAL_STACK_SIZE, NULL, 1, NULL);
    TimerHandle_t timer = xTimerCreate("tick", 10, pdTRUE, NULL, tick);
    xTimerStart(timer, 0);
    vTaskStartScheduler();
    return 0;
}
