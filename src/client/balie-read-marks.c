/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far this side has read: on disk at once, with the server when it can be reached. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-read-marks.h"

#include "balie-error.h"
#include "balie-json-writer.h"
#include "balie-read-mark-table.h"

struct _BalieReadMarks
{
  GObject parent_instance;

  BalieTransport *transport;
  BalieCache     *cache;
  GCancellable   *cancellable;
  GHashTable     *marks; /* id of a conversation -> Mark */
  gboolean        open;
};

typedef struct
{
  BalieReadMarks *owner;
  char           *conversation;
  gint64          up_to;      /* seen */
  gint64          written_to; /* on disk, or on its way there */
  gint64          flushed_to; /* with the server */
  guint           n_writing;
  gboolean        sending;
} Mark;

/* A mark on its way to the disk or to the server. */
typedef struct
{
  BalieReadMarks *owner;
  char           *conversation;
  gint64          up_to;
  gint64          flushed_to;
} Move;

G_DEFINE_FINAL_TYPE (BalieReadMarks, balie_read_marks, G_TYPE_OBJECT)

static void flush (Mark *mark);

static void
mark_free (Mark *mark)
{
  g_free (mark->conversation);
  g_free (mark);
}

static Move *
move_new (const Mark *mark)
{
  Move *move = g_new0 (Move, 1);

  move->owner = g_object_ref (mark->owner);
  move->conversation = g_strdup (mark->conversation);
  move->up_to = mark->up_to;
  move->flushed_to = mark->flushed_to;

  return move;
}

static void
move_free (Move *move)
{
  g_object_unref (move->owner);
  g_free (move->conversation);
  g_free (move);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Move, move_free)

static void
balie_read_marks_finalize (GObject *object)
{
  BalieReadMarks *self = BALIE_READ_MARKS (object);

  g_clear_object (&self->transport);
  g_clear_object (&self->cache);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->marks, g_hash_table_unref);

  G_OBJECT_CLASS (balie_read_marks_parent_class)->finalize (object);
}

static void
balie_read_marks_class_init (BalieReadMarksClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = balie_read_marks_finalize;
}

static void
balie_read_marks_init (BalieReadMarks *self)
{
  self->cancellable = g_cancellable_new ();
  self->marks = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)mark_free);
}

static Mark *
get_mark (BalieReadMarks *self,
          const char     *conversation)
{
  Mark *mark = g_hash_table_lookup (self->marks, conversation);

  if (mark != NULL)
    return mark;

  mark = g_new0 (Mark, 1);
  mark->owner = self;
  mark->conversation = g_strdup (conversation);
  g_hash_table_insert (self->marks, mark->conversation, mark);

  return mark;
}

BalieReadMarks *
balie_read_marks_new (BalieTransport *transport,
                      BalieCache     *cache,
                      GPtrArray      *marks)
{
  BalieReadMarks *self = g_object_new (BALIE_TYPE_READ_MARKS, NULL);

  self->transport = g_object_ref (transport);
  self->cache = g_object_ref (cache);
  for (guint i = 0; i < marks->len; i++)
    {
      const BalieReadMark *known = g_ptr_array_index (marks, i);
      Mark                *mark = get_mark (self, known->conversation);

      mark->up_to = known->up_to;
      mark->written_to = known->up_to;
      mark->flushed_to = known->flushed_to;
    }

  return self;
}

static gpointer
raise_job (BalieDb *db,
           gpointer data,
           GError **error)
{
  const Move *move = data;

  balie_read_mark_table_raise (db, move->conversation, move->up_to, move->flushed_to, error);

  return NULL;
}

static void write_mark (Mark *mark);

static void
on_written (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Move) move = user_data;
  g_autoptr (GError) error = NULL;
  Mark *mark = get_mark (move->owner, move->conversation);

  balie_cache_write_finish (move->owner->cache, result, &error);
  mark->n_writing--;
  if (error != NULL)
    {
      /* The next mark brings this one along. */
      g_message ("A read mark could not be written: %s", error->message);
      mark->written_to = 0;
      return;
    }

  if (mark->up_to > mark->written_to && mark->n_writing == 0)
    write_mark (mark);
}

