// case: a task deletes itself with a mutex in its hands
#include "FreeRTOS.h"
#include "queue.h"
#include "semphr.h"
#include "task.h"
#include <stdlib.h>

static SemaphoreHandle_t mutex;

static void leave(void *parameters) {
    xSemaphoreTake(mutex, portMAX_DELAY); // finding: unlock-missing
    vTaskDelete(NULL);
}

static void run(void *parameters) {
    vTaskDelay(10);
    xSemaphoreTake(mutex, portMAX_DELAY); // step: unlock-missing
    exit(0);
}

int main(void) {
    mutex = xSemaphoreCreateMutex();
    xTaskCreate(leave, "leave", configMINIMAL_STACK_SIZE, NULL, 2, NULL);
    xTaskCreate(run, "run", configMINIMAL_STACK_SIZE, NULL, 1, NULL);
    vTaskStartScheduler();
    return 0;
}
