// SPDX-License-Identifier: MIT
#include "base/text.h"
#include "report/json_writer.h"
#include "report/markdown.h"
#include "report/report.h"
#include "report/story.h"

#include <string.h>

static void print_facts(const RuleInfo *rule, FILE *out) {
    fprintf(out, "%s, precision %s", level_word(rule->level), rule->precision ? rule->precision : "not measured");
    for (uint32_t i = 0; i < rule->tag_count; i++) fprintf(out, "%s%s", i ? ", " : "; tags ", rule->tags[i]);
    if (rule->cwe) fprintf(out, "; CWE-%u", rule->cwe);
    fputc('\n', out);
}

void report_explain(const RuleInfo *rule, bool use_color, FILE *out) {
    const char *markdown = rule->help_markdown && rule->help_markdown[0] ? rule->help_markdown : rule->full_text;
    // The README's own title says what the line above says already.
    if (!strncmp(markdown, "# ", 2)) markdown += strcspn(markdown, "\n");
    markdown += strspn(markdown, "\n");
    fprintf(out, "%s%s%s: %s\n", use_color ? "\033[1m" : "", rule->id, use_color ? "\033[0m" : "", rule->short_text);
    print_facts(rule, out);
    Text plain = {0};
    markdown_append_plain(&plain, markdown, use_color);
    fprintf(out, "\n%s", text_value(&plain));
    text_free(&plain);
}

void report_rules_text(const RuleInfo *const *rules, uint32_t rule_count, FILE *out) {
    int width = 0;
    for (uint32_t i = 0; i < rule_count; i++)
        if ((int)strlen(rules[i]->id) > width) width = (int)strlen(rules[i]->id);
    for (uint32_t i = 0; i < rule_count; i++)
        fprintf(out, "%-*s  %-7s  %s\n", width, rules[i]->id, level_word(rules[i]->level), rules[i]->short_text);
}

void report_rules_json(const RuleInfo *const *rules, uint32_t rule_count, FILE *out) {
    JsonWriter json = {.out = out};
    json_open_array(&json, NULL);
    for (uint32_t i = 0; i < rule_count; i++) {
        json_open_object(&json, NULL);
        json_text(&json, "id", rules[i]->id);
        json_text(&json, "name", rules[i]->name);
        json_text(&json, "level", level_word(rules[i]->level));
        json_optional_text(&json, "precision", rules[i]->precision);
        if (rules[i]->cwe) json_number(&json, "cwe", rules[i]->cwe);
        json_open_array(&json, "tags");
        for (uint32_t tag = 0; tag < rules[i]->tag_count; tag++) json_text(&json, NULL, rules[i]->tags[tag]);
        json_close_array(&json);
        json_text(&json, "short", rules[i]->short_text);
        json_text(&json, "full", rules[i]->full_text);
        json_close_object(&json);
    }
    json_close_array(&json);
    json_finish(&json);
}
