/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file's way to the server: announced, sent part by part, finished; from where the server stands, as often as it takes. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-upload-passage.h"

#include "balie-json-reader.h"
#include "balie-json-writer.h"
#include "balie-upload-part.h"

/* How large the parts are: such that one takes about as long as somebody likes to wait for news, and that all that are under way
 * do not need much memory. */
#define FIRST_PART (256 * 1024)
#define SMALLEST_PART (64 * 1024)
#define PARTS_TOGETHER (4 * 1024 * 1024)
#define QUICK (G_TIME_SPAN_SECOND / 2)
#define SLOW (4 * G_TIME_SPAN_SECOND)

/* How often in a row what arrived may be something else than what was sent. */
#define MAX_MISMATCHES 3

/* How often in a row the server may stand elsewhere than it said, before it is left alone for a while. */
#define MAX_CONFLICTS 3

struct _BalieUploadPassage
{
  GObject parent_instance;

  /* owned */
  BalieUpload     *upload;
  BalieFileFolder *folder;
  GCancellable    *cancellable; /* of what is under way; NULL when nothing is */

  /* borrowed: outlives what is under way, but not the answer to what was given up */
  BalieUploadQueue *queue;

  gint64   offset;       /* where the server stands */
  gint64   furthest;     /* where it stood at most: what leads no further is no progress */
  gint64   part_size;    /* of the next part */
  gint64   in_flight;    /* bytes of the part that is under way */
  gint64   sent_at;      /* when the part left, monotonic */
  double   rate;         /* bytes in a second, smoothed; 0 for unknown */
  guint    attempts;     /* failures in a row */
  guint    n_mismatches; /* in a row */
  guint    n_conflicts;  /* in a row */
  guint    next_source;
  guint    retry_source;
  gboolean sent_away; /* the wait is one that the server asked for */
};

G_DEFINE_FINAL_TYPE (BalieUploadPassage, balie_upload_passage, G_TYPE_OBJECT)

static void announce (BalieUploadPassage *self);

static void
balie_upload_passage_dispose (GObject *object)
{
  BalieUploadPassage *self = BALIE_UPLOAD_PASSAGE (object);

  balie_upload_passage_give_up (self);
  g_clear_handle_id (&self->retry_source, g_source_remove);

  G_OBJECT_CLASS (balie_upload_passage_parent_class)->dispose (object);
}

static void
balie_upload_passage_finalize (GObject *object)
{
  BalieUploadPassage *self = BALIE_UPLOAD_PASSAGE (object);

  g_clear_object (&self->upload);
  g_clear_object (&self->folder);

  G_OBJECT_CLASS (balie_upload_passage_parent_class)->finalize (object);
}

static void
balie_upload_passage_class_init (BalieUploadPassageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = balie_upload_passage_dispose;
  object_class->finalize = balie_upload_passage_finalize;
}

static void
balie_upload_passage_init (BalieUploadPassage *self)
{
  self->part_size = FIRST_PART;
}

BalieUploadPassage *
balie_upload_passage_new (BalieUploadQueue *queue,
                          BalieUpload      *upload)
{
  BalieUploadPassage *self = g_object_new (BALIE_TYPE_UPLOAD_PASSAGE, NULL);

  self->queue = queue;
  self->upload = g_object_ref (upload);
  self->folder = g_object_ref (queue->folder);

  return self;
}

static BalieUploadEntry *
get_entry (BalieUploadPassage *self)
{
  return balie_upload_queue_find_entry (self->queue, balie_upload_get_id (self->upload));
}

static char *
dup_path (BalieUploadPassage *self,
          const char         *suffix)
{
  return g_strconcat ("/v1/uploads/", balie_upload_get_id (self->upload), suffix, NULL);
}

static void
rest (BalieUploadPassage *self)
{
  self->in_flight = 0;
  g_clear_object (&self->cancellable);
}

static gboolean
on_retry (gpointer user_data)
{
  BalieUploadPassage *self = user_data;

  self->retry_source = 0;
  self->sent_away = FALSE;
  balie_upload_queue_pump (self->queue);

  return G_SOURCE_REMOVE;
}

static void
retry_later (BalieUploadPassage *self,
             guint               retry_after)
{
  guint wait = balie_jitter_next (self->queue->jitter, ++self->attempts, retry_after);

  rest (self);
  self->sent_away = retry_after > 0;
  g_clear_handle_id (&self->retry_source, g_source_remove);
  self->retry_source = g_timeout_add (wait, on_retry, self);
  balie_upload_set_state (self->upload, BALIE_UPLOAD_WAITING);
  balie_upload_queue_pump (self->queue);
}

