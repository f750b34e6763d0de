#ifndef FLAG_WAS_GIVEN
#error "FLAG_WAS_GIVEN is not defined"
#endif

int main(void) { return 0; }
