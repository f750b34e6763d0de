// case: a queue set is ready when a member has something
#include "FreeRTOS.h"
#include "queue.h"
#include "semphr.h"
#include "task.h"
#include <stdlib.h>

static QueueHandle_t one, two;

static void feed(void *parameters) {
    int value = 1;
    xQueueSend(two, &value, portMAX_DELAY);
    vTaskDelete(NULL);
}

static void run(void *parameters) {
    int value;
    QueueSetHandle_t set = xQueueCreateSet(2);
    xQueueAddToSet(one, set);
    xQueueAddToSet(two, set);
    xTaskCreate(feed, "feed", configMINIMAL_STACK_SIZE, NULL, 1, NULL);
    QueueSetMemberHandle_t member = xQueueSelectFromSet(set, portMAX_DELAY);
    xQueueReceive(member, &value, 0);
    exit(0);
}

int main(void) {
    one = xQueueCreate(1, sizeof(int));
    two = xQueueCreate(1, sizeof(int));
    xTaskCreate(run, "run", configMINIMAL_STACK_SIZE, NULL, 1, NULL);
    vTaskStartScheduler();
    return 0;
}
