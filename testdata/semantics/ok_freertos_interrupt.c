// case: an interrupt handler that nobody calls gives what the task waits for
#include "FreeRTOS.h"
#include "queue.h"
#include "semphr.h"
#include "task.h"
#include <stdlib.h>

static SemaphoreHandle_t ready;

void UART0_IRQHandler(void) {
    BaseType_t woken = pdFALSE;
    xSemaphoreGiveFromISR(ready, &woken);
    portYIELD_FROM_ISR(woken);
}

static void run(void *parameters) {
    xSemaphoreTake(ready, portMAX_DELAY);
    exit(0);
}

int main(void) {
    ready = xSemaphoreCreateBinary();
    xTaskCreate(run, "run", configMINIMAL_STACK_SIZE, NULL, 1, NULL);
    vTaskStartScheduler();
    return 0;
}
