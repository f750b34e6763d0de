// SPDX-License-Identifier: MIT
// How near two files are in the tree of folders. Inside linkage/ only.
#pragma once

// Negative when `left` is nearer to `from` than `right` is, positive when farther, 0 when neither: first the number of
// folders they share counts, then how many more folders the other lies below those.
int path_compare_nearness(const char *from, const char *left, const char *right);
