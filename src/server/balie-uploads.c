/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Receives the bytes of uploads and checks them; how they are given out again is in balie-uploads-send.c. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-uploads.h"

#include "balie-picture-size.h"
#include "balie-refusal.h"
#include "balie-routes.h"
#include "balie-upload-actions.h"
#include "balie-uploads-private.h"

G_DEFINE_FINAL_TYPE (BalieUploads, balie_uploads, G_TYPE_OBJECT)

/* One request that works on an upload. While it does, `jobs` has it under its key, so that no other one does. */
typedef struct
{
  BalieUploads   *uploads;
  BalieExchange  *exchange;
  char           *key;
  BalieUploadRow *upload;

  /* Where the request began, and up to where the file is written. */
  gint64 offset;
  gint64 written;

  /* Whether a thread is at it; otherwise it waits for its client. */
  gboolean is_busy;
  gulong   gone_handler;

  /* What the thread is at. */
  GBytes  *part;
  gboolean is_last;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  if (job->gone_handler != 0)
    g_signal_handler_disconnect (balie_exchange_get_cancellable (job->exchange), job->gone_handler);
  g_clear_pointer (&job->upload, balie_upload_row_free);
  g_clear_pointer (&job->part, g_bytes_unref);
  g_free (job->key);
  g_object_unref (job->exchange);
  g_object_unref (job->uploads);
  g_free (job);
}

static void
job_end (Job *job)
{
  g_autoptr (BalieUploads) alive = g_object_ref (job->uploads);

  g_hash_table_remove (alive->jobs, job->key);
}

static void
job_fail (Job          *job,
          const GError *error)
{
  balie_exchange_answer_error (job->exchange, error);
  job_end (job);
}

static void
job_refuse (Job    *job,
            GError *error)
{
  g_autoptr (GError) owned = error;

  job_fail (job, owned);
}

/* A client that lost its connection comes back before the old request is known to be dead: the newer one goes on. */
static gboolean
make_way (BalieUploads  *self,
          const char    *key,
          BalieExchange *newcomer)
{
  Job *job = g_hash_table_lookup (self->jobs, key);

  if (job != NULL && job->is_busy)
    {
      g_autoptr (BalieProblem) problem = balie_problem_new (503, "unavailable", "Another request works on this upload");

      problem->retry_after = 1;
      balie_exchange_answer_problem (newcomer, problem);
      return FALSE;
    }
  if (job != NULL)
    job_refuse (job, balie_upload_new_offset_conflict (job->offset));
  return TRUE;
}

/* Looks the upload up, and goes on with @found. */
static void
begin_job (BalieUploads       *self,
           BalieExchange      *exchange,
           gint64              offset,
           GAsyncReadyCallback found)
{
  const char      *id = balie_exchange_get_parameter (exchange, "id");
  g_autofree char *key = g_strconcat (balie_exchange_get_account_id (exchange), "/", id, NULL);
  g_autoptr (BalieCaller) caller = NULL;
  Job *job;

  if (!make_way (self, key, exchange))
    return;

  job = g_new0 (Job, 1);
  job->uploads = g_object_ref (self);
  job->exchange = g_object_ref (exchange);
  job->key = g_steal_pointer (&key);
  job->offset = job->written = offset;
  job->is_busy = TRUE;
  g_hash_table_insert (self->jobs, job->key, job);

  caller = balie_routes_dup_caller (exchange);
  balie_desk_service_read_async (self->service, balie_upload_action_find, caller, g_strdup (id), g_free, (GDestroyNotify)balie_upload_row_free, NULL, found, job);
}

/* Returns FALSE when the job is over. */
static gboolean
take_upload (Job          *job,
             GObject      *source,
             GAsyncResult *result)
{
  g_autoptr (GError) local_error = NULL;

  job->upload = balie_desk_service_run_finish (BALIE_DESK_SERVICE (source), result, &local_error);
  if (job->upload != NULL)
    return TRUE;

  job_fail (job, local_error);
  return FALSE;
}

