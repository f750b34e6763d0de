// case: a mutex is made free, and a try of a held one fails; only without that would it hang
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
    SemaphoreHandle_t mutex = xSemaphoreCreateMutex();
    xSemaphoreTake(mutex, portMAX_DELAY);
    if (!(xSemaphoreTake(mutex, 0) == pdFALSE)) hang();
    exit(0);
}

int main(void) {
    never = xQueueCreate(1, sizeof(int));
    xTaskCreate(run, "run", configMINIMAL_STACK_SIZE, NULL, 1, NULL);
    vTaskStartScheduler();
    return 0;
}
