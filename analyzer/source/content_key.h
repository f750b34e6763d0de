// SPDX-License-Identifier: MIT
// Names a translation unit's content: the bytes of its file and the words it is compiled with.
#pragma once
#include "base/hash.h"
#include "base/message.h"
#include "base/status.h"
#include "source/source_list.h"

// Files that the unit includes are not part of the key.
Status content_key(const SourceUnit *unit, Messages *messages, Hash *key);
