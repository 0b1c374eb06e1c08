/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the queue says and does of all files of one draft or message. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-upload-queue-private.h"

#include "balie-attachment.h"
#include "balie-upload-passage.h"

GPtrArray *
balie_upload_queue_list_entries (BalieUploadQueue *self,
                                 const char       *owner)
{
  GPtrArray *entries = g_ptr_array_new ();

  for (guint i = 0; i < self->entries->len; i++)
    {
      BalieUploadEntry *entry = g_ptr_array_index (self->entries, i);

      if (g_str_equal (entry->owner, owner))
        g_ptr_array_add (entries, entry);
    }

  return entries;
}

BalieUploadOwnerState
balie_upload_queue_get_owner_state (BalieUploadQueue *self,
                                    const char       *owner,
                                    BalieError       *code,
                                    const char      **type)
{
  GListModel           *files;
  BalieUploadOwnerState owner_state = BALIE_UPLOAD_OWNER_READY;

  g_return_val_if_fail (BALIE_IS_UPLOAD_QUEUE (self), BALIE_UPLOAD_OWNER_PENDING);
  g_return_val_if_fail (owner != NULL, BALIE_UPLOAD_OWNER_PENDING);

  files = balie_upload_queue_get_files (self, owner);
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (BalieUpload) upload = g_list_model_get_item (files, i);
      BalieUploadState state = balie_upload_get_state (upload);

      if (state == BALIE_UPLOAD_REFUSED)
        {
          if (code != NULL)
            *code = balie_upload_get_error_code (upload);
          if (type != NULL)
            *type = balie_upload_get_error_type (upload);
          return BALIE_UPLOAD_OWNER_REFUSED;
        }
      if (state != BALIE_UPLOAD_SENT)
        owner_state = BALIE_UPLOAD_OWNER_PENDING;
    }

  return owner_state;
}

GPtrArray *
balie_upload_queue_dup_attachments (BalieUploadQueue *self,
                                    const char       *owner)
{
  GPtrArray  *attachments = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_attachment_unref);
  GListModel *files;

  g_return_val_if_fail (BALIE_IS_UPLOAD_QUEUE (self), attachments);
  g_return_val_if_fail (owner != NULL, attachments);

  files = balie_upload_queue_get_files (self, owner);
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (BalieUpload) upload = g_list_model_get_item (files, i);
      BalieAttachment *attachment = balie_attachment_new ();

      attachment->id = g_strdup (balie_upload_get_id (upload));
      attachment->name = g_strdup (balie_upload_get_name (upload));
      attachment->type = g_strdup (balie_upload_get_media_type (upload));
      attachment->size = balie_upload_get_size (upload);
      attachment->sha256 = g_strdup (balie_upload_get_sha256 (upload));
      g_ptr_array_add (attachments, attachment);
    }

  return attachments;
}

void
balie_upload_queue_change_owner (BalieUploadQueue *self,
                                 BalieUploadEntry *entry,
                                 const char       *owner)
{
  gboolean is_lost = entry->removed && balie_upload_get_state (entry->upload) == BALIE_UPLOAD_COPYING;

  if (!entry->removed)
    balie_upload_queue_leave_list (self, entry);
  g_free (entry->owner);
  entry->owner = g_strdup (owner);
  entry->removed = FALSE;
  g_list_store_append (balie_upload_queue_get_list (self, owner), entry->upload);
  if (entry->passage != NULL && !balie_upload_queue_may_go (entry))
    balie_upload_passage_give_up (entry->passage);
  if (is_lost)
    balie_upload_queue_refuse_fault (self, entry, BALIE_FILE_FAULT_VANISHED);
}

/* The callbacks of the cache's jobs come in the order of the jobs: a row that is known to be stored by now was there to be moved. */
void
balie_upload_queue_owner_moved (BalieUploadQueue *self,
                                const char       *from,
                                const char       *to)
{
  g_autoptr (GPtrArray) entries = NULL;

  g_return_if_fail (BALIE_IS_UPLOAD_QUEUE (self));
  g_return_if_fail (from != NULL && to != NULL);

  entries = balie_upload_queue_list_entries (self, from);
  for (guint i = 0; i < entries->len; i++)
    {
      BalieUploadEntry *entry = g_ptr_array_index (entries, i);

      if (entry->stored)
        balie_upload_queue_change_owner (self, entry, to);
    }

  balie_upload_queue_emit_changed (self, from);
  balie_upload_queue_emit_changed (self, to);
  balie_upload_queue_review (self, to);
  balie_upload_queue_pump (self);
}

void
balie_upload_queue_owner_removed (BalieUploadQueue *self,
                                  const char       *owner)
{
  g_autoptr (GPtrArray) entries = NULL;

  g_return_if_fail (BALIE_IS_UPLOAD_QUEUE (self));
  g_return_if_fail (owner != NULL);

  entries = balie_upload_queue_list_entries (self, owner);
  for (guint i = 0; i < entries->len; i++)
    {
      BalieUploadEntry *entry = g_ptr_array_index (entries, i);

      if (entry->stored)
        balie_upload_queue_forget (self, entry);
    }

  balie_upload_queue_emit_changed (self, owner);
  balie_upload_queue_pump (self);
}

/* Lets those of @owner that are in @state go again. All of them are told before anybody hears of it: whoever hears of one looks at the
 * others. */
static void
send_again (BalieUploadQueue *self,
            const char       *owner,
            BalieUploadState  state)
{
  g_autoptr (GPtrArray) entries = balie_upload_queue_list_entries (self, owner);

  for (guint i = entries->len; i > 0; i--)
    {
      BalieUploadEntry *entry = g_ptr_array_index (entries, i - 1);

      /* What was refused before it was copied has nothing to send. */
      if (balie_upload_get_state (entry->upload) == state && balie_upload_get_sha256 (entry->upload) != NULL)
        balie_upload_set_state (entry->upload, BALIE_UPLOAD_WAITING);
      else
        g_ptr_array_remove_index (entries, i - 1);
    }

  for (guint i = 0; i < entries->len; i++)
    balie_upload_queue_send_again (self, g_ptr_array_index (entries, i));
  balie_upload_queue_pump (self);
}

void
balie_upload_queue_restart_owner (BalieUploadQueue *self,
                                  const char       *owner)
{
  g_return_if_fail (BALIE_IS_UPLOAD_QUEUE (self));
  g_return_if_fail (owner != NULL);

  send_again (self, owner, BALIE_UPLOAD_SENT);
}

void
balie_upload_queue_retry_owner (BalieUploadQueue *self,
                                const char       *owner)
{
  g_return_if_fail (BALIE_IS_UPLOAD_QUEUE (self));
  g_return_if_fail (owner != NULL);

  send_again (self, owner, BALIE_UPLOAD_REFUSED);
}
