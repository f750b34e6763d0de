// Includes the library's header by name; without the library the model's own header stands in.
#include <libdill.h>
static coroutine void worker(int channel) { (void)channel; }
int main(void) {
    int channels[2];
    chmake(channels);
    return go(worker(channels[0]));
}
