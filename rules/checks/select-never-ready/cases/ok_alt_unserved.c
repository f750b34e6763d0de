// case: an alt with default on two channels that no thread serves
#include <u.h>

#include <libc.h>
#include <thread.h>

void threadmain(int argc, char **argv) {
    Channel *keys = chancreate(sizeof(int), 0), *clicks = chancreate(sizeof(int), 0);
    int key, click;
    Alt alts[] = {
        {keys, &key, CHANRCV},
        {clicks, &click, CHANRCV},
        {nil, nil, CHANNOBLK},
    };
    alt(alts);
    threadexitsall(nil);
}
