// case: an interrupt handler uses the call for tasks beside the one for interrupts
#include "FreeRTOS.h"
#include "queue.h"
#include "semphr.h"
#include "task.h"

static QueueHandle_t bytes, errors;

void UART_IRQHandler(void) {
    int byte = 1;
    BaseType_t woken = pdFALSE;
    if (xQueueSendFromISR(bytes, &byte, &woken) != pdPASS) // step: blocking-call-in-isr
        xQueueSend(errors, &byte, 0); // finding: blocking-call-in-isr
    portYIELD_FROM_ISR(woken);
}