static void
refuse (BalieUploadPassage *self,
        BalieError          code,
        const char         *type)
{
  g_message ("A file is refused: %s", type);
  rest (self);
  self->n_mismatches = 0;
  balie_upload_queue_refuse (self->queue, get_entry (self), code, type);
  balie_upload_queue_pump (self->queue);
}

static void
refuse_fault (BalieUploadPassage *self,
              BalieFileFault      fault)
{
  refuse (self, balie_file_fault_to_code (fault), balie_file_fault_to_type (fault));
}

static void
end (BalieUploadPassage *self)
{
  rest (self);
  self->attempts = 0;
  self->n_conflicts = 0;
  self->n_mismatches = 0;
  self->furthest = 0;
  balie_upload_set_progress (self->upload, balie_upload_get_size (self->upload), -1);
  balie_upload_queue_end_passage (self->queue, get_entry (self));
}

/* Returns: bytes of the parts that the others have under way */
static gint64
measure_others (BalieUploadPassage *self)
{
  gint64 n_bytes = 0;

  for (guint i = 0; i < self->queue->entries->len; i++)
    {
      const BalieUploadEntry *entry = g_ptr_array_index (self->queue->entries, i);

      if (entry->passage != NULL && entry->passage != self)
        n_bytes += entry->passage->in_flight;
    }

  return n_bytes;
}

/* Returns: as many bytes as @wanted, if the server, and what is on the way to it, let them through at once, and what the others have
 * under way leaves them */
static gint64
limit_part (BalieUploadPassage *self,
            gint64              wanted)
{
  gint64 share = PARTS_TOGETHER / MAX (balie_upload_queue_count_busy (self->queue), 1);
  gint64 rest_of_all = MAX (PARTS_TOGETHER - measure_others (self), SMALLEST_PART);
  gint64 limit = MIN (self->queue->desk->limits.upload_chunk, self->queue->part_limit);

  return MIN (MIN (wanted, limit), MIN (share, rest_of_all));
}

/* Smoothed, so that one slow part does not make the number jump. */
static void
measure (BalieUploadPassage *self,
         gint64              n_bytes)
{
  gint64 took = MAX (g_get_monotonic_time () - self->sent_at, 1);
  double rate = (double)n_bytes * G_TIME_SPAN_SECOND / (double)took;

  self->rate = self->rate > 0 ? 0.7 * self->rate + 0.3 * rate : rate;
  if (took < QUICK)
    self->part_size = MIN (self->part_size * 2, PARTS_TOGETHER);
  else if (took > SLOW)
    self->part_size = MAX (self->part_size / 2, SMALLEST_PART);
}

static void
stand_at (BalieUploadPassage *self,
          gint64              offset)
{
  gint64 left = balie_upload_get_size (self->upload) - offset;

  self->offset = offset;
  balie_upload_set_paused (self->upload, FALSE);
  balie_upload_set_progress (self->upload, offset, self->rate > 0 ? (int)MIN ((double)left / self->rate + 1, G_MAXINT) : -1);
}

/* Nothing on the way may be known to be smaller than what was just too large for it. */
static void
take_too_large (BalieUploadPassage *self,
                gint64              part)
{
  if (part <= SMALLEST_PART)
    {
      refuse (self, BALIE_ERROR_LIMIT, "proxy-too-large");
      return;
    }

  g_info ("Something on the way lets no part of %" G_GINT64_FORMAT " bytes through", part);
  self->queue->part_limit = MIN (self->queue->part_limit, MAX (part / 2, SMALLEST_PART));
  announce (self);
}

/* What an answer means that is not the one hoped for. @part: bytes that were sent, 0 for a request without a file's content. */
static void
take_problem (BalieUploadPassage *self,
              BalieAnswer        *answer,
              gint64              part)
{
  const BalieProblem *problem = answer->problem;

  if (answer->status == 401)
    {
      rest (self);
      balie_upload_set_state (self->upload, BALIE_UPLOAD_WAITING);
      balie_upload_queue_refuse_login (self->queue);
    }
  else if (answer->status == 413 && !balie_answer_is_refusal (answer))
    take_too_large (self, part);
  else if ((answer->status == 404 || answer->status == 409) && ++self->n_conflicts <= MAX_CONFLICTS)
    announce (self);
  else if (balie_answer_is_refusal (answer) && answer->status != 404 && answer->status != 409)
    {
      g_autoptr (GError) error = balie_problem_to_error (problem);

      refuse (self, error->code, problem->type);
    }
  else
    {
      g_info ("A file is not sent yet: %u", answer->status);
      retry_later (self, problem != NULL ? problem->retry_after : 0);
    }
}

