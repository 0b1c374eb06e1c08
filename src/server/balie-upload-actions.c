/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with uploads and attachments. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-upload-actions.h"

#include "balie-attachment-store.h"
#include "balie-conversation-actions.h"
#include "balie-digest.h"
#include "balie-file-store.h"
#include "balie-message-store.h"
#include "balie-refusal.h"

void
balie_upload_input_free (BalieUploadInput *self)
{
  g_free (self->id);
  g_free (self->raw_name);
  g_free (self->name);
  g_free (self->type);
  g_free (self->sha256);
  g_free (self);
}

BalieUploadStep *
balie_upload_step_new (const char *id,
                       gint64      from,
                       gint64      to)
{
  BalieUploadStep *self = g_new0 (BalieUploadStep, 1);

  self->id = g_strdup (id);
  self->from = from;
  self->to = to;
  return self;
}

void
balie_upload_step_free (BalieUploadStep *self)
{
  g_free (self->id);
  g_free (self);
}

void
balie_upload_findings_free (BalieUploadFindings *self)
{
  g_free (self->id);
  g_free (self->sha256);
  g_free (self->type);
  g_free (self);
}

GError *
balie_upload_new_offset_conflict (gint64 stored)
{
  g_autoptr (BalieProblem) problem = balie_problem_new (409, "offset-conflict", "%" G_GINT64_FORMAT " bytes are stored", stored);

  problem->expected = stored;
  return balie_refusal_new_from_problem (problem);
}

BalieReply *
balie_upload_make_reply (guint                 status,
                         const BalieUploadRow *upload)
{
  BalieReply *reply = balie_reply_new_document (status);

  balie_json_writer_begin_object (reply->body, NULL);
  balie_json_writer_string (reply->body, "id", upload->attachment->id);
  balie_json_writer_int (reply->body, "size", upload->attachment->size);
  balie_json_writer_int (reply->body, "offset", upload->stored);
  if (upload->is_finished)
    balie_attachment_write (upload->attachment, reply->body, "attachment");
  balie_json_writer_end_object (reply->body);
  reply->offset = upload->stored;
  return reply;
}

/* Returns NULL without an error when nobody has it. */
static BalieUploadRow *
look_up (BalieDb    *db,
         const char *id,
         GError    **error)
{
  g_autoptr (GError) local_error = NULL;
  BalieUploadRow *upload = balie_upload_store_get (db, id, &local_error);

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (upload == NULL)
    upload = balie_attachment_store_get (db, id, error);
  return upload;
}

static void
refuse_unknown (GError **error)
{
  g_propagate_error (error, balie_refusal_new (404, "not-found", "There is no such thing"));
}

gpointer
balie_upload_action_find (BalieTransaction *transaction,
                          gpointer          input,
                          GError          **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieUploadRow) upload = look_up (transaction->db, input, &local_error);

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (upload == NULL || !g_str_equal (upload->account, transaction->caller->account))
    refuse_unknown (error);
  else
    return g_steal_pointer (&upload);
  return NULL;
}

gpointer
balie_upload_action_get (BalieTransaction *transaction,
                         gpointer          input,
                         GError          **error)
{
  g_autoptr (BalieUploadRow) upload = balie_upload_action_find (transaction, input, error);

  return upload != NULL ? balie_upload_make_reply (200, upload) : NULL;
}

/* Counted with what is on its way, so that many small promises do not make a large one. */
static gboolean
check_quota (BalieTransaction       *transaction,
             const BalieUploadInput *input,
             GError                **error)
{
  const char *account = transaction->caller->account;
  gint64      coming = 0;
  gint64      n_coming = 0;
  gint64      kept = 0;
  gint64      n_unused = 0;

  if (!balie_upload_store_get_usage (transaction->db, account, &coming, &n_coming, error) ||
      !balie_attachment_store_get_usage (transaction->db, account, &kept, &n_unused, error))
    return FALSE;
  if (input->size <= input->quota - kept - coming && n_coming + n_unused < BALIE_UPLOADS_UNUSED_MAX)
    return TRUE;

  g_propagate_error (error, balie_refusal_new (413, "quota-exceeded", "The account has as many files as it may have"));
  return FALSE;
}

gpointer
balie_upload_action_put (BalieTransaction *transaction,
                         gpointer          input,
                         GError          **error)
{
  BalieUploadInput *wanted = input;
  g_autofree char  *size = g_strdup_printf ("%" G_GINT64_FORMAT, wanted->size);
  const char *const fields[] = {wanted->raw_name, wanted->type, size, wanted->sha256};
  g_autofree char  *digest = balie_digest (fields, G_N_ELEMENTS (fields));
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieUploadRow) upload = look_up (transaction->db, wanted->id, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (upload != NULL && !g_str_equal (upload->account, transaction->caller->account))
    {
      refuse_unknown (error);
      return NULL;
    }
  if (upload != NULL && g_str_equal (upload->digest, digest))
    return balie_upload_make_reply (200, upload);
  if (upload != NULL)
    {
      g_propagate_error (error, balie_refusal_new (422, "id-reused", "There is another upload with this id"));
      return NULL;
    }
  if (!check_quota (transaction, wanted, error))
    return NULL;

  upload = balie_upload_row_new ();
  upload->account = g_strdup (transaction->caller->account);
  upload->digest = g_steal_pointer (&digest);
  upload->file = balie_file_store_make_name ();
  upload->attachment = balie_attachment_new ();
  upload->attachment->id = g_strdup (wanted->id);
  upload->attachment->name = g_strdup (wanted->name);
  upload->attachment->type = g_strdup (wanted->type);
  upload->attachment->size = wanted->size;
  upload->attachment->sha256 = g_strdup (wanted->sha256);
  if (!balie_upload_store_insert (transaction->db, upload, transaction->now, error))
    return NULL;
  return balie_upload_make_reply (201, upload);
}

