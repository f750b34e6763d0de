// case: a queue set waits for a member that nobody sends to
#include "FreeRTOS.h"
#include "queue.h"
#include "semphr.h"
#include "task.h"
#include <stdlib.h>

static QueueHandle_t one, two, three;

static void feed(void *parameters) {
    int value = 1;
    xQueueSend(three, &value, portMAX_DELAY);
    vTaskDelete(NULL);
}

static void run(void *parameters) {
    int value;
    QueueSetHandle_t set = xQueueCreateSet(2);
    xQueueAddToSet(one, set);
    xQueueAddToSet(two, set);
    xTaskCreate(feed, "feed", configMINIMAL_STACK_SIZE, NULL, 1, NULL);
    QueueSetMemberHandle_t member = xQueueSelectFromSet(set, portMAX_DELAY); // missed: select-never-ready - which queues a set has is not followed
    xQueueReceive(member, &value, 0);
    exit(0);
}

int main(void) {
    one = xQueueCreate(1, sizeof(int));
    two = xQueueCreate(1, sizeof(int));
    three = xQueueCreate(1, sizeof(int));
    xTaskCreate(run, "run", configMINIMAL_STACK_SIZE, NULL, 1, NULL);
    vTaskStartScheduler();
    return 0;
}
