// case: an interrupt handler resumes the task
#include "FreeRTOS.h"
#include "task.h"
#include <stdlib.h>

static TaskHandle_t consumer;

void UART0_IRQHandler(void) {
    xTaskResumeFromISR(consumer);
}

static void consume(void *parameters) {
    consumer = xTaskGetCurrentTaskHandle();
    vTaskSuspend(NULL);
    exit(0);
}

int main(void) {
    xTaskCreate(consume, "consume", configMINIMAL_STACK_SIZE, NULL, 1, NULL);
    vTaskStartScheduler();
    return 0;
}
