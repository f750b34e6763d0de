// case: the owner of a mutex that takes it again waits for itself
#include "FreeRTOS.h"
#include "queue.h"
#include "semphr.h"
#include "task.h"
#include <stdlib.h>

static void run(void *parameters) {
    SemaphoreHandle_t mutex = xSemaphoreCreateMutex();
    xSemaphoreTake(mutex, portMAX_DELAY);
    xSemaphoreTake(mutex, portMAX_DELAY); // finding: double-lock
    exit(0);
}

int main(void) {
    xTaskCreate(run, "run", configMINIMAL_STACK_SIZE, NULL, 1, NULL);
    vTaskStartScheduler();
    return 0;
}
