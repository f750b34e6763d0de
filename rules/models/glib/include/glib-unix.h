/* SPDX-License-Identifier: MIT */
#ifndef CHANVET_GLIB_UNIX_H
#define CHANVET_GLIB_UNIX_H
#include <glib.h>
guint g_unix_signal_add(gint signum, GSourceFunc handler, gpointer user_data);
#endif
