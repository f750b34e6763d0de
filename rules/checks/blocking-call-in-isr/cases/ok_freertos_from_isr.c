// case: an interrupt handler uses the calls for interrupts only
#include "FreeRTOS.h"
#include "queue.h"
#include "semphr.h"
#include "task.h"

static QueueHandle_t bytes, errors;

void UART_IRQHandler(void) {
    int byte = 1;
    BaseType_t woken = pdFALSE;
    if (xQueueSendFromISR(bytes, &byte, &woken) != pdPASS) xQueueSendFromISR(errors, &byte, &woken);
    portYIELD_FROM_ISR(woken);
}
