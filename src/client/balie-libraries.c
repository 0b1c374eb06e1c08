/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which versions of libraries the client runs with. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-libraries.h"

#include "balie-db.h"

#include <libsoup/soup.h>

char *
balie_libraries_dup_versions (void)
{
  return g_strdup_printf ("libsoup %u.%u.%u, SQLite %s", soup_get_major_version (), soup_get_minor_version (),
                          soup_get_micro_version (), balie_db_get_library_version ());
}
