/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of messages. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-message-store.h"

#include "balie-attachment-store.h"

#define MESSAGE_QUERY                                                                                            \
  "SELECT message.id, message.conversation, message.number, message.after_number, message.author, account.name," \
  " message.author_role, message.text, message.sent_at, message.reply_to, message.mailed_at,"                    \
  " message.customer_seq, message.staff_seq, message.digest, message.diagnostics"                                \
  " FROM message LEFT JOIN account ON account.id = message.author "

BalieMessageRow *
balie_message_row_new (void)
{
  BalieMessageRow *self = g_new0 (BalieMessageRow, 1);

  self->message = balie_message_new ();
  return self;
}

void
balie_message_row_free (BalieMessageRow *self)
{
  g_clear_pointer (&self->message, balie_message_unref);
  g_free (self->digest);
  g_free (self);
}

static BaliePerson *
read_author (BalieStatement *statement)
{
  const char *role = balie_statement_get_text (statement, 6);

  if (balie_statement_is_null (statement, 4))
    return balie_person_new ("", "", BALIE_ROLE_SYSTEM);

  return balie_person_new (balie_statement_get_text (statement, 4),
                           balie_statement_get_text (statement, 5),
                           g_strcmp0 (role, "staff") == 0 ? BALIE_ROLE_STAFF : BALIE_ROLE_CUSTOMER);
}

/* Kept inside an object, which is what a document begins with. */
static char *
write_diagnostics (const BalieDiagnostics *diagnostics)
{
  g_autoptr (BalieJsonWriter) writer = NULL;

  if (diagnostics == NULL)
    return NULL;

  writer = balie_json_writer_new ();
  balie_json_writer_begin_object (writer, NULL);
  balie_diagnostics_write (diagnostics, writer, "items");
  balie_json_writer_end_object (writer);
  return balie_json_writer_end (writer, NULL);
}

static BalieDiagnostics *
read_diagnostics (const char *text)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieJsonReader) reader = text != NULL ? balie_json_reader_new (text, -1, BALIE_JSON_READER_NONE, &local_error) : NULL;
  g_autoptr (BalieDiagnostics) diagnostics = reader != NULL ? balie_diagnostics_read (reader, "items") : NULL;

  if (reader != NULL && balie_json_reader_finish (reader, &local_error))
    return g_steal_pointer (&diagnostics);
  if (local_error != NULL)
    g_warning ("Technical details in the database cannot be read: %s", local_error->message);
  return NULL;
}

static BalieMessageRow *
read_row (BalieStatement *statement)
{
  BalieMessageRow *self = balie_message_row_new ();
  BalieMessage    *message = self->message;

  message->id = balie_statement_dup_text (statement, 0);
  message->conversation = balie_statement_dup_text (statement, 1);
  message->number = balie_statement_get_int (statement, 2);
  message->after = balie_statement_get_int (statement, 3);
  message->author = read_author (statement);
  message->text = balie_statement_dup_text (statement, 7);
  message->sent_at = balie_statement_get_int (statement, 8);
  message->reply_to = balie_statement_dup_text (statement, 9);
  message->mailed_at = balie_statement_get_int (statement, 10);
  message->internal = balie_statement_is_null (statement, 2);
  self->customer_seq = balie_statement_get_int (statement, 11);
  self->staff_seq = balie_statement_get_int (statement, 12);
  self->digest = balie_statement_dup_text (statement, 13);
  message->diagnostics = read_diagnostics (balie_statement_get_text (statement, 14));
  return self;
}