static void
step_done (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Job *job = user_data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieReply) reply = balie_desk_service_run_finish (BALIE_DESK_SERVICE (source), result, &local_error);

  if (reply == NULL)
    {
      job_fail (job, local_error);
      return;
    }

  balie_routes_answer (job->exchange, reply);
  job_end (job);
}

static void
advance (Job                *job,
         gint64              to,
         GAsyncReadyCallback callback)
{
  g_autoptr (BalieCaller) caller = balie_routes_dup_caller (job->exchange);

  balie_desk_service_write_async (job->uploads->service, balie_upload_action_advance, caller,
                                  balie_upload_step_new (job->upload->attachment->id, job->upload->stored, to), (GDestroyNotify)balie_upload_step_free,
                                  (GDestroyNotify)balie_reply_free, callback, job);
}

static void
write_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  Job            *job = task_data;
  BalieFileStore *files = job->uploads->files;
  g_autoptr (GError) local_error = NULL;

  if (balie_file_store_write (files, job->upload->file, job->written, job->part, &local_error) &&
      (!job->is_last || balie_file_store_sync (files, job->upload->file, &local_error)))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&local_error));
}

static void write_part (Job     *job,
                        GBytes  *part,
                        gboolean is_last);

/* Makes sure of what came before the client went away, so that it is not sent again. */
static void
keep_what_came (Job *job)
{
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);

  if (job->written > job->offset)
    write_part (job, nothing, TRUE);
  else
    job_end (job);
}

static void
part_written (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Job *job = user_data;
  g_autoptr (GError) local_error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &local_error))
    {
      job_fail (job, local_error);
      return;
    }

  job->written += (gint64)g_bytes_get_size (job->part);
  g_clear_pointer (&job->part, g_bytes_unref);
  if (job->is_last)
    {
      advance (job, job->written, step_done);
    }
  else if (balie_exchange_is_answered (job->exchange))
    {
      keep_what_came (job);
    }
  else
    {
      job->is_busy = FALSE;
      balie_exchange_continue_body (job->exchange);
    }
}

static void
write_part (Job     *job,
            GBytes  *part,
            gboolean is_last)
{
  g_autoptr (GTask) task = g_task_new (job->uploads, NULL, part_written, job);

  g_task_set_source_tag (task, write_part);
  g_task_set_task_data (task, job, NULL);
  job->is_busy = TRUE;
  job->part = g_bytes_ref (part);
  job->is_last = is_last;
  g_task_run_in_thread (task, write_in_thread);
}

static void
take_part (BalieExchange *exchange,
           GBytes        *part,
           gboolean       is_last,
           gpointer       user_data)
{
  write_part (user_data, part, is_last);
}

static void
gone_cb (GCancellable *cancellable,
         Job          *job)
{
  if (!job->is_busy)
    keep_what_came (job);
}

static void
found_to_receive (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  Job   *job = user_data;
  gint64 length = balie_exchange_get_body_length (job->exchange);

  if (!take_upload (job, source, result))
    return;

  if (job->upload->is_finished || job->offset != job->upload->stored)
    {
      job_refuse (job, balie_upload_new_offset_conflict (job->upload->stored));
    }
  else if (length > job->upload->attachment->size - job->offset)
    {
      job_refuse (job, balie_refusal_new (413, "too-large", "The upload has %" G_GINT64_FORMAT " bytes", job->upload->attachment->size));
    }
  else if (balie_exchange_is_answered (job->exchange))
    {
      job_end (job);
    }
  else
    {
      job->is_busy = FALSE;
      job->gone_handler = g_signal_connect (balie_exchange_get_cancellable (job->exchange), "cancelled", G_CALLBACK (gone_cb), job);
      balie_exchange_stream_body (job->exchange, take_part, job);
    }
}

static void
mismatch_noted (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  Job *job = user_data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieReply) reply = balie_desk_service_run_finish (BALIE_DESK_SERVICE (source), result, &local_error);

  if (reply == NULL)
    job_fail (job, local_error);
  else
    job_refuse (job, balie_refusal_new (422, "digest-mismatch", "What arrived is not what was announced; send it again from the beginning"));
}

