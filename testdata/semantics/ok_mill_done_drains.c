// case: what is in the buffer at chdone comes before its value
#include "libmill.h"

static chan never;

static void hang(void) {
    chr(never, int);
}

int main(void) {
    never = chmake(int, 0);
    chan ch = chmake(int, 2);
    chs(ch, int, 1);
    chs(ch, int, 2);
    chdone(ch, int, 9);
    int first = chr(ch, int), second = chr(ch, int), third = chr(ch, int);
    if (first != 1 || second != 2 || third != 9) hang();
    chclose(ch);
    return 0;
}
