/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of streams and of the events in them. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-event-store.h"

#include "balie-error.h"

/* A place in a stream. */
typedef struct
{
  char  *stream;
  gint64 seq;
} StreamPlace;

static void
stream_place_free (StreamPlace *self)
{
  g_free (self->stream);
  g_free (self);
}

void
balie_event_row_free (BalieEventRow *self)
{
  g_clear_pointer (&self->event, balie_logged_event_unref);
  g_free (self);
}

gboolean
balie_event_store_add_stream (BalieDb    *db,
                              const char *stream,
                              GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "INSERT INTO stream (id, seq, pruned) VALUES ($1, 0, 0)");

  balie_statement_bind_text (statement, 1, stream);
  return balie_statement_run (statement, error);
}

gint64
balie_event_store_take_seq (BalieDb    *db,
                            const char *stream,
                            GError    **error)
{
  g_autoptr (GError) local_error = NULL;
  BalieStatement *statement = balie_db_prepare (db, "UPDATE stream SET seq = seq + 1 WHERE id = $1 RETURNING seq");
  gint64          seq;

  balie_statement_bind_text (statement, 1, stream);
  if (!balie_statement_next (statement, &local_error))
    {
      if (local_error != NULL)
        g_propagate_error (error, g_steal_pointer (&local_error));
      else
        g_set_error (error, BALIE_ERROR, BALIE_ERROR_STORAGE, "There is no stream %s", stream);
      return 0;
    }

  seq = balie_statement_get_int (statement, 0);
  balie_statement_reset (statement);
  return seq;
}

gboolean
balie_event_store_insert (BalieDb                *db,
                          const char             *stream,
                          const BalieLoggedEvent *event,
                          gint64                  now,
                          GError                **error)
{
  BalieStatement *statement = balie_db_prepare (db, "INSERT INTO event (stream, seq, type, at, data) VALUES ($1, $2, $3, $4, $5)");

  balie_statement_bind_text (statement, 1, stream);
  balie_statement_bind_int (statement, 2, event->seq);
  balie_statement_bind_text (statement, 3, event->type);
  balie_statement_bind_int (statement, 4, now);
  balie_statement_bind_text (statement, 5, event->data);
  return balie_statement_run (statement, error);
}

gboolean
balie_event_store_get_range (BalieDb    *db,
                             const char *stream,
                             gint64     *seq,
                             gint64     *pruned,
                             GError    **error)
{
  g_autoptr (GError) local_error = NULL;
  BalieStatement *statement = balie_db_prepare (db, "SELECT seq, pruned FROM stream WHERE id = $1");

  balie_statement_bind_text (statement, 1, stream);
  if (!balie_statement_next (statement, &local_error))
    {
      if (local_error != NULL)
        g_propagate_error (error, g_steal_pointer (&local_error));
      else
        g_set_error (error, BALIE_ERROR, BALIE_ERROR_NOT_FOUND, "There is no stream %s", stream);
      return FALSE;
    }

  *seq = balie_statement_get_int (statement, 0);
  *pruned = balie_statement_get_int (statement, 1);
  balie_statement_reset (statement);
  return TRUE;
}

/* Columns: seq, type, data, at. */
static GPtrArray *
read_rows (BalieStatement *statement,
           GError        **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_event_row_free);
  g_autoptr (GError) local_error = NULL;

  while (balie_statement_next (statement, &local_error))
    {
      BalieEventRow *row = g_new0 (BalieEventRow, 1);

      row->event = balie_logged_event_new (balie_statement_get_int (statement, 0),
                                           balie_statement_get_text (statement, 1),
                                           balie_statement_get_text (statement, 2));
      row->at = balie_statement_get_int (statement, 3);
      g_ptr_array_add (rows, row);
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return g_steal_pointer (&rows);
}

GPtrArray *
balie_event_store_list (BalieDb    *db,
                        const char *stream,
                        gint64      after,
                        guint       limit,
                        GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "SELECT seq, type, data, at FROM event WHERE stream = $1 AND seq > $2 ORDER BY seq LIMIT $3");

  balie_statement_bind_text (statement, 1, stream);
  balie_statement_bind_int (statement, 2, after);
  balie_statement_bind_int (statement, 3, limit);
  return read_rows (statement, error);
}

GPtrArray *
balie_event_store_list_type (BalieDb    *db,
                             const char *type,
                             gint64      since,
                             GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "SELECT seq, type, data, at FROM event WHERE at >= $2 AND type = $1");

  balie_statement_bind_text (statement, 1, type);
  balie_statement_bind_int (statement, 2, since);
  return read_rows (statement, error);
}

GPtrArray *
balie_event_store_list_streams (BalieDb *db,
                                GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local_error = NULL;
  BalieStatement *statement = balie_db_prepare (db, "SELECT id FROM stream ORDER BY id");

  while (balie_statement_next (statement, &local_error))
    g_ptr_array_add (ids, balie_statement_dup_text (statement, 0));

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return g_steal_pointer (&ids);
}

/* Up to where each stream is too old: a place, not a set of rows, so that a clock that went back makes no hole. */
static GPtrArray *
find_old (BalieDb *db,
          gint64   before,
          GError **error)
{
  g_autoptr (GPtrArray) places = g_ptr_array_new_with_free_func ((GDestroyNotify)stream_place_free);
  g_autoptr (GError) local_error = NULL;
  BalieStatement *statement = balie_db_prepare (db, "SELECT stream, MAX(seq) FROM event WHERE at < $1 GROUP BY stream");

  balie_statement_bind_int (statement, 1, before);
  while (balie_statement_next (statement, &local_error))
    {
      StreamPlace *place = g_new0 (StreamPlace, 1);

      place->stream = balie_statement_dup_text (statement, 0);
      place->seq = balie_statement_get_int (statement, 1);
      g_ptr_array_add (places, place);
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return g_steal_pointer (&places);
}

static gboolean
prune_stream (BalieDb           *db,
              const StreamPlace *place,
              GError           **error)
{
  BalieStatement *mark = balie_db_prepare (db, "UPDATE stream SET pruned = $2 WHERE id = $1");
  BalieStatement *prune = balie_db_prepare (db, "DELETE FROM event WHERE stream = $1 AND seq <= $2");

  balie_statement_bind_text (mark, 1, place->stream);
  balie_statement_bind_int (mark, 2, place->seq);
  balie_statement_bind_text (prune, 1, place->stream);
  balie_statement_bind_int (prune, 2, place->seq);
  return balie_statement_run (mark, error) && balie_statement_run (prune, error);
}

gboolean
balie_event_store_prune (BalieDb *db,
                         gint64   before,
                         GError **error)
{
  g_autoptr (GPtrArray) places = find_old (db, before, error);

  if (places == NULL)
    return FALSE;

  for (guint i = 0; i < places->len; i++)
    {
      if (!prune_stream (db, g_ptr_array_index (places, i), error))
        return FALSE;
    }
  return TRUE;
}
