// case: a task gets its parameter; only without that would it hang
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

static QueueHandle_t queue;

static void work(void *parameters) {
    int value = *(int *)parameters;
    xQueueSend(queue, &value, portMAX_DELAY);
    vTaskDelete(NULL);
}

static void run(void *parameters) {
    static int seven = 7;
    int value = 0;
    xTaskCreate(work, "work", configMINIMAL_STACK_SIZE, &seven, 1, NULL);
    xQueueReceive(queue, &value, portMAX_DELAY);
    if (!(value == 7)) hang();
    exit(0);
}

int main(void) {
    never = xQueueCreate(1, sizeof(int));
    queue = xQueueCreate(1, sizeof(int));
    xTaskCreate(run, "run", configMINIMAL_STACK_SIZE, NULL, 1, NULL);
    vTaskStartScheduler();
    return 0;
}