gpointer
balie_upload_action_advance (BalieTransaction *transaction,
                             gpointer          input,
                             GError          **error)
{
  BalieUploadStep *step = input;
  g_autoptr (BalieUploadRow) upload = balie_upload_action_find (transaction, step->id, error);
  gboolean    advanced = FALSE;
  BalieReply *reply;

  if (upload == NULL)
    return NULL;

  if (!upload->is_finished && !balie_upload_store_advance (transaction->db, step->id, step->from, step->to, transaction->now, &advanced, error))
    return NULL;
  if (!advanced)
    {
      g_propagate_error (error, balie_upload_new_offset_conflict (upload->stored));
      return NULL;
    }

  reply = balie_reply_new (204);
  reply->offset = step->to;
  return reply;
}

gpointer
balie_upload_action_finish (BalieTransaction *transaction,
                            gpointer          input,
                            GError          **error)
{
  BalieUploadFindings *findings = input;
  g_autoptr (BalieUploadRow) upload = balie_upload_action_find (transaction, findings->id, error);
  g_autoptr (GError) local_error = NULL;
  gboolean is_refused = FALSE;
  char    *shared;

  if (upload == NULL || upload->is_finished)
    return g_steal_pointer (&upload);

  shared = balie_attachment_store_find_file (transaction->db, upload->account, upload->attachment->sha256, &is_refused, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (shared != NULL)
    {
      g_free (upload->file);
      upload->file = shared;
    }

  g_free (upload->attachment->type);
  upload->attachment->type = g_strdup (findings->type);
  upload->attachment->width = findings->width;
  upload->attachment->height = findings->height;

  /* What was refused before is not fetched for want of another check. */
  upload->attachment->state = is_refused && findings->state == BALIE_ATTACHMENT_READY ? BALIE_ATTACHMENT_REFUSED : findings->state;
  upload->is_finished = TRUE;
  if (!balie_upload_store_delete (transaction->db, upload->attachment->id, error) ||
      !balie_attachment_store_insert (transaction->db, upload, transaction->now, error))
    return NULL;
  return g_steal_pointer (&upload);
}

static gboolean
can_read (BalieTransaction     *transaction,
          const BalieUploadRow *upload,
          GError              **error)
{
  g_autoptr (BalieMessageRow) row = NULL;
  g_autoptr (BalieConversation) conversation = NULL;

  if (g_str_equal (upload->account, transaction->caller->account))
    return TRUE;

  if (upload->message != NULL)
    row = balie_message_store_get (transaction->db, upload->message, error);
  if (row == NULL || (row->message->internal && !balie_caller_is_staff (transaction->caller)))
    return FALSE;

  conversation = balie_conversation_action_find (transaction, row->message->conversation, error);
  return conversation != NULL;
}

gpointer
balie_upload_action_find_attachment (BalieTransaction *transaction,
                                     gpointer          input,
                                     GError          **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieUploadRow) upload = balie_attachment_store_get (transaction->db, input, &local_error);

  if (upload != NULL && can_read (transaction, upload, &local_error))
    return g_steal_pointer (&upload);

  /* One answer for whatever is not there for the caller, whichever way that was found out. */
  if (local_error != NULL && local_error->domain != BALIE_REFUSAL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    refuse_unknown (error);
  return NULL;
}

static gboolean
check_size (const BalieMessage *message,
            gint64              maximum,
            GError            **error)
{
  gint64 left = maximum;

  for (guint i = 0; i < message->attachments->len; i++)
    {
      const BalieAttachment *attachment = g_ptr_array_index (message->attachments, i);

      if (attachment->size > left)
        {
          g_propagate_error (error, balie_refusal_new (413, "attachments-too-large", "The files of one message may have %" G_GINT64_FORMAT " bytes together", maximum));
          return FALSE;
        }
      left -= attachment->size;
    }
  return TRUE;
}

/* Says why an attachment could not be hung on a message: it was refused, or to the caller it is not there. */
static void
refuse_to_hang (BalieTransaction *transaction,
                const char       *id,
                GError          **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieUploadRow) upload = balie_attachment_store_get (transaction->db, id, &local_error);

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (upload != NULL && g_str_equal (upload->account, transaction->caller->account) && upload->attachment->state == BALIE_ATTACHMENT_REFUSED)
    g_propagate_error (error, balie_refusal_new (422, "attachment-refused", "The check of the desk refused this attachment: %s", id));
  else
    g_propagate_error (error, balie_refusal_new (424, "attachment-missing", "There is no such attachment: %s", id));
}

gboolean
balie_upload_action_hang (BalieTransaction *transaction,
                          BalieMessage     *message,
                          GPtrArray        *ids,
                          gint64            maximum,
                          GError          **error)
{
  if (ids == NULL || ids->len == 0)
    return TRUE;

  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);
      gboolean    hung = FALSE;

      if (!balie_attachment_store_hang (transaction->db, id, transaction->caller->account, message->id, (int)i, &hung, error))
        return FALSE;
      if (!hung)
        {
          refuse_to_hang (transaction, id, error);
          return FALSE;
        }
    }
  return balie_attachment_store_load (transaction->db, message, error) && check_size (message, maximum, error);
}

gpointer
balie_upload_action_find_orphans (BalieTransaction *transaction,
                                  gpointer          input,
                                  GError          **error)
{
  GPtrArray *names = input;
  g_autoptr (GPtrArray) orphans = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      gboolean    has = FALSE;

      if (!balie_upload_store_has_file (transaction->db, name, &has, error))
        return NULL;
      if (!has)
        g_ptr_array_add (orphans, g_strdup (name));
    }
  return g_steal_pointer (&orphans);
}
