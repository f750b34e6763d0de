// case: a task waits for a notification that another gives
#include "FreeRTOS.h"
#include "queue.h"
#include "semphr.h"
#include "task.h"
#include <stdlib.h>

static TaskHandle_t waiter;

static void give(void *parameters) {
    xTaskNotifyGive(waiter);
    vTaskDelete(NULL);
}

static void run(void *parameters) {
    ulTaskNotifyTake(pdTRUE, portMAX_DELAY);
    exit(0);
}

int main(void) {
    xTaskCreate(run, "run", configMINIMAL_STACK_SIZE, NULL, 1, &waiter);
    xTaskCreate(give, "give", configMINIMAL_STACK_SIZE, NULL, 1, NULL);
    vTaskStartScheduler();
    return 0;
}