static void
remove_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  BalieUploads *self = source;
  GPtrArray    *names = task_data;

  for (guint i = 0; i < names->len; i++)
    balie_file_store_remove (self->files, g_ptr_array_index (names, i));
  g_task_return_boolean (task, TRUE);
}

static void
remove_files (BalieUploads *self,
              GPtrArray    *names)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, NULL, NULL);

  g_task_set_source_tag (task, remove_files);
  g_task_set_task_data (task, g_ptr_array_ref (names), (GDestroyNotify)g_ptr_array_unref);
  g_task_run_in_thread (task, remove_in_thread);
}

static void
finished (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Job *job = user_data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieUploadRow) upload = balie_desk_service_run_finish (BALIE_DESK_SERVICE (source), result, &local_error);
  g_autoptr (BalieReply) reply = NULL;

  if (upload == NULL)
    {
      job_fail (job, local_error);
      return;
    }

  if (!g_str_equal (upload->file, job->upload->file))
    {
      g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

      g_ptr_array_add (names, g_strdup (job->upload->file));
      remove_files (job->uploads, names);
    }
  if (upload->attachment->state == BALIE_ATTACHMENT_CHECKING)
    balie_scanner_add (job->uploads->scanner, upload);
  reply = balie_upload_make_reply (200, upload);
  balie_routes_answer (job->exchange, reply);
  job_end (job);
}

static void
look_at_content (BalieUploadFindings *findings,
                 const char          *announced,
                 GBytes              *head)
{
  BaliePictureSize picture = {0};
  gsize            length;
  const guint8    *data = g_bytes_get_data (head, &length);

  findings->type = g_strdup (balie_picture_size_check_type (announced, data, length));
  if (!g_str_has_prefix (findings->type, "image/") || !balie_picture_size_read (data, length, &picture))
    return;

  findings->width = picture.width;
  findings->height = picture.height;
}

static void
examine_in_thread (GTask        *task,
                   gpointer      source,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  Job            *job = task_data;
  BalieFileStore *files = job->uploads->files;
  g_autoptr (BalieUploadFindings) findings = g_new0 (BalieUploadFindings, 1);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) head = NULL;

  findings->id = g_strdup (job->upload->attachment->id);
  findings->sha256 = balie_file_store_hash (files, job->upload->file, job->upload->attachment->size, &local_error);
  if (findings->sha256 != NULL)
    head = balie_file_store_read_head (files, job->upload->file, BALIE_PICTURE_SIZE_HEAD, &local_error);
  if (head == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&local_error));
      return;
    }

  look_at_content (findings, job->upload->attachment->type, head);
  g_task_return_pointer (task, g_steal_pointer (&findings), (GDestroyNotify)balie_upload_findings_free);
}

static void
examined (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Job *job = user_data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieUploadFindings) findings = g_task_propagate_pointer (G_TASK (result), &local_error);
  g_autoptr (BalieCaller) caller = NULL;

  if (findings == NULL)
    {
      job_fail (job, local_error);
    }
  else if (!g_str_equal (findings->sha256, job->upload->attachment->sha256))
    {
      advance (job, 0, mismatch_noted);
    }
  else
    {
      findings->state = balie_scanner_is_on (job->uploads->scanner) ? BALIE_ATTACHMENT_CHECKING : BALIE_ATTACHMENT_READY;
      caller = balie_routes_dup_caller (job->exchange);
      balie_desk_service_write_async (job->uploads->service, balie_upload_action_finish, caller, g_steal_pointer (&findings),
                                      (GDestroyNotify)balie_upload_findings_free, (GDestroyNotify)balie_upload_row_free, finished, job);
    }
}

static void
found_to_finish (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  Job *job = user_data;

  if (!take_upload (job, source, result))
    return;

  if (job->upload->is_finished)
    {
      g_autoptr (BalieReply) reply = balie_upload_make_reply (200, job->upload);

      balie_routes_answer (job->exchange, reply);
      job_end (job);
    }
  else if (job->upload->stored < job->upload->attachment->size)
    {
      job_refuse (job, balie_upload_new_offset_conflict (job->upload->stored));
    }
  else
    {
      g_autoptr (GTask) task = g_task_new (job->uploads, NULL, examined, job);

      g_task_set_source_tag (task, found_to_finish);
      g_task_set_task_data (task, job, NULL);
      g_task_run_in_thread (task, examine_in_thread);
    }
}