/* Returns: whether there is an answer to go on with; otherwise all is done that can be */
static gboolean
has_answer (BalieUploadPassage *self,
            BalieAnswer        *answer,
            const GError       *error)
{
  if (answer != NULL)
    return TRUE;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return FALSE;

  g_debug ("No answer about a file: %s", error->message);
  if (g_error_matches (error, BALIE_ERROR, BALIE_ERROR_AUTH))
    {
      rest (self);
      balie_upload_set_state (self->upload, BALIE_UPLOAD_WAITING);
      balie_upload_queue_refuse_login (self->queue);
    }
  else
    {
      balie_upload_set_paused (self->upload, g_error_matches (error, BALIE_ERROR, BALIE_ERROR_OFFLINE));
      retry_later (self, 0);
    }

  return FALSE;
}

/* How far the server is. Returns FALSE when it says nothing that can be understood, or speaks of another file. */
static gboolean
parse_answer (BalieUpload *upload,
              GBytes      *body,
              gint64      *offset,
              gboolean    *is_finished)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieJsonReader) reader = NULL;
  const char *id;
  gsize       length = 0;
  const char *text = body != NULL ? g_bytes_get_data (body, &length) : NULL;

  reader = balie_json_reader_new (text != NULL ? text : "", length, BALIE_JSON_READER_NONE, &error);
  if (reader == NULL)
    return FALSE;

  *offset = balie_json_reader_int (reader, "offset", 0, balie_upload_get_size (upload));
  *is_finished = balie_json_reader_has (reader, "attachment");
  id = balie_json_reader_string (reader, "id");
  if (balie_json_reader_ok (reader) && !g_str_equal (id, balie_upload_get_id (upload)))
    balie_json_reader_fail (reader, "id", "is another file");

  return balie_json_reader_finish (reader, NULL);
}

/* The copy is looked at before the server is asked to begin again: it is the one that may have changed. */
static void
on_checked (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (BalieUploadPassage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieFileCopy) copy = balie_file_folder_copy_finish (self->folder, result, &error);

  if (copy == NULL)
    return;

  /* The server begins again, as it has to. */
  self->furthest = 0;
  if (copy->fault != BALIE_FILE_FAULT_NONE)
    refuse_fault (self, copy->fault);
  else if (g_strcmp0 (copy->sha256, balie_upload_get_sha256 (self->upload)) != 0)
    refuse_fault (self, BALIE_FILE_FAULT_CHANGED);
  else if (++self->n_mismatches >= MAX_MISMATCHES)
    refuse (self, BALIE_ERROR_INVALID, "digest-mismatch");
  else
    announce (self);
}

static void
on_finished (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (BalieUploadPassage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieAnswer) answer = balie_transport_request_finish (BALIE_TRANSPORT (source), result, &error);
  gint64   offset = 0;
  gboolean is_finished = FALSE;

  if (!has_answer (self, answer, error))
    return;

  if (answer->status == 200 && parse_answer (self->upload, answer->body, &offset, &is_finished) && is_finished)
    end (self);
  else if (answer->problem != NULL && g_str_equal (answer->problem->type, "digest-mismatch"))
    balie_file_folder_check_async (self->folder, balie_upload_get_id (self->upload), self->cancellable,
                                   on_checked, g_object_ref (self));
  else
    take_problem (self, answer, 0);
}

static void
finish (BalieUploadPassage *self)
{
  g_autofree char *path = dup_path (self, "/finish");

  balie_transport_request_async (self->queue->transport, "POST", path, NULL, NULL, self->cancellable,
                                 on_finished, g_object_ref (self));
}

static void send_part (BalieUploadPassage *self);

static gboolean
on_next (gpointer user_data)
{
  BalieUploadPassage *self = user_data;

  self->next_source = 0;
  send_part (self);

  return G_SOURCE_REMOVE;
}

static void
on_part_sent (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (BalieUploadPassage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieAnswer) answer = balie_transport_send_part_finish (BALIE_TRANSPORT (source), result, &error);
  gint64 part = self->in_flight;

  if (!has_answer (self, answer, error))
    return;

  self->in_flight = 0;
  if (answer->status != 204 || answer->offset <= self->offset || answer->offset > balie_upload_get_size (self->upload))
    {
      take_problem (self, answer, part);
      return;
    }

  measure (self, answer->offset - self->offset);
  if (answer->offset > self->furthest)
    {
      self->furthest = answer->offset;
      self->attempts = 0;
      self->n_conflicts = 0;
    }
  stand_at (self, answer->offset);

  /* Not before all that held the last part has let go of it: there is to be one at a time. */
  self->next_source = g_idle_add (on_next, self);
}

