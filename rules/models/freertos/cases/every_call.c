// SPDX-License-Identifier: MIT
// Every modelled call once; the comment at the end of a line is the role that its call must get.
#include "FreeRTOS.h"

static void *memory;
#define ANY(type) (*(__typeof__(type) *)memory)

void spawn_calls(void) {
    xTaskCreate(ANY(TaskFunction_t), ANY(const char *const), ANY(const configSTACK_DEPTH_TYPE), ANY(void *const), ANY(UBaseType_t), ANY(TaskHandle_t *const)); // role: spawn
    xTaskCreatePinnedToCore(ANY(TaskFunction_t), ANY(const char *const), ANY(const uint32_t), ANY(void *const), ANY(UBaseType_t), ANY(TaskHandle_t *const), ANY(const BaseType_t)); // role: spawn
    xTaskCreateAffinitySet(ANY(TaskFunction_t), ANY(const char *const), ANY(const configSTACK_DEPTH_TYPE), ANY(void *const), ANY(UBaseType_t), ANY(UBaseType_t), ANY(TaskHandle_t *const)); // role: spawn
    xTaskCreateStatic(ANY(TaskFunction_t), ANY(const char *const), ANY(const configSTACK_DEPTH_TYPE), ANY(void *const), ANY(UBaseType_t), ANY(StackType_t *const), ANY(StaticTask_t *const)); // role: spawn
}

void cancel_calls(void) {
    vTaskDelete(ANY(TaskHandle_t)); // role: cancel
}

void task_exit_calls(int choice) {
    if (choice == 1) vTaskDelete((__typeof__(TaskHandle_t))0); // role: task-exit
    if (choice == 2) vTaskStartScheduler(); // role: task-exit
}

void process_exit_calls(int choice) {
    if (choice == 1) vTaskEndScheduler(); // role: process-exit
}

void sleep_calls(void) {
    vTaskDelay(ANY(const TickType_t)); // role: sleep
    xTaskDelayUntil(ANY(TickType_t *const), ANY(const TickType_t)); // role: sleep
}