static void
balie_uploads_finalize (GObject *object)
{
  BalieUploads *self = BALIE_UPLOADS (object);

  g_clear_object (&self->scanner);
  g_clear_object (&self->service);
  g_clear_pointer (&self->files, balie_file_store_free);
  g_clear_pointer (&self->jobs, g_hash_table_unref);

  G_OBJECT_CLASS (balie_uploads_parent_class)->finalize (object);
}

static void
balie_uploads_class_init (BalieUploadsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = balie_uploads_finalize;
}

static void
balie_uploads_init (BalieUploads *self)
{
  self->jobs = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, job_free);
}

BalieUploads *
balie_uploads_new (BalieDeskService  *service,
                   BalieFileStore    *files,
                   const char *const *scan_command,
                   gint64             quota)
{
  BalieUploads *self = g_object_new (BALIE_TYPE_UPLOADS, NULL);

  self->service = g_object_ref (service);
  self->files = files;
  self->scanner = balie_scanner_new (service, files, scan_command);
  self->quota = quota;
  return self;
}

BalieScanner *
balie_uploads_get_scanner (BalieUploads *self)
{
  g_return_val_if_fail (BALIE_IS_UPLOADS (self), NULL);

  return self->scanner;
}

void
balie_uploads_stop (BalieUploads *self)
{
  g_return_if_fail (BALIE_IS_UPLOADS (self));

  balie_scanner_stop (self->scanner);
}

gint64
balie_uploads_get_quota (BalieUploads *self)
{
  g_return_val_if_fail (BALIE_IS_UPLOADS (self), 0);

  return self->quota;
}

void
balie_uploads_receive (BalieUploads  *self,
                       BalieExchange *exchange,
                       gint64         offset)
{
  g_return_if_fail (BALIE_IS_UPLOADS (self));

  begin_job (self, exchange, offset, found_to_receive);
}

void
balie_uploads_finish (BalieUploads  *self,
                      BalieExchange *exchange)
{
  g_return_if_fail (BALIE_IS_UPLOADS (self));

  begin_job (self, exchange, 0, found_to_finish);
}

static void
orphans_found (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (BalieUploads) self = user_data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GPtrArray) orphans = balie_desk_service_run_finish (BALIE_DESK_SERVICE (source), result, &local_error);

  if (orphans != NULL)
    remove_files (self, orphans);
  else
    g_message ("Files that belong to nothing stay for now: %s", local_error->message);
}

static void
list_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  BalieUploads *self = source;
  g_autoptr (GError) local_error = NULL;
  GPtrArray *names = balie_file_store_list (self->files, &local_error);

  if (names != NULL)
    g_task_return_pointer (task, names, (GDestroyNotify)g_ptr_array_unref);
  else
    g_task_return_error (task, g_steal_pointer (&local_error));
}

/* A file gets its row before it is there, and loses it for ever: what was there before the rows are looked at, and has none, has none to come. */
static void
listed (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  BalieUploads *self = BALIE_UPLOADS (source);
  g_autoptr (GError) local_error = NULL;
  GPtrArray *names = g_task_propagate_pointer (G_TASK (result), &local_error);

  if (names != NULL)
    balie_desk_service_read_async (self->service, balie_upload_action_find_orphans, NULL, names, (GDestroyNotify)g_ptr_array_unref,
                                   (GDestroyNotify)g_ptr_array_unref, NULL, orphans_found, g_object_ref (self));
  else
    g_message ("Files that belong to nothing stay for now: %s", local_error->message);
}

void
balie_uploads_collect (BalieUploads *self)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (BALIE_IS_UPLOADS (self));

  task = g_task_new (self, NULL, listed, NULL);
  g_task_set_source_tag (task, balie_uploads_collect);
  g_task_run_in_thread (task, list_in_thread);
}
