// case: the owner of a recursive mutex can take it again, and has to give it as often; only without that would it hang
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

static SemaphoreHandle_t mutex;
static QueueHandle_t answer;

static void other(void *parameters) {
    int got = xSemaphoreTakeRecursive(mutex, 0);
    xQueueSend(answer, &got, portMAX_DELAY);
    vTaskDelete(NULL);
}

static void run(void *parameters) {
    int got = pdTRUE;
    xSemaphoreTakeRecursive(mutex, portMAX_DELAY);
    xSemaphoreTakeRecursive(mutex, portMAX_DELAY);
    xSemaphoreGiveRecursive(mutex);
    xTaskCreate(other, "other", configMINIMAL_STACK_SIZE, NULL, 1, NULL);
    xQueueReceive(answer, &got, portMAX_DELAY);
    if (!(got == pdFALSE)) hang();
    exit(0);
}

int main(void) {
    never = xQueueCreate(1, sizeof(int));
    mutex = xSemaphoreCreateRecursiveMutex();
    answer = xQueueCreate(1, sizeof(int));
    xTaskCreate(run, "run", configMINIMAL_STACK_SIZE, NULL, 1, NULL);
    vTaskStartScheduler();
    return 0;
}
