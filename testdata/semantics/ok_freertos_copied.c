// case: a queue hands over copies in their order; only without that would it hang
#include "FreeRTOS.h"
#include "queue.h"
#include "semphr.h"
#include "task.h"
#include <stdlib.h>

static QueueHandle_t never;

static void hang(void) {
    int value;
    xQueueReceive(never, &value, portMAX_DELAY);
}

static void run(void *parameters) {
    int value = 1;
    QueueHandle_t queue = xQueueCreate(2, sizeof(int));
    xQueueSend(queue, &value, 0);
    value = 2;
    xQueueSend(queue, &value, 0);
    xQueueReceive(queue, &value, 0);
    if (!(value == 1)) hang();
    exit(0);
}

int main(void) {
    never = xQueueCreate(1, sizeof(int));
    xTaskCreate(run, "run", configMINIMAL_STACK_SIZE, NULL, 1, NULL);
    vTaskStartScheduler();
    return 0;
}
