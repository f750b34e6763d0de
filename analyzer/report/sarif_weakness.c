// SPDX-License-Identifier: MIT
#include "base/status.h"
#include "report/sarif.h"

static const char *weakness_name(uint32_t cwe) {
    static const struct {
        uint32_t cwe;
        const char *name;
    } names[] = {
        {362, "Concurrent Execution using Shared Resource with Improper Synchronization ('Race Condition')"},
        {364, "Signal Handler Race Condition"},
        {366, "Race Condition within a Thread"},
        {367, "Time-of-check Time-of-use (TOCTOU) Race Condition"},
        {400, "Uncontrolled Resource Consumption"},
        {401, "Missing Release of Memory after Effective Lifetime"},
        {404, "Improper Resource Shutdown or Release"},
        {412, "Unrestricted Externally Accessible Lock"},
        {413, "Improper Resource Locking"},
        {415, "Double Free"},
        {416, "Use After Free"},
        {543, "Use of Singleton Pattern Without Synchronization in a Multithreaded Context"},
        {567, "Unsynchronized Access to Shared Data in a Multithreaded Context"},
        {609, "Double-Checked Locking"},
        {662, "Improper Synchronization"},
        {663, "Use of a Non-reentrant Function in a Concurrent Context"},
        {664, "Improper Control of a Resource Through its Lifetime"},
        {666, "Operation on Resource in Wrong Phase of Lifetime"},
        {667, "Improper Locking"},
        {672, "Operation on a Resource after Expiration or Release"},
        {675, "Multiple Operations on Resource in Single-Operation Context"},
        {764, "Multiple Locks of a Critical Resource"},
        {765, "Multiple Unlocks of a Critical Resource"},
        {770, "Allocation of Resources Without Limits or Throttling"},
        {771, "Missing Reference to Active Allocated Resource"},
        {772, "Missing Release of Resource after Effective Lifetime"},
        {820, "Missing Synchronization"},
        {821, "Incorrect Synchronization"},
        {826, "Premature Release of Resource During Expected Lifetime"},
        {828, "Signal Handler with Functionality that is not Asynchronous-Safe"},
        {832, "Unlock of a Resource that is not Locked"},
        {833, "Deadlock"},
        {834, "Excessive Iteration"},
        {835, "Loop with Unreachable Exit Condition ('Infinite Loop')"},
        {1088, "Synchronous Access of Remote Resource without Timeout"},
        {1322, "Use of Blocking Code in Single-threaded, Non-blocking Context"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].cwe == cwe) return names[i].name;
    return NULL;
}

uint32_t sarif_weakness_index(const SarifReport *report, uint32_t cwe) {
    for (uint32_t i = 0; i < report->weaknesses.count; i++)
        if (report->weaknesses.items[i] == cwe) return i;
    invariant(false, "a rule's CWE is not in the taxonomy");
    return 0;
}

void sarif_taxonomy_reference(JsonWriter *json, const char *key) {
    json_open_object(json, key);
    json_text(json, "name", "CWE");
    json_number(json, "index", 0);
    json_close_object(json);
}

void sarif_taxonomies(SarifReport *report) {
    JsonWriter *json = &report->json;
    if (!report->weaknesses.count) return;
    json_open_array(json, "taxonomies");
    json_open_object(json, NULL);
    json_text(json, "name", "CWE");
    json_text(json, "version", "4.14");
    json_text(json, "organization", "MITRE");
    json_message(json, "shortDescription", "The MITRE Common Weakness Enumeration.");
    json_text(json, "informationUri", "https://cwe.mitre.org/data/published/cwe_v4.14.pdf");
    json_boolean(json, "isComprehensive", false);
    json_open_array(json, "taxa");
    for (uint32_t i = 0; i < report->weaknesses.count; i++) {
        uint32_t cwe = report->weaknesses.items[i];
        const char *name = weakness_name(cwe) ? weakness_name(cwe) : arena_format(report->arena, "CWE-%u", cwe);
        json_open_object(json, NULL);
        json_text(json, "id", arena_format(report->arena, "%u", cwe));
        json_text(json, "name", name);
        json_message(json, "shortDescription", arena_format(report->arena, "%s.", name));
        json_text(json, "helpUri", arena_format(report->arena, "https://cwe.mitre.org/data/definitions/%u.html", cwe));
        json_close_object(json);
    }
    json_close_array(json);
    json_close_object(json);
    json_close_array(json);
}
