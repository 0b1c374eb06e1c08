/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of the desk itself: its settings, its epoch and its sequence of numbers. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-desk-store.h"

#include "balie-error.h"

static char *
new_epoch (void)
{
  g_autofree char *uuid = g_uuid_string_random ();

  return g_strndup (uuid, 8);
}

static char *
write_document (const BalieDesk *desk)
{
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();

  balie_desk_write (desk, writer, NULL);
  return balie_json_writer_end (writer, NULL);
}

static BalieDesk *
read_document (const char *document,
               const char *epoch,
               GError    **error)
{
  g_autoptr (BalieJsonReader) reader = balie_json_reader_new (document, -1, BALIE_JSON_READER_NONE, error);
  g_autoptr (BalieDesk) desk = NULL;

  if (reader == NULL)
    return NULL;

  desk = balie_desk_read (reader, NULL);
  if (!balie_json_reader_finish (reader, error))
    return NULL;

  g_free (desk->epoch);
  desk->epoch = g_strdup (epoch);
  return g_steal_pointer (&desk);
}

BalieDesk *
balie_desk_store_load (BalieDb *db,
                       GError **error)
{
  BalieStatement *statement = balie_db_prepare (db, "SELECT document, epoch FROM desk WHERE id = 1");
  BalieDesk      *desk;

  if (!balie_statement_next (statement, error))
    return NULL;

  desk = read_document (balie_statement_get_text (statement, 0), balie_statement_get_text (statement, 1), error);
  balie_statement_reset (statement);
  return desk;
}

gboolean
balie_desk_store_save (BalieDb         *db,
                       const BalieDesk *desk,
                       gboolean        *changed,
                       GError         **error)
{
  g_autofree char *document = write_document (desk);
  g_autofree char *epoch = new_epoch ();
  BalieStatement  *statement = balie_db_prepare (db, "INSERT INTO desk (id, epoch, next_number, document) VALUES (1, $1, $2, $3)"
                                                      " ON CONFLICT (id) DO UPDATE SET document = excluded.document WHERE desk.document <> excluded.document");

  balie_statement_bind_text (statement, 1, epoch);
  balie_statement_bind_int (statement, 2, BALIE_FIRST_NUMBER);
  balie_statement_bind_text (statement, 3, document);
  if (!balie_statement_run (statement, error))
    return FALSE;

  *changed = balie_db_get_changes (db) > 0;
  return TRUE;
}

gboolean
balie_desk_store_renew_epoch (BalieDb *db,
                              GError **error)
{
  g_autofree char *epoch = new_epoch ();
  BalieStatement  *statement = balie_db_prepare (db, "UPDATE desk SET epoch = $1 WHERE id = 1");

  balie_statement_bind_text (statement, 1, epoch);
  return balie_statement_run (statement, error);
}

gint64
balie_desk_store_take_number (BalieDb *db,
                              GError **error)
{
  g_autoptr (GError) local_error = NULL;
  BalieStatement *statement = balie_db_prepare (db, "UPDATE desk SET next_number = next_number + 1 WHERE id = 1 RETURNING next_number - 1");
  gint64          number;

  if (!balie_statement_next (statement, &local_error))
    {
      if (local_error != NULL)
        g_propagate_error (error, g_steal_pointer (&local_error));
      else
        g_set_error (error, BALIE_ERROR, BALIE_ERROR_STORAGE, "There is no desk");
      return 0;
    }

  number = balie_statement_get_int (statement, 0);
  balie_statement_reset (statement);
  return number;
}

gboolean
balie_desk_store_set_next_number (BalieDb *db,
                                  gint64   number,
                                  GError **error)
{
  BalieStatement *statement = balie_db_prepare (db, "UPDATE desk SET next_number = $1 WHERE id = 1");

  balie_statement_bind_int (statement, 1, number);
  return balie_statement_run (statement, error);
}
