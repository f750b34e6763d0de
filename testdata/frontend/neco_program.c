#include <neco.h>
static void worker(int argc, void *argv[]) { (void)argc, (void)argv; }
int neco_main(int argc, char *argv[]) {
    (void)argc, (void)argv;
    neco_start(worker, 0);
    return 0;
}
