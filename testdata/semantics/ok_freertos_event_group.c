// case: a task waits for a bit that another sets
#include "FreeRTOS.h"
#include "queue.h"
#include "semphr.h"
#include "task.h"
#include "event_groups.h"
#include <stdlib.h>

static EventGroupHandle_t group;

static void set(void *parameters) {
    xEventGroupSetBits(group, 1);
    vTaskDelete(NULL);
}

static void run(void *parameters) {
    xEventGroupWaitBits(group, 1, pdTRUE, pdTRUE, portMAX_DELAY);
    exit(0);
}

int main(void) {
    group = xEventGroupCreate();
    xTaskCreate(run, "run", configMINIMAL_STACK_SIZE, NULL, 1, NULL);
    xTaskCreate(set, "set", configMINIMAL_STACK_SIZE, NULL, 1, NULL);
    vTaskStartScheduler();
    return 0;
}
