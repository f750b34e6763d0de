// case: an interrupt handler takes a mutex in a function that it calls
#include "FreeRTOS.h"
#include "queue.h"
#include "semphr.h"
#include "task.h"

static SemaphoreHandle_t ready, log_lock;
static int lines;

static void write_log(void) {
    xSemaphoreTake(log_lock, portMAX_DELAY); // finding: blocking-call-in-isr
    lines++;
    xSemaphoreGive(log_lock); // step: blocking-call-in-isr
}

void TIMER_IRQHandler(void) {
    BaseType_t woken = pdFALSE;
    write_log(); // step: blocking-call-in-isr
    xSemaphoreGiveFromISR(ready, &woken);
    portYIELD_FROM_ISR(woken);
}

void setup(void) {
    ready = xSemaphoreCreateBinary();
    log_lock = xSemaphoreCreateMutex();
}
