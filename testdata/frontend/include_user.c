#include "part.h"
#include <stdlib.h>
extern int elsewhere;
int here;
static int hidden;
_Thread_local int each;
int use(char *text) {
    static int kept = 2;
    int local = 0, *p = &local;
    *p = atoi(text) + kept + elsewhere + here + hidden + each;
    return from_header(local);
}