static gboolean
read_rows (BalieDb        *db,
           BalieStatement *statement,
           GPtrArray      *rows,
           GError        **error)
{
  g_autoptr (GError) local_error = NULL;

  while (balie_statement_next (statement, &local_error))
    g_ptr_array_add (rows, read_row (statement));

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  for (guint i = 0; i < rows->len; i++)
    {
      BalieMessageRow *row = g_ptr_array_index (rows, i);

      if (!balie_attachment_store_load (db, row->message, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
balie_message_store_insert (BalieDb               *db,
                            const BalieMessageRow *row,
                            GError               **error)
{
  const BalieMessage *message = row->message;
  g_autofree char    *diagnostics = write_diagnostics (message->diagnostics);
  BalieStatement     *statement = balie_db_prepare (db, "INSERT INTO message (id, conversation, number, after_number, author, author_role, text, sent_at,"
                                                            " reply_to, mailed_at, customer_seq, staff_seq, digest, diagnostics)"
                                                            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11, $12, $13)");

  balie_statement_bind_text (statement, 1, message->id);
  balie_statement_bind_text (statement, 2, message->conversation);
  balie_statement_bind_int_or_null (statement, 3, message->number, 0);
  if (message->internal)
    balie_statement_bind_int (statement, 4, message->after);
  else
    balie_statement_bind_null (statement, 4);
  balie_statement_bind_text (statement, 5, message->author->role != BALIE_ROLE_SYSTEM ? message->author->id : NULL);
  balie_statement_bind_text (statement, 6, balie_role_nicks[message->author->role]);
  balie_statement_bind_text (statement, 7, message->text);
  balie_statement_bind_int (statement, 8, message->sent_at);
  balie_statement_bind_text (statement, 9, message->reply_to);
  balie_statement_bind_int (statement, 10, row->customer_seq);
  balie_statement_bind_int (statement, 11, row->staff_seq);
  balie_statement_bind_text (statement, 12, row->digest);
  balie_statement_bind_text (statement, 13, diagnostics);
  return balie_statement_run (statement, error);
}

BalieMessageRow *
balie_message_store_get (BalieDb    *db,
                         const char *id,
                         GError    **error)
{
  BalieStatement  *statement = balie_db_prepare (db, MESSAGE_QUERY "WHERE message.id = $1");
  BalieMessageRow *row;

  balie_statement_bind_text (statement, 1, id);
  if (!balie_statement_next (statement, error))
    return NULL;

  row = read_row (statement);
  balie_statement_reset (statement);
  if (!balie_attachment_store_load (db, row->message, error))
    g_clear_pointer (&row, balie_message_row_free);
  return row;
}

static gint64
row_place (const BalieMessageRow *row)
{
  return row->message->internal ? row->message->after : row->message->number;
}

/* A note goes behind the message it was written after; among themselves they keep the order in which they were read. */
static GPtrArray *
merge_notes (GPtrArray *numbered,
             GPtrArray *notes)
{
  g_autoptr (GPtrArray) merged = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_message_row_free);
  guint note = 0;

  g_ptr_array_set_free_func (numbered, NULL);
  g_ptr_array_set_free_func (notes, NULL);
  for (guint i = 0; i < numbered->len; i++)
    {
      BalieMessageRow *row = g_ptr_array_index (numbered, i);

      while (note < notes->len && row_place (g_ptr_array_index (notes, note)) < row_place (row))
        g_ptr_array_add (merged, g_ptr_array_index (notes, note++));
      g_ptr_array_add (merged, row);
    }
  while (note < notes->len)
    g_ptr_array_add (merged, g_ptr_array_index (notes, note++));

  return g_steal_pointer (&merged);
}

static GPtrArray *
list_notes (BalieDb    *db,
            const char *conversation,
            gint64      from,
            gint64      before,
            GError    **error)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_message_row_free);
  BalieStatement *statement = balie_db_prepare (db, MESSAGE_QUERY "WHERE message.conversation = $1 AND message.number IS NULL"
                                                                  " AND message.after_number >= $2 AND message.after_number < $3"
                                                                  " ORDER BY message.after_number, message.staff_seq");

  balie_statement_bind_text (statement, 1, conversation);
  balie_statement_bind_int (statement, 2, from);
  balie_statement_bind_int (statement, 3, before);
  return read_rows (db, statement, notes, error) ? g_steal_pointer (&notes) : NULL;
}

static void
reverse (GPtrArray *rows)
{
  for (guint i = 0; i < rows->len / 2; i++)
    {
      gpointer kept = rows->pdata[i];

      rows->pdata[i] = rows->pdata[rows->len - 1 - i];
      rows->pdata[rows->len - 1 - i] = kept;
    }
}

GPtrArray *
balie_message_store_list (BalieDb    *db,
                          const char *conversation,
                          gint64      before,
                          guint       limit,
                          gboolean    with_notes,
                          gboolean   *more,
                          GError    **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_message_row_free);
  g_autoptr (GPtrArray) notes = NULL;
  BalieStatement *statement = balie_db_prepare (db, MESSAGE_QUERY "WHERE message.conversation = $1 AND message.number < $2 ORDER BY message.number DESC LIMIT $3");

  /* One more than asked for tells whether there are more. */
  balie_statement_bind_text (statement, 1, conversation);
  balie_statement_bind_int (statement, 2, before);
  balie_statement_bind_int (statement, 3, (gint64)limit + 1);
  if (!read_rows (db, statement, rows, error))
    return NULL;

  *more = rows->len > limit;
  if (*more)
    g_ptr_array_set_size (rows, limit);
  reverse (rows);
  if (!with_notes)
    return g_steal_pointer (&rows);

  notes = list_notes (db, conversation, *more ? row_place (g_ptr_array_index (rows, 0)) : 0, before, error);
  return notes != NULL ? merge_notes (rows, notes) : NULL;
}
