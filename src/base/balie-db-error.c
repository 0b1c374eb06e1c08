/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What SQLite's result codes mean to a caller. */
#define G_LOG_DOMAIN "balie-base"

#include "config.h"

#include "balie-db-private.h"

#include "balie-error-private.h"

/* What the system said to the last call that failed. SQLite keeps it in three places: with the connection, which misses most
 * failed writes, with the database's file, and with its log. */
static BalieStorageFault
fault_from_system (sqlite3 *handle)
{
  sqlite3_file *log = NULL;
  int           numbers[3] = {0};

  numbers[0] = sqlite3_system_errno (handle);
  sqlite3_file_control (handle, "main", SQLITE_FCNTL_LAST_ERRNO, &numbers[1]);
  sqlite3_file_control (handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
  if (log != NULL && log->pMethods != NULL)
    log->pMethods->xFileControl (log, SQLITE_FCNTL_LAST_ERRNO, &numbers[2]);

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      BalieStorageFault fault = balie_storage_fault_from_errno (numbers[i]);

      if (fault != BALIE_STORAGE_FAULT_OTHER)
        return fault;
    }

  return BALIE_STORAGE_FAULT_OTHER;
}

static BalieStorageFault
fault_from_result (sqlite3 *handle,
                   int      result)
{
  switch (result & 0xff)
    {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return BALIE_STORAGE_FAULT_CORRUPT;

    case SQLITE_FULL:
      return BALIE_STORAGE_FAULT_FULL;

    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      /* SQLite itself says FULL for ENOSPC only, and not everywhere. */
      return handle != NULL ? fault_from_system (handle) : BALIE_STORAGE_FAULT_OTHER;

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
