// SPDX-License-Identifier: MIT
#include "checks/refine.h"

#include "checks/cancellation.h"
#include "checks/loop_exit.h"
#include "checks/names.h"
#include "checks/stop_flag.h"

typedef struct Refiner {
    const Program *program;
    const PointsTo *points_to;
    ChannelUses uses;
    Diagnosis *diagnosis;
    Arena *arena;
} Refiner;

static bool refine_never_closed(Refiner *refiner) {
    const Wait *wait = &refiner->diagnosis->waits[0];
    const StuckState *stuck = refiner->diagnosis->stuck;
    const TaskView *task = &stuck->tasks[wait->task];
    if (wait->operation != EVENT_RECEIVE || wait->polls || !wait->object) return false;
    const Api *maker = api_at(refiner->program, stuck->objects[wait->object].made);
    if (!maker || !maker->rules.is_closable) return false;
    for (uint32_t i = 0; i < refiner->uses.list.count; i++) {
        const ChannelUse *use = &refiner->uses.list.items[i];
        if (use->event != EVENT_CLOSE) continue;
        if (!use->site || diagnosis_is_site(refiner->points_to, &stuck->objects[wait->object], use->site)) return false;
    }
    return loop_ends_by_close_alone(refiner->program, task, refiner->arena);
}

static bool refine_cancel_ignored(Refiner *refiner) {
    Diagnosis *diagnosis = refiner->diagnosis;
    CancelSignal signal = cancellation_ignored_by(refiner->program, refiner->points_to, &refiner->uses,
                                                  diagnosis->stuck, &diagnosis->waits[0], refiner->arena);
    diagnosis->signal = signal.object;
    diagnosis->listens = signal.listens;
    if (signal.object) return true;
    StopFlag flag = stop_flag_ignored_by(refiner->program, refiner->points_to, diagnosis->stuck, &diagnosis->waits[0],
                                         refiner->arena);
    diagnosis->flag = flag.name;
    diagnosis->listens = flag.asked;
    return flag.name != NULL;
}

// A case of the select that ends its loop and that nobody ever makes ready, beside one that somebody may.
static bool refine_cancel_unused(Refiner *refiner) {
    Diagnosis *diagnosis = refiner->diagnosis;
    Wait *wait = &diagnosis->waits[0];
    ObjectId unused = 0;
    bool has_served = false;
    if (wait->operation != EVENT_SELECT) return false;
    for (uint32_t i = 0; i < refiner->uses.list.count; i++) {
        const ChannelUse *use = &refiner->uses.list.items[i];
        if (use->at.function != wait->site.function || use->at.node != wait->site.node || !use->site) continue;
        if (cancellation_is_ever_given(&refiner->uses, use->site)) {
            has_served = true;
        } else if (!unused && cancellation_ends_loop(refiner->program, &refiner->uses, use, refiner->arena)) {
            const TaskView *task = &diagnosis->stuck->tasks[wait->task];
            for (uint32_t k = 0; k < task->wait_count; k++) {
                ObjectId id = task->waits[k].object;
                if (id && diagnosis_is_site(refiner->points_to, &diagnosis->stuck->objects[id], use->site)) unused = id;
            }
        }
    }
    if (!unused || !has_served) return false;
    diagnosis->signal = wait->object = unused;
    diagnosis->listens = wait->site;
    return true;
}

void diagnosis_refine(const Program *program, const PointsTo *points_to, Diagnosis *diagnosis, Arena *arena) {
    if (diagnosis->cause != CAUSE_NOBODY || !diagnosis->waits[0].is_channel) return;
    Refiner refiner = {program, points_to, channel_uses_find(program, points_to, arena), diagnosis, arena};
    if (refine_cancel_ignored(&refiner))
        diagnosis->refinement = REFINED_CANCEL_IGNORED;
    else if (refine_cancel_unused(&refiner))
        diagnosis->refinement = REFINED_CANCEL_UNUSED;
    else if (refine_never_closed(&refiner))
        diagnosis->refinement = REFINED_NEVER_CLOSED;
}
