// case: what is in the buffer at chdone comes before its value; here that leads into a receive without end
#include "libmill.h"

static chan never;

static void hang(void) {
    chr(never, int); // finding: receive-never-sent
}

int main(void) {
    never = chmake(int, 0);
    chan ch = chmake(int, 2);
    chs(ch, int, 1);
    chs(ch, int, 2);
    chdone(ch, int, 9);
    int first = chr(ch, int), second = chr(ch, int), third = chr(ch, int);
    if (first == 1 && second == 2 && third == 9) hang();
    chclose(ch);
    return 0;
}
