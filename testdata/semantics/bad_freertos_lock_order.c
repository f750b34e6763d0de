// case: two tasks take two mutexes in opposite order
#include "FreeRTOS.h"
#include "queue.h"
#include "semphr.h"
#include "task.h"
#include <stdlib.h>

static SemaphoreHandle_t one, two;

static void first(void *parameters) {
    xSemaphoreTake(one, portMAX_DELAY);
    vTaskDelay(10);
    xSemaphoreTake(two, portMAX_DELAY); // finding: lock-order-cycle
    xSemaphoreGive(two);
    xSemaphoreGive(one);
    vTaskDelete(NULL);
}

static void second(void *parameters) {
    xSemaphoreTake(two, portMAX_DELAY);
    vTaskDelay(10);
    xSemaphoreTake(one, portMAX_DELAY); // step: lock-order-cycle
    xSemaphoreGive(one);
    xSemaphoreGive(two);
    vTaskDelete(NULL);
}

int main(void) {
    one = xSemaphoreCreateMutex();
    two = xSemaphoreCreateMutex();
    xTaskCreate(first, "first", configMINIMAL_STACK_SIZE, NULL, 1, NULL);
    xTaskCreate(second, "second", configMINIMAL_STACK_SIZE, NULL, 1, NULL);
    vTaskStartScheduler();
    return 0;
}
