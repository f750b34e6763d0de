// case: a channel that is done is ready in choose and gives its value; here that leads into a receive without end
#include "libmill.h"

static chan never;

static void hang(void) {
    chr(never, int); // finding: receive-never-sent
}

int main(void) {
    never = chmake(int, 0);
    chan ch = chmake(int, 0), other = chmake(int, 0);
    int taken = 0;
    chdone(ch, int, 4);
    choose {
    in(other, int, value):
        taken = -value;
    in(ch, int, value):
        taken = value;
    end
    }
    if (taken == 4) hang();
    return 0;
}
