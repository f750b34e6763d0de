// SPDX-License-Identifier: MIT
// Names content: of a translation unit (the bytes of its file and the words it is compiled with) and of single files.
#pragma once
#include "base/hash.h"
#include "base/message.h"
#include "base/status.h"
#include "source/source_list.h"

// Files that the unit includes are not part of the key.
Status content_key(const SourceUnit *unit, Messages *messages, Hash *key);

// The bytes of a file. False when it cannot be read.
bool content_key_of_file(const char *path, Hash *key);
