#include "settings_of_this_project.h"

int main(void) { return SETTING; }
