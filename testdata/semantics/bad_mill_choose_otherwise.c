// case: choose takes otherwise when no case is ready; here that leads into a receive without end
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
    otherwise:
        taken = 2;
    end
    }
    if (taken == 2) hang();
    return 0;
}
