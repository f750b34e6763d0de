// case: a task waits for a notification that nobody gives
#include "FreeRTOS.h"
#include "queue.h"
#include "semphr.h"
#include "task.h"
#include <stdlib.h>

static TaskHandle_t waiter;

static void give(void *parameters) {
    vTaskDelete(NULL);
}

static void run(void *parameters) {
    ulTaskNotifyTake(pdTRUE, portMAX_DELAY); // missed: semaphore-never-posted - the notifications of a task are not followed
    exit(0);
}

int main(void) {
    xTaskCreate(run, "run", configMINIMAL_STACK_SIZE, NULL, 1, &waiter);
    xTaskCreate(give, "give", configMINIMAL_STACK_SIZE, NULL, 1, NULL);
    vTaskStartScheduler();
    return 0;
}
