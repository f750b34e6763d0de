// case: a choose in the block of another one's case
#include "libmill.h"

static chan never;

static void hang(void) {
    chr(never, int);
}

int main(void) {
    never = chmake(int, 0);
    chan outer = chmake(int, 1), inner = chmake(int, 1), idle = chmake(int, 0);
    int taken = 0;
    chs(outer, int, 1);
    chs(inner, int, 2);
    choose {
    in(idle, int, value):
        taken = -value;
    in(outer, int, value):
        taken = value;
        choose {
        in(idle, int, more):
            taken = -more;
        in(inner, int, more):
            taken += more * 10;
        end
        }
    in(idle, int, value):
        taken = -value;
    end
    }
    if (taken != 21) hang();
    return 0;
}
