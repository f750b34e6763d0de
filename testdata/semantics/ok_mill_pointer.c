// case: a channel that travels over a channel takes the answer
#include "libmill.h"

struct request {
    int number;
    chan answer;
};

static coroutine void serve(chan requests) {
    for (;;) {
        struct request request = chr(requests, struct request);
        if (!request.answer) return;
        chs(request.answer, int, request.number + 1);
    }
}

int main(void) {
    chan requests = chmake(struct request, 0), answer = chmake(int, 0);
    go(serve(requests));
    struct request request = {41, answer}, last = {0, NULL};
    chs(requests, struct request, request);
    int number = chr(answer, int);
    chs(requests, struct request, last);
    return number == 42 ? 0 : 1;
}