void harmless_calls(void) {
    vTaskSuspend(ANY(TaskHandle_t)); // role: harmless
    vTaskResume(ANY(TaskHandle_t)); // role: harmless
    xTaskAbortDelay(ANY(TaskHandle_t)); // role: harmless
    vTaskSuspendAll(); // role: harmless
    vPortEnterCritical(); // role: harmless
    vPortExitCritical(); // role: harmless
    vTaskEnterCritical(); // role: harmless
    vTaskExitCritical(); // role: harmless
    xTaskResumeAll(); // role: harmless
    xQueueCreateSet(ANY(const UBaseType_t)); // role: harmless
    xQueueAddToSet(ANY(QueueSetMemberHandle_t), ANY(QueueSetHandle_t)); // role: harmless
    xQueueRemoveFromSet(ANY(QueueSetMemberHandle_t), ANY(QueueSetHandle_t)); // role: harmless
    xQueueSelectFromSetFromISR(ANY(QueueSetHandle_t)); // role: harmless
    xTaskGenericNotify(ANY(TaskHandle_t), ANY(UBaseType_t), ANY(uint32_t), ANY(eNotifyAction), ANY(uint32_t *)); // role: harmless
    xTaskGenericNotifyFromISR(ANY(TaskHandle_t), ANY(UBaseType_t), ANY(uint32_t), ANY(eNotifyAction), ANY(uint32_t *), ANY(BaseType_t *)); // role: harmless
    vTaskGenericNotifyGiveFromISR(ANY(TaskHandle_t), ANY(UBaseType_t), ANY(BaseType_t *)); // role: harmless
    xTaskGenericNotifyStateClear(ANY(TaskHandle_t), ANY(UBaseType_t)); // role: harmless
    ulTaskGenericNotifyValueClear(ANY(TaskHandle_t), ANY(UBaseType_t), ANY(uint32_t)); // role: harmless
    xTaskResumeFromISR(ANY(TaskHandle_t)); // role: harmless
    xEventGroupCreate(); // role: harmless
    xEventGroupCreateStatic(ANY(StaticEventGroup_t *)); // role: harmless
    xEventGroupSetBits(ANY(EventGroupHandle_t), ANY(const EventBits_t)); // role: harmless
    xEventGroupClearBits(ANY(EventGroupHandle_t), ANY(const EventBits_t)); // role: harmless
    vEventGroupDelete(ANY(EventGroupHandle_t)); // role: harmless
    xEventGroupGetBitsFromISR(ANY(EventGroupHandle_t)); // role: harmless
    xEventGroupSetBitsFromISR(ANY(EventGroupHandle_t), ANY(const EventBits_t), ANY(BaseType_t *)); // role: harmless
    xEventGroupClearBitsFromISR(ANY(EventGroupHandle_t), ANY(const EventBits_t)); // role: harmless
    xStreamBufferGenericCreate(ANY(size_t), ANY(size_t), ANY(BaseType_t), ANY(StreamBufferCallbackFunction_t), ANY(StreamBufferCallbackFunction_t)); // role: harmless
    xStreamBufferGenericCreateStatic(ANY(size_t), ANY(size_t), ANY(BaseType_t), ANY(uint8_t *const), ANY(StaticStreamBuffer_t *const), ANY(StreamBufferCallbackFunction_t), ANY(StreamBufferCallbackFunction_t)); // role: harmless
    xStreamBufferSendFromISR(ANY(StreamBufferHandle_t), ANY(const void *), ANY(size_t), ANY(BaseType_t *const)); // role: harmless
    xStreamBufferReceiveFromISR(ANY(StreamBufferHandle_t), ANY(void *), ANY(size_t), ANY(BaseType_t *const)); // role: harmless
    vStreamBufferDelete(ANY(StreamBufferHandle_t)); // role: harmless
    xTimerCreate(ANY(const char *const), ANY(const TickType_t), ANY(const BaseType_t), ANY(void *const), ANY(TimerCallbackFunction_t)); // role: harmless
    xTimerCreateStatic(ANY(const char *const), ANY(const TickType_t), ANY(const BaseType_t), ANY(void *const), ANY(TimerCallbackFunction_t), ANY(StaticTimer_t *)); // role: harmless
    xTimerGenericCommandFromTask(ANY(TimerHandle_t), ANY(const BaseType_t), ANY(const TickType_t), ANY(BaseType_t *const), ANY(const TickType_t)); // role: harmless
    xTimerGenericCommandFromISR(ANY(TimerHandle_t), ANY(const BaseType_t), ANY(const TickType_t), ANY(BaseType_t *const), ANY(const TickType_t)); // role: harmless
    xTimerPendFunctionCall(ANY(PendedFunction_t), ANY(void *), ANY(uint32_t), ANY(TickType_t)); // role: harmless
    xTimerPendFunctionCallFromISR(ANY(PendedFunction_t), ANY(void *), ANY(uint32_t), ANY(BaseType_t *)); // role: harmless
    xTaskGetTickCount(); // role: harmless
    xTaskGetSchedulerState(); // role: harmless
    xTaskGetCurrentTaskHandle(); // role: harmless
    uxTaskGetNumberOfTasks(); // role: harmless
    xTaskGetIdleTaskHandle(); // role: harmless
    xTaskGetTickCountFromISR(); // role: harmless
    ulPortSetInterruptMask(); // role: harmless
    uxTaskPriorityGet(ANY(const TaskHandle_t)); // role: harmless
    pcTaskGetName(ANY(TaskHandle_t)); // role: harmless
    uxTaskGetStackHighWaterMark(ANY(TaskHandle_t)); // role: harmless
    eTaskGetState(ANY(TaskHandle_t)); // role: harmless
    vTaskPrioritySet(ANY(TaskHandle_t), ANY(UBaseType_t)); // role: harmless
    vQueueAddToRegistry(ANY(QueueHandle_t), ANY(const char *)); // role: harmless
    pvTimerGetTimerID(ANY(const TimerHandle_t)); // role: harmless
    xTimerIsTimerActive(ANY(TimerHandle_t)); // role: harmless
    pcTimerGetName(ANY(TimerHandle_t)); // role: harmless
    xTimerGetPeriod(ANY(TimerHandle_t)); // role: harmless
    vTimerSetTimerID(ANY(TimerHandle_t), ANY(void *)); // role: harmless
}

void suspend_calls(void) {
    vTaskSuspend((__typeof__(TaskHandle_t))0); // role: suspend
}

void yield_calls(void) {
    vPortYield(); // role: yield
}

void make_calls(void) {
    xQueueGenericCreate(ANY(const UBaseType_t), ANY(const UBaseType_t), ANY(const uint8_t)); // role: make
    xQueueGenericCreate(ANY(const UBaseType_t), ANY(const UBaseType_t), (__typeof__(const uint8_t))3); // role: make
    xQueueGenericCreateStatic(ANY(const UBaseType_t), ANY(const UBaseType_t), ANY(uint8_t *), ANY(StaticQueue_t *), ANY(const uint8_t)); // role: make
    xQueueGenericCreateStatic(ANY(const UBaseType_t), ANY(const UBaseType_t), ANY(uint8_t *), ANY(StaticQueue_t *), (__typeof__(const uint8_t))3); // role: make
    xQueueCreateMutex(ANY(const uint8_t)); // role: make
    xQueueCreateMutex((__typeof__(const uint8_t))4); // role: make
    xQueueCreateMutexStatic(ANY(const uint8_t), ANY(StaticQueue_t *)); // role: make
    xQueueCreateMutexStatic((__typeof__(const uint8_t))4, ANY(StaticQueue_t *)); // role: make
    xQueueCreateCountingSemaphore(ANY(const UBaseType_t), ANY(const UBaseType_t)); // role: make
    xQueueCreateCountingSemaphoreStatic(ANY(const UBaseType_t), ANY(const UBaseType_t), ANY(StaticQueue_t *)); // role: make
    xStreamBufferGenericCreate(ANY(size_t), ANY(size_t), (__typeof__(BaseType_t))1, ANY(StreamBufferCallbackFunction_t), ANY(StreamBufferCallbackFunction_t)); // role: make
    xStreamBufferGenericCreateStatic(ANY(size_t), ANY(size_t), (__typeof__(BaseType_t))1, ANY(uint8_t *const), ANY(StaticStreamBuffer_t *const), ANY(StreamBufferCallbackFunction_t), ANY(StreamBufferCallbackFunction_t)); // role: make
}

