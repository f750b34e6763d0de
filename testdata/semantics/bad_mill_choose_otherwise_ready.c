// case: choose takes the case that is ready, not otherwise; here that leads into a receive without end
#include "libmill.h"

static chan never;

static void hang(void) {
    chr(never, int); // finding: receive-never-sent
}

int main(void) {
    never = chmake(int, 0);
    chan ch = chmake(int, 1);
    int taken = 0;
    chs(ch, int, 5);
    choose {
    in(ch, int, value):
        taken = value;
    otherwise:
        taken = 2;
    end
    }
    if (taken == 5) hang();
    return 0;
}
