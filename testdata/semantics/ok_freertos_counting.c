// case: a counting semaphore starts with its initial count; only without that would it hang
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
    SemaphoreHandle_t semaphore = xSemaphoreCreateCounting(5, 2);
    xSemaphoreTake(semaphore, portMAX_DELAY);
    xSemaphoreTake(semaphore, portMAX_DELAY);
    if (!(xSemaphoreTake(semaphore, 0) == pdFALSE)) hang();
    exit(0);
}

int main(void) {
    never = xQueueCreate(1, sizeof(int));
    xTaskCreate(run, "run", configMINIMAL_STACK_SIZE, NULL, 1, NULL);
    vTaskStartScheduler();
    return 0;
}
