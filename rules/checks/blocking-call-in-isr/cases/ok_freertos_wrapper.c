// case: a wrapper asks whether it is in an interrupt and has both forms
#include "FreeRTOS.h"
#include "queue.h"
#include "semphr.h"
#include "task.h"

static QueueHandle_t queue;
extern int in_interrupt(void);

int post(int value) {
    if (in_interrupt()) {
        BaseType_t woken = pdFALSE;
        return xQueueSendFromISR(queue, &value, &woken) == pdPASS;
    }
    return xQueueSend(queue, &value, portMAX_DELAY) == pdPASS;
}
