/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What SQLite's result codes mean to a caller. */
#define G_LOG_DOMAIN "balie-base"

#include "config.h"

#include "balie-db-private.h"

#include <errno.h>

#include "balie-error-private.h"

static BalieStorageFault
fault_from_result (sqlite3 *handle,
                   int      result)
{
  int system_errno;

  switch (result & 0xff)
    {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return BALIE_STORAGE_FAULT_CORRUPT;

    case SQLITE_FULL:
      return BALIE_STORAGE_FAULT_FULL;

    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      /* SQLite says FULL only where it writes the database itself, and not for a quota. */
      system_errno = handle != NULL ? sqlite3_system_errno (handle) : 0;
      return system_errno == ENOSPC || system_errno == EDQUOT ? BALIE_STORAGE_FAULT_FULL : BALIE_STORAGE_FAULT_OTHER;

    default:
      return BALIE_STORAGE_FAULT_OTHER;
    }
}

void
balie_db_set_error (sqlite3    *handle,
                    int         result,
                    const char *doing,
                    GError    **error)
{
  balie_error_set_storage (error, fault_from_result (handle, result), "%s: %s (%d)", doing,
                           handle != NULL ? sqlite3_errmsg (handle) : sqlite3_errstr (result), result);
}

gboolean
balie_db_error_is_corrupt (const GError *error)
{
  return balie_error_get_storage_fault (error) == BALIE_STORAGE_FAULT_CORRUPT;
}

gboolean
balie_db_error_is_full (const GError *error)
{
  return balie_error_get_storage_fault (error) == BALIE_STORAGE_FAULT_FULL;
}
