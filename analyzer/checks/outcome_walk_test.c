// SPDX-License-Identifier: MIT
#include "checks/outcome_walk.h"

#include "checks/loop_exit.h"
#include "link/test_program.h"

static const ValueType type_byte = {TYPE_UNSIGNED, false, false, 1};

static ExprId binary(Build *build, Operator operator_, ExprId left, ExprId right) {
    return program_add_expr(
        build->program,
        (Expr){.kind = EXPR_BINARY, .operator_ = operator_, .left = left, .right = right, .type = type_int});
}

static ExprId convert(Build *build, ExprId value_, ValueType type) {
    return program_add_expr(build->program, (Expr){.kind = EXPR_CONVERT, .left = value_, .type = type});
}

static NodeId jump(Build *build, NodeId to) {
    return node(build, (Node){.kind = NODE_NOP, .next = to});
}

typedef struct Given {
    CallSite site;
    bool is_known;
    int64_t value;
    uint32_t entered;
} Given;

static bool give(void *context, CallSite site, int64_t *value_) {
    const Given *given = context;
    *value_ = given->value;
    return given->is_known && site.node == given->site.node;
}

static bool enter(void *context, CallSite site) {
    Given *given = context;
    given->entered++;
    return site.node != given->site.node;
}

static OutcomeEnd walk(Build *build, Given *given) {
    OutcomeWalk request = {
        .program = build->program, .arena = build->arena, .context = given, .result = give, .enter = enter};
    return outcome_walk(&request, given->site);
}

// status = receive(); kept = status; if (kept == 0) again; return kept;
static int test_receive_loop(void) {
    Build b = build_start();
    FunctionId f = define(&b, "main");
    VariableId status = variable(&b, "", VARIABLE_TEMPORARY, type_int, 4), kept = local(&b, "kept", type_int);
    event(&b, api_receive, status, 0, 0, 0, 0);
    assign(&b, at(&b, kept), value(&b, status));
    branch(&b, binary(&b, OPERATOR_EQUAL, value(&b, kept), number(&b, 0)), 5);
    jump(&b, 1);
    give_back(&b, value(&b, kept));
    CallSite receive = {f, 1};
    LoopWay received = loop_way_of(b.program, receive, 0, b.arena),
            closed = loop_way_of(b.program, receive, -1, b.arena);
    CHECK(&b, received.comes_back && !received.leaves);
    CHECK(&b, !closed.comes_back && closed.leaves);
    Given minus = {receive, true, -1, 0}, open = {receive, false, 0, 0};
    OutcomeEnd end = walk(&b, &minus);
    CHECK(&b, end.leaves && end.has_value && end.value == -1 && !end.is_cut);
    end = walk(&b, &open);
    CHECK(&b, end.leaves && !end.has_value && open.entered > minus.entered);
    return build_end(&b);
}

// byte = 300 as one byte; return byte == 44 ? 1 : 2; an address that is taken is not followed.
static int test_values(bool is_taken) {
    Build b = build_start();
    FunctionId f = define(&b, "main");
    VariableId byte = local(&b, "byte", type_byte);
    b.program->variables.items[byte].is_address_taken = is_taken;
    assign(&b, at(&b, byte), convert(&b, number(&b, 300), type_byte));
    branch(&b, binary(&b, OPERATOR_EQUAL, value(&b, byte), number(&b, 44)), 4);
    give_back(&b, number(&b, 1));
    give_back(&b, number(&b, 2));
    Given none = {{f, 0}, false, 0, 0};
    OutcomeEnd end = walk(&b, &none);
    CHECK(&b, end.leaves && end.has_value == !is_taken);
    CHECK(&b, is_taken || end.value == 1);
    return build_end(&b);
}

// for (i = 0; i < limit; i++) {} return i;
static int test_count(int64_t limit, bool is_cut) {
    Build b = build_start();
    FunctionId f = define(&b, "main");
    VariableId i = local(&b, "i", type_int);
    assign(&b, at(&b, i), number(&b, 0));
    branch(&b, binary(&b, OPERATOR_LESS, value(&b, i), number(&b, limit)), 5);
    assign(&b, at(&b, i), binary(&b, OPERATOR_ADD, value(&b, i), number(&b, 1)));
    jump(&b, 2);
    give_back(&b, value(&b, i));
    Given none = {{f, 0}, false, 0, 0};
    OutcomeEnd end = walk(&b, &none);
    CHECK(&b, end.is_cut == is_cut);
    CHECK(&b, is_cut || (end.leaves && end.has_value && end.value == limit));
    return build_end(&b);
}

int main(void) {
    int failures =
        test_receive_loop() + test_values(false) + test_values(true) + test_count(5, false) + test_count(100000, true);
    return failures != 0;
}
