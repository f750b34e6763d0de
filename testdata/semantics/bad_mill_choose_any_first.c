// case: choose takes any of the cases that are ready, the first one, too; that leads into a receive without end in some runs
#include "libmill.h"

static chan never;

static void hang(void) {
    chr(never, int); // finding: receive-never-sent
}

int main(void) {
    never = chmake(int, 0);
    chan one = chmake(int, 1), two = chmake(int, 1);
    int taken = 0;
    chs(one, int, 1);
    chs(two, int, 2);
    choose {
    in(one, int, value):
        taken = value;
    in(two, int, value):
        taken = value;
    end
    }
    if (taken == 1) hang();
    return 0;
}
