/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which versions of libraries the client runs with. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * balie_libraries_dup_versions:
 *
 * Returns: (transfer full): the libraries that only this room sees, as they are at run time: `libsoup 3.2.3, SQLite 3.40.1`
 */
char *balie_libraries_dup_versions (void);

G_END_DECLS