void send_calls(void) {
    xQueueGenericSend(ANY(QueueHandle_t), ANY(const void *const), ANY(TickType_t), ANY(const BaseType_t)); // role: send
    xQueueGenericSend(ANY(QueueHandle_t), ANY(const void *const), ANY(TickType_t), (__typeof__(const BaseType_t))2); // role: send
    xQueueGenericSendFromISR(ANY(QueueHandle_t), ANY(const void *const), ANY(BaseType_t *const), ANY(const BaseType_t)); // role: send
}

void release_calls(void) {
    xQueueGenericSend(ANY(QueueHandle_t), (__typeof__(const void *const))0, ANY(TickType_t), ANY(const BaseType_t)); // role: release
    xQueueGiveFromISR(ANY(QueueHandle_t), ANY(BaseType_t *const)); // role: release
}

void receive_calls(void) {
    xQueueReceive(ANY(QueueHandle_t), ANY(void *const), ANY(TickType_t)); // role: receive
    xQueueReceiveFromISR(ANY(QueueHandle_t), ANY(void *const), ANY(BaseType_t *const)); // role: receive
}

void io_calls(void) {
    xQueuePeek(ANY(QueueHandle_t), ANY(void *const), ANY(TickType_t)); // role: io
    xQueueSelectFromSet(ANY(QueueSetHandle_t), ANY(const TickType_t)); // role: io
    xTaskGenericNotifyWait(ANY(UBaseType_t), ANY(uint32_t), ANY(uint32_t), ANY(uint32_t *), ANY(TickType_t)); // role: io
    ulTaskGenericNotifyTake(ANY(UBaseType_t), ANY(BaseType_t), ANY(TickType_t)); // role: io
    xEventGroupWaitBits(ANY(EventGroupHandle_t), ANY(const EventBits_t), ANY(const BaseType_t), ANY(const BaseType_t), ANY(TickType_t)); // role: io
    xEventGroupSync(ANY(EventGroupHandle_t), ANY(const EventBits_t), ANY(const EventBits_t), ANY(TickType_t)); // role: io
    xStreamBufferSend(ANY(StreamBufferHandle_t), ANY(const void *), ANY(size_t), ANY(TickType_t)); // role: io
    xStreamBufferReceive(ANY(StreamBufferHandle_t), ANY(void *), ANY(size_t), ANY(TickType_t)); // role: io
}

void query_calls(void) {
    xQueuePeekFromISR(ANY(QueueHandle_t), ANY(void *const)); // role: query
    uxQueueMessagesWaiting(ANY(const QueueHandle_t)); // role: query
    uxQueueSpacesAvailable(ANY(const QueueHandle_t)); // role: query
    uxQueueMessagesWaitingFromISR(ANY(const QueueHandle_t)); // role: query
    xQueueIsQueueEmptyFromISR(ANY(const QueueHandle_t)); // role: query
    xQueueIsQueueFullFromISR(ANY(const QueueHandle_t)); // role: query
    xQueueGetMutexHolder(ANY(QueueHandle_t)); // role: query
    xStreamBufferIsFull(ANY(StreamBufferHandle_t)); // role: query
    xStreamBufferIsEmpty(ANY(StreamBufferHandle_t)); // role: query
    xStreamBufferSpacesAvailable(ANY(StreamBufferHandle_t)); // role: query
    xStreamBufferBytesAvailable(ANY(StreamBufferHandle_t)); // role: query
    xStreamBufferNextMessageLengthBytes(ANY(StreamBufferHandle_t)); // role: query
    xStreamBufferSetTriggerLevel(ANY(StreamBufferHandle_t), ANY(size_t)); // role: query
}

void free_calls(void) {
    vQueueDelete(ANY(QueueHandle_t)); // role: free
}

void acquire_calls(void) {
    xQueueSemaphoreTake(ANY(QueueHandle_t), ANY(TickType_t)); // role: acquire
}

void lock_calls(void) {
    xQueueTakeMutexRecursive(ANY(QueueHandle_t), ANY(TickType_t)); // role: lock
}

void unlock_calls(void) {
    xQueueGiveMutexRecursive(ANY(QueueHandle_t)); // role: unlock
}

void allocate_calls(void) {
    pvPortMalloc(ANY(size_t)); // role: allocate
}

void free_memory_calls(void) {
    vPortFree(ANY(void *)); // role: free-memory
}
