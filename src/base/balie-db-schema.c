/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bringing a database's schema up to date. */
#define G_LOG_DOMAIN "balie-base"

#include "config.h"

#include "balie-db.h"

#include "balie-db-private.h"
#include "balie-error-private.h"

static gboolean
set_version (BalieDb *self,
             int      version,
             GError **error)
{
  /* A pragma takes no parameters. */
  g_autofree char *sql = g_strdup_printf ("PRAGMA user_version = %d", version);

  return balie_db_exec (self, sql, error);
}

/* Another process may have been faster, so what is to be done is only known inside the transaction. */
static gboolean
apply (BalieDb              *self,
       const BalieMigration *migration,
       GError              **error)
{
  int version = balie_db_get_version (self, error);

  if (version < 0)
    return FALSE;

  if (version >= migration->version)
    return TRUE;

  return balie_db_exec (self, migration->sql, error) &&
         balie_db_check_foreign_keys (self, error) &&
         set_version (self, migration->version, error);
}

static gboolean
migrate_one (BalieDb              *self,
             const BalieMigration *migration,
             GError              **error)
{
  if (!balie_db_begin (self, error))
    return FALSE;

  if (apply (self, migration, error) && balie_db_commit (self, error))
    return TRUE;

  balie_db_rollback (self);
  g_prefix_error (error, "migrating to version %d: ", migration->version);
  return FALSE;
}

int
balie_db_get_version (BalieDb *self,
                      GError **error)
{
  return (int)balie_db_query_int (self, "PRAGMA user_version", error);
}

gboolean
balie_db_migrate (BalieDb              *self,
                  const BalieMigration *migrations,
                  gsize                 n_migrations,
                  GError              **error)
{
  int      version = balie_db_get_version (self, error);
  gboolean done = TRUE;

  if (version < 0)
    return FALSE;

  if (version > (int)n_migrations)
    {
      balie_error_set_storage (error, BALIE_STORAGE_FAULT_OTHER,
                               "the database has version %d, this program knows versions up to %d",
                               version, (int)n_migrations);
      return FALSE;
    }

  if (version == (int)n_migrations)
    return TRUE;

  /* Rebuilding a table drops the old one, which would take the rows of others with it if foreign keys were enforced meanwhile.
   * Inside a transaction this could not be changed. */
  if (!balie_db_exec (self, "PRAGMA foreign_keys = OFF;", error))
    return FALSE;

  for (gsize i = (gsize)version; i < n_migrations && done; i++)
    {
      g_assert (migrations[i].version == (int)i + 1);
      done = migrate_one (self, &migrations[i], error);
    }

  /* An error that is there already says more than one about this. */
  return balie_db_exec (self, "PRAGMA foreign_keys = ON;", done ? error : NULL) && done;
}
