// case: choose with a deadline that is over goes on without a partner; here that leads into a receive without end
#include "libmill.h"

static chan never;

static void hang(void) {
    chr(never, int); // finding: receive-never-sent
}

int main(void) {
    never = chmake(int, 0);
    chan ch = chmake(int, 0);
    int taken = 0;
    choose {
    in(ch, int, value):
        taken = value;
    deadline(now() + 10):
        taken = 3;
    end
    }
    if (taken == 3) hang();
    return 0;
}
