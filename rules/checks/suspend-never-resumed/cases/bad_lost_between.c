// case: a task looks first and suspends itself then, and the resume can come between
#include "FreeRTOS.h"
#include "queue.h"
#include "task.h"
#include <stdatomic.h>

static TaskHandle_t consumer;
static atomic_int has_data;

static void consume(void *parameters) {
    if (!has_data) vTaskSuspend(NULL); // finding: suspend-never-resumed
    has_data = 0;
    vTaskDelete(NULL);
}

static void produce(void *parameters) {
    has_data = 1;
    vTaskResume(consumer);
    vTaskDelete(NULL);
}

int main(void) {
    xTaskCreate(consume, "consume", configMINIMAL_STACK_SIZE, NULL, 1, &consumer);
    xTaskCreate(produce, "produce", configMINIMAL_STACK_SIZE, NULL, 1, NULL);
    vTaskStartScheduler();
    return 0;
}
