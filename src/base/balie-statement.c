/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One prepared SQL statement: bind, step, read columns. */
#define G_LOG_DOMAIN "balie-base"

#include "config.h"

#include "balie-statement.h"

#include <string.h>

#include "balie-db-private.h"
#include "balie-error-private.h"
#include "balie-statement-private.h"

#define MAX_PARAMETERS 64

struct _BalieStatement
{
  /* owned */
  char         *sql;
  sqlite3_stmt *handle;                        /* NULL until it could be compiled */
  GError       *fault;                         /* for the next step to report */
  int           positions[MAX_PARAMETERS + 1]; /* of $1, $2…: SQLite numbers them in the order in which it meets them */

  /* borrowed */
  BalieDb *db;
};

static gboolean
read_positions (BalieStatement *self)
{
  int count = sqlite3_bind_parameter_count (self->handle);

  memset (self->positions, 0, sizeof self->positions);
  for (int position = 1; position <= count; position++)
    {
      const char *name = sqlite3_bind_parameter_name (self->handle, position);
      guint64     number;

      if (name == NULL || name[0] != '$' || !g_ascii_string_to_unsigned (name + 1, 10, 1, MAX_PARAMETERS, &number, NULL))
        return FALSE;

      self->positions[number] = position;
    }

  return TRUE;
}

static void
compile (BalieStatement *self)
{
  const char *rest = NULL;
  int         result = sqlite3_prepare_v3 (self->db->handle, self->sql, -1, SQLITE_PREPARE_PERSISTENT, &self->handle, &rest);

  if (result != SQLITE_OK)
    balie_db_set_error (self->db->handle, result, self->sql, &self->fault);
  else if (self->handle == NULL || rest[strspn (rest, " \t\n;")] != '\0')
    balie_error_set_storage (&self->fault, BALIE_STORAGE_FAULT_OTHER, "%s: not one statement", self->sql);
  else if (!read_positions (self))
    balie_error_set_storage (&self->fault, BALIE_STORAGE_FAULT_OTHER, "%s: parameters must be $1 to $%d", self->sql, MAX_PARAMETERS);

  if (self->fault != NULL)
    g_clear_pointer (&self->handle, sqlite3_finalize);
}

/* Where to bind, or 0 when there is nothing to bind to; then the next step says why. */
static int
get_position (BalieStatement *self,
              int             parameter)
{
  balie_db_assert_owner (self->db);

  if (self->fault != NULL)
    return 0;

  if (parameter < 1 || parameter > MAX_PARAMETERS || self->positions[parameter] == 0)
    {
      balie_error_set_storage (&self->fault, BALIE_STORAGE_FAULT_OTHER, "%s: there is no $%d", self->sql, parameter);
      return 0;
    }

  return self->positions[parameter];
}

static void
check_binding (BalieStatement *self,
               int             result)
{
  if (result != SQLITE_OK)
    balie_db_set_error (self->db->handle, result, self->sql, &self->fault);
}

/* SQLite hands out whatever bytes a damaged file holds; texts must not get further than this as anything but UTF-8. */
static gboolean
row_is_sound (BalieStatement *self)
{
  int count = sqlite3_data_count (self->handle);

  for (int column = 0; column < count; column++)
    {
      const char *text;

      if (sqlite3_column_type (self->handle, column) != SQLITE_TEXT)
        continue;

      text = (const char *)sqlite3_column_text (self->handle, column);
      if (text == NULL || !g_utf8_validate_len (text, sqlite3_column_bytes (self->handle, column), NULL))
        return FALSE;
    }

  return TRUE;
}

BalieStatement *
balie_statement_new (BalieDb    *db,
                     const char *sql)
{
  BalieStatement *self = g_new0 (BalieStatement, 1);

  self->db = db;
  self->sql = g_strdup (sql);
  return self;
}

void
balie_statement_free (BalieStatement *self)
{
  sqlite3_finalize (self->handle);
  g_clear_error (&self->fault);
  g_free (self->sql);
  g_free (self);
}

void
balie_statement_renew (BalieStatement *self)
{
  g_clear_error (&self->fault);
  if (self->handle == NULL)
    {
      compile (self);
      return;
    }

  sqlite3_reset (self->handle);
  sqlite3_clear_bindings (self->handle);
}

