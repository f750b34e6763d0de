// case: a task waits for a message that no task sends
#include "FreeRTOS.h"
#include "queue.h"
#include "semphr.h"
#include "task.h"
#include <stdlib.h>

static QueueHandle_t queue;

static void run(void *parameters) {
    int value;
    for (;;) {
        xQueueReceive(queue, &value, portMAX_DELAY); // finding: receive-never-sent
    }
}

int main(void) {
    queue = xQueueCreate(4, sizeof(int));
    xTaskCreate(run, "run", configMINIMAL_STACK_SIZE, NULL, 1, NULL);
    vTaskStartScheduler();
    return 0;
}
