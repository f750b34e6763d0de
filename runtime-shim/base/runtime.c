// SPDX-License-Identifier: MIT
#include "base/runtime.h"

Runtime runtime;