static void
write_mark (Mark *mark)
{
  BalieReadMarks *self = mark->owner;

  mark->n_writing++;
  mark->written_to = mark->up_to;
  balie_cache_write_async (self->cache, raise_job, move_new (mark), (GDestroyNotify)move_free,
                           NULL, NULL, on_written, move_new (mark));
}

static void
on_flushed (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Move) move = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieAnswer) answer = balie_transport_request_finish (move->owner->transport, result, &error);
  Mark *mark = get_mark (move->owner, move->conversation);

  mark->sending = FALSE;
  if (g_cancellable_is_cancelled (move->owner->cancellable))
    return;

  /* No answer, or a server in trouble: the next connection tries again. */
  if (answer == NULL || answer->status >= 500 || answer->status == 401 || answer->status == 429)
    return;

  if (answer->status >= 400)
    g_message ("The server refused a read mark: %u", answer->status);

  mark->flushed_to = MAX (mark->flushed_to, move->up_to);
  write_mark (mark);
  flush (mark);
}

static void
flush (Mark *mark)
{
  BalieReadMarks *self = mark->owner;
  g_autoptr (BalieJsonWriter) writer = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autofree char *path = NULL;

  if (!self->open || mark->sending || mark->up_to <= mark->flushed_to)
    return;

  writer = balie_json_writer_new ();
  balie_json_writer_begin_object (writer, NULL);
  balie_json_writer_int (writer, "up_to", mark->up_to);
  balie_json_writer_end_object (writer);
  body = balie_json_writer_end_bytes (writer);
  path = g_strdup_printf ("/v1/conversations/%s/read", mark->conversation);

  mark->sending = TRUE;
  balie_transport_request_async (self->transport, "PUT", path, NULL, body, self->cancellable, on_flushed, move_new (mark));
}

gint64
balie_read_marks_get (BalieReadMarks *self,
                      const char     *conversation)
{
  Mark *mark;

  g_return_val_if_fail (BALIE_IS_READ_MARKS (self), 0);

  mark = g_hash_table_lookup (self->marks, conversation);

  return mark != NULL ? mark->up_to : 0;
}

gboolean
balie_read_marks_raise (BalieReadMarks *self,
                        const char     *conversation,
                        gint64          up_to)
{
  Mark *mark;

  g_return_val_if_fail (BALIE_IS_READ_MARKS (self), FALSE);

  mark = get_mark (self, conversation);
  if (up_to <= mark->up_to)
    return FALSE;

  mark->up_to = up_to;
  if (mark->n_writing == 0)
    write_mark (mark);
  flush (mark);

  return TRUE;
}

void
balie_read_marks_acknowledge (BalieReadMarks *self,
                              const char     *conversation,
                              gint64          up_to)
{
  Mark *mark;

  g_return_if_fail (BALIE_IS_READ_MARKS (self));

  mark = get_mark (self, conversation);
  mark->up_to = MAX (mark->up_to, up_to);
  mark->written_to = MAX (mark->written_to, up_to);
  mark->flushed_to = MAX (mark->flushed_to, up_to);
}

static void
flush_all (BalieReadMarks *self)
{
  GHashTableIter iter;
  gpointer       mark;

  g_hash_table_iter_init (&iter, self->marks);
  while (g_hash_table_iter_next (&iter, NULL, &mark))
    flush (mark);
}

void
balie_read_marks_set_open (BalieReadMarks *self,
                           gboolean        open)
{
  g_return_if_fail (BALIE_IS_READ_MARKS (self));

  self->open = open;
  flush_all (self);
}

void
balie_read_marks_forget_acknowledged (BalieReadMarks *self)
{
  GHashTableIter iter;
  gpointer       value;

  g_return_if_fail (BALIE_IS_READ_MARKS (self));

  g_hash_table_iter_init (&iter, self->marks);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    ((Mark *)value)->flushed_to = 0;
}

void
balie_read_marks_write (BalieReadMarks *self)
{
  GHashTableIter iter;
  gpointer       value;

  g_return_if_fail (BALIE_IS_READ_MARKS (self));

  g_hash_table_iter_init (&iter, self->marks);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Mark *mark = value;

      if (mark->up_to > mark->written_to)
        write_mark (mark);
    }
}

void
balie_read_marks_stop (BalieReadMarks *self)
{
  g_return_if_fail (BALIE_IS_READ_MARKS (self));

  self->open = FALSE;
  g_cancellable_cancel (self->cancellable);
}
