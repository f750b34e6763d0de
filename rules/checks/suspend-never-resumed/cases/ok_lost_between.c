// case: a task that suspends itself for good in place of an end
#include "FreeRTOS.h"
#include "task.h"

static void start_up(void *parameters) {
    vTaskSuspend(NULL);
}

int main(void) {
    xTaskCreate(start_up, "start_up", configMINIMAL_STACK_SIZE, NULL, 1, NULL);
    vTaskStartScheduler();
    return 0;
}
