/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which files of one draft or message the desk takes, as far as can be said without asking it. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-upload-queue-private.h"

#include "balie-file-name.h"

const BalieLimits *
balie_upload_queue_get_limits (BalieUploadQueue *self)
{
  return &self->desk->limits;
}

static gboolean
counts (BalieUploadEntry *self,
        BalieUploadEntry *beside)
{
  return self != beside && !self->removed && g_str_equal (self->owner, beside->owner) &&
         balie_upload_get_state (self->upload) != BALIE_UPLOAD_REFUSED;
}

/* Stops as soon as it is known: among the thousands that somebody dropped by mistake the first few fill the place. */
static gboolean
has_place (BalieUploadQueue *self,
           BalieUploadEntry *entry)
{
  gint64 left = balie_upload_queue_get_limits (self)->attachments;

  for (guint i = 0; i < self->entries->len && left > 0; i++)
    {
      if (counts (g_ptr_array_index (self->entries, i), entry))
        left--;
    }

  return left > 0;
}

/* Returns: bytes of what goes with the same owner beside @entry */
static gint64
measure_others (BalieUploadQueue *self,
                BalieUploadEntry *entry)
{
  gint64 size = 0;

  for (guint i = 0; i < self->entries->len; i++)
    {
      BalieUploadEntry *other = g_ptr_array_index (self->entries, i);

      if (counts (other, entry))
        size += balie_upload_get_size (other->upload);
    }

  return size;
}

static gboolean
is_blocked (BalieUploadQueue *self,
            BalieUpload      *upload)
{
  return balie_file_name_is_blocked (balie_upload_get_name (upload), balie_upload_get_media_type (upload),
                                     (const char *const *)balie_upload_queue_get_limits (self)->blocked_types);
}

BalieFileFault
balie_upload_queue_judge (BalieUploadQueue *self,
                          BalieUploadEntry *entry)
{
  gint64 size = balie_upload_get_size (entry->upload);

  if (!balie_desk_has_feature (self->desk, BALIE_FEATURE_ATTACHMENTS))
    return BALIE_FILE_FAULT_NOT_TAKEN;
  if (!has_place (self, entry))
    return BALIE_FILE_FAULT_TOO_MANY;
  if (is_blocked (self, entry->upload))
    return BALIE_FILE_FAULT_BLOCKED;
  if (size > balie_upload_queue_get_limits (self)->attachment)
    return BALIE_FILE_FAULT_TOO_LARGE;
  if (size > balie_upload_queue_get_limits (self)->attachments_size - measure_others (self, entry))
    return BALIE_FILE_FAULT_TOO_LARGE_TOGETHER;

  return BALIE_FILE_FAULT_NONE;
}

void
balie_upload_queue_admit (BalieUploadQueue *self,
                          BalieUploadEntry *entry)
{
  gboolean has_copy = balie_upload_get_sha256 (entry->upload) != NULL;

  if (entry->judged == BALIE_FILE_FAULT_NONE || entry->removed || !entry->stored || self->stopped)
    return;
  if (balie_upload_get_state (entry->upload) != BALIE_UPLOAD_REFUSED)
    return;
  /* After a restart nobody knows where it came from. */
  if (!has_copy && entry->file == NULL && entry->bytes == NULL)
    return;
  if (balie_upload_queue_judge (self, entry) != BALIE_FILE_FAULT_NONE)
    return;

  if (has_copy)
    {
      balie_upload_queue_send_again (self, entry);
      balie_upload_queue_pump (self);
      return;
    }

  entry->judged = BALIE_FILE_FAULT_NONE;
  balie_upload_set_state (entry->upload, BALIE_UPLOAD_COPYING);
  balie_upload_queue_note (self, entry);
  balie_upload_queue_begin_copying (self, entry);
}

void
balie_upload_queue_review (BalieUploadQueue *self,
                           const char       *owner)
{
  g_autoptr (GPtrArray) entries = balie_upload_queue_list_entries (self, owner);

  if (self->stopped)
    return;

  /* What the server has, it has taken, and what is on its way it will judge itself. */
  for (guint i = entries->len; i > 0; i--)
    {
      BalieUploadEntry *entry = g_ptr_array_index (entries, i - 1);
      BalieFileFault    fault;

      if (entry->removed || balie_upload_get_state (entry->upload) != BALIE_UPLOAD_WAITING)
        continue;
      fault = balie_upload_queue_judge (self, entry);
      if (fault != BALIE_FILE_FAULT_NONE)
        balie_upload_queue_turn_away (self, entry, fault);
    }

  for (guint i = 0; i < entries->len; i++)
    balie_upload_queue_admit (self, g_ptr_array_index (entries, i));
}