const char *
balie_statement_get_sql (BalieStatement *self)
{
  return self->sql;
}

void
balie_statement_bind_text (BalieStatement *self,
                           int             parameter,
                           const char     *value)
{
  int position = get_position (self, parameter);

  if (position != 0)
    check_binding (self, sqlite3_bind_text (self->handle, position, value, -1, SQLITE_TRANSIENT));
}

void
balie_statement_bind_int (BalieStatement *self,
                          int             parameter,
                          gint64          value)
{
  int position = get_position (self, parameter);

  if (position != 0)
    check_binding (self, sqlite3_bind_int64 (self->handle, position, value));
}

void
balie_statement_bind_int_or_null (BalieStatement *self,
                                  int             parameter,
                                  gint64          value,
                                  gint64          none_value)
{
  if (value == none_value)
    balie_statement_bind_null (self, parameter);
  else
    balie_statement_bind_int (self, parameter, value);
}

void
balie_statement_bind_bytes (BalieStatement *self,
                            int             parameter,
                            GBytes         *value)
{
  int         position = get_position (self, parameter);
  const void *data;
  gsize       size;

  if (position == 0)
    return;

  if (value == NULL)
    {
      check_binding (self, sqlite3_bind_null (self->handle, position));
      return;
    }

  /* Without any data, SQLite would bind NULL instead of a blob of no bytes. */
  data = g_bytes_get_data (value, &size);
  check_binding (self, sqlite3_bind_blob64 (self->handle, position, data != NULL ? data : "", size, SQLITE_TRANSIENT));
}

void
balie_statement_bind_null (BalieStatement *self,
                           int             parameter)
{
  int position = get_position (self, parameter);

  if (position != 0)
    check_binding (self, sqlite3_bind_null (self->handle, position));
}

gboolean
balie_statement_next (BalieStatement *self,
                      GError        **error)
{
  int result;

  balie_db_assert_owner (self->db);

  if (self->fault != NULL)
    {
      g_propagate_error (error, g_error_copy (self->fault));
      return FALSE;
    }

  result = sqlite3_step (self->handle);
  if (result == SQLITE_ROW && row_is_sound (self))
    return TRUE;

  if (result == SQLITE_ROW)
    balie_error_set_storage (error, BALIE_STORAGE_FAULT_CORRUPT, "%s: a text is not UTF-8", self->sql);
  else if (result != SQLITE_DONE)
    balie_db_set_error (self->db->handle, result, self->sql, error);

  sqlite3_reset (self->handle);
  return FALSE;
}

gboolean
balie_statement_run (BalieStatement *self,
                     GError        **error)
{
  g_autoptr (GError) local_error = NULL;

  while (balie_statement_next (self, &local_error))
    ;

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

void
balie_statement_reset (BalieStatement *self)
{
  balie_db_assert_owner (self->db);
  sqlite3_reset (self->handle);
}

const char *
balie_statement_get_text (BalieStatement *self,
                          int             column)
{
  g_return_val_if_fail (column >= 0 && column < sqlite3_data_count (self->handle), NULL);

  return (const char *)sqlite3_column_text (self->handle, column);
}

char *
balie_statement_dup_text (BalieStatement *self,
                          int             column)
{
  return g_strdup (balie_statement_get_text (self, column));
}

gint64
balie_statement_get_int (BalieStatement *self,
                         int             column)
{
  g_return_val_if_fail (column >= 0 && column < sqlite3_data_count (self->handle), 0);

  return sqlite3_column_int64 (self->handle, column);
}

GBytes *
balie_statement_dup_bytes (BalieStatement *self,
                           int             column)
{
  const void *data;

  if (balie_statement_is_null (self, column))
    return NULL;

  data = sqlite3_column_blob (self->handle, column);
  return g_bytes_new (data, (gsize)sqlite3_column_bytes (self->handle, column));
}

gboolean
balie_statement_is_null (BalieStatement *self,
                         int             column)
{
  g_return_val_if_fail (column >= 0 && column < sqlite3_data_count (self->handle), TRUE);

  return sqlite3_column_type (self->handle, column) == SQLITE_NULL;
}
