// case: a message buffer hands over a message; here that leads into a wait without end
#include "FreeRTOS.h"
#include "queue.h"
#include "semphr.h"
#include "task.h"
#include "message_buffer.h"
#include <stdlib.h>

static QueueHandle_t never;

static void hang(void) {
    int value;
    xQueueReceive(never, &value, portMAX_DELAY); // finding: receive-never-sent
}

static void run(void *parameters) {
    int value = 3, got = 0;
    MessageBufferHandle_t buffer = xMessageBufferCreate(100);
    xMessageBufferSend(buffer, &value, sizeof value, 0);
    xMessageBufferReceive(buffer, &got, sizeof got, 0);
    if (got == 3) hang();
    exit(0);
}

int main(void) {
    never = xQueueCreate(1, sizeof(int));
    xTaskCreate(run, "run", configMINIMAL_STACK_SIZE, NULL, 1, NULL);
    vTaskStartScheduler();
    return 0;
}