static void
on_part_read (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (BalieUploadPassage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = dup_path (self, NULL);
  g_autoptr (GBytes) part = balie_upload_part_read_finish (BALIE_WORKER (source), result, &error);

  if (part == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        refuse_fault (self, g_error_matches (error, BALIE_ERROR, BALIE_ERROR_NOT_FOUND) ? BALIE_FILE_FAULT_VANISHED : BALIE_FILE_FAULT_CHANGED);
      return;
    }

  self->sent_at = g_get_monotonic_time ();
  balie_transport_send_part_async (self->queue->transport, path, self->offset, part, self->cancellable,
                                   on_part_sent, g_object_ref (self));
}

static void
send_part (BalieUploadPassage *self)
{
  gint64 left = balie_upload_get_size (self->upload) - self->offset;

  if (left == 0)
    {
      finish (self);
      return;
    }

  self->in_flight = MIN (left, limit_part (self, self->part_size));
  balie_upload_part_read_async (self->queue->reader, self->upload, self->offset, self->in_flight, self->cancellable,
                                on_part_read, g_object_ref (self));
}

static void
on_announced (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (BalieUploadPassage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieAnswer) answer = balie_transport_request_finish (BALIE_TRANSPORT (source), result, &error);
  gint64   offset = 0;
  gboolean is_finished = FALSE;

  if (!has_answer (self, answer, error))
    return;

  if ((answer->status != 200 && answer->status != 201) ||
      !parse_answer (self->upload, answer->body, &offset, &is_finished))
    {
      take_problem (self, answer, 0);
      return;
    }

  stand_at (self, offset);
  if (is_finished)
    end (self);
  else
    send_part (self);
}

static GBytes *
dup_announcement (BalieUpload *upload)
{
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();

  balie_json_writer_begin_object (writer, NULL);
  balie_json_writer_int (writer, "size", balie_upload_get_size (upload));
  balie_json_writer_string (writer, "sha256", balie_upload_get_sha256 (upload));
  balie_json_writer_string (writer, "name", balie_upload_get_name (upload));
  balie_json_writer_string (writer, "type", balie_upload_get_media_type (upload));
  balie_json_writer_end_object (writer);

  return balie_json_writer_end_bytes (writer);
}

/* The answer tells where the server stands, also when it has forgotten all, so there is nothing else to ask. */
static void
announce (BalieUploadPassage *self)
{
  g_autofree char *path = dup_path (self, NULL);
  g_autoptr (GBytes) body = dup_announcement (self->upload);

  balie_transport_request_async (self->queue->transport, "PUT", path, NULL, body, self->cancellable,
                                 on_announced, g_object_ref (self));
}

void
balie_upload_passage_start (BalieUploadPassage *self)
{
  g_return_if_fail (BALIE_IS_UPLOAD_PASSAGE (self));
  g_return_if_fail (self->cancellable == NULL && self->retry_source == 0);

  self->cancellable = g_cancellable_new ();
  balie_upload_set_state (self->upload, BALIE_UPLOAD_SENDING);
  announce (self);
}

gboolean
balie_upload_passage_is_busy (BalieUploadPassage *self)
{
  g_return_val_if_fail (BALIE_IS_UPLOAD_PASSAGE (self), FALSE);

  return self->cancellable != NULL;
}

gboolean
balie_upload_passage_is_waiting (BalieUploadPassage *self)
{
  g_return_val_if_fail (BALIE_IS_UPLOAD_PASSAGE (self), FALSE);

  return self->retry_source != 0;
}

void
balie_upload_passage_hurry (BalieUploadPassage *self)
{
  g_return_if_fail (BALIE_IS_UPLOAD_PASSAGE (self));

  if (self->sent_away)
    return;

  g_clear_handle_id (&self->retry_source, g_source_remove);
  self->attempts = 0;
}

void
balie_upload_passage_give_up (BalieUploadPassage *self)
{
  g_return_if_fail (BALIE_IS_UPLOAD_PASSAGE (self));

  g_clear_handle_id (&self->next_source, g_source_remove);
  if (self->cancellable != NULL)
    {
      g_cancellable_cancel (self->cancellable);
      rest (self);
      balie_upload_set_state (self->upload, BALIE_UPLOAD_WAITING);
    }
}
