/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One entry in a conversation, by a person or by the desk itself. */
#define G_LOG_DOMAIN "balie-model"

#include "config.h"

#include "balie-message.h"

G_DEFINE_BOXED_TYPE (BalieMessage, balie_message, balie_message_ref, balie_message_unref)

BalieMessage *
balie_message_new (void)
{
  BalieMessage *self = g_new0 (BalieMessage, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->attachments = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_attachment_unref);
  return self;
}

BalieMessage *
balie_message_ref (BalieMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
balie_message_unref (BalieMessage *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->id);
  g_free (self->conversation);
  g_clear_pointer (&self->author, balie_person_unref);
  g_free (self->text);
  g_free (self->reply_to);
  g_ptr_array_unref (self->attachments);
  g_clear_pointer (&self->diagnostics, balie_diagnostics_unref);
  g_free (self);
}

static void
read_attachments (BalieMessage    *self,
                  BalieJsonReader *reader)
{
  guint n_attachments;

  if (!balie_json_reader_has (reader, "attachments"))
    return;

  n_attachments = balie_json_reader_enter_array (reader, "attachments");
  for (guint i = 0; i < n_attachments; i++)
    {
      balie_json_reader_enter_item (reader, i);
      g_ptr_array_add (self->attachments, balie_attachment_read (reader, NULL));
      balie_json_reader_leave (reader);
    }
  balie_json_reader_leave (reader);
}

BalieMessage *
balie_message_read (BalieJsonReader *reader,
                    const char      *name)
{
  BalieMessage *self = balie_message_new ();

  balie_json_reader_enter_object (reader, name);
  self->id = g_strdup (balie_json_reader_uuid (reader, "id"));
  self->conversation = g_strdup (balie_json_reader_uuid (reader, "conversation"));
  self->internal = balie_json_reader_optional_boolean (reader, "internal", FALSE);
  if (self->internal)
    self->after = balie_json_reader_int (reader, "after", 0, G_MAXINT64);
  else
    self->number = balie_json_reader_int (reader, "number_in_conversation", 1, G_MAXINT64);
  self->author = balie_person_read (reader, "author");
  if (self->author == NULL)
    balie_json_reader_fail (reader, "author", "is required");
  self->text = g_strdup (balie_json_reader_string (reader, "text"));
  self->sent_at = balie_json_reader_time (reader, "sent_at");
  self->reply_to = g_strdup (balie_json_reader_optional_uuid (reader, "reply_to"));
  read_attachments (self, reader);
  self->diagnostics = balie_diagnostics_read (reader, "diagnostics");
  self->mailed_at = balie_json_reader_optional_time (reader, "mailed_at");
  balie_json_reader_leave (reader);
  return self;
}

void
balie_message_write (const BalieMessage *self,
                     BalieJsonWriter    *writer,
                     const char         *name)
{
  balie_json_writer_begin_object (writer, name);
  balie_json_writer_string (writer, "id", self->id);
  balie_json_writer_string (writer, "conversation", self->conversation);
  if (self->internal)
    balie_json_writer_int (writer, "after", self->after);
  else
    balie_json_writer_int (writer, "number_in_conversation", self->number);
  balie_person_write (self->author, writer, "author");
  balie_json_writer_string (writer, "text", self->text);
  balie_json_writer_time (writer, "sent_at", self->sent_at);
  balie_json_writer_optional_string (writer, "reply_to", self->reply_to);
  if (self->attachments->len > 0)
    {
      balie_json_writer_begin_array (writer, "attachments");
      for (guint i = 0; i < self->attachments->len; i++)
        balie_attachment_write (g_ptr_array_index (self->attachments, i), writer, NULL);
      balie_json_writer_end_array (writer);
    }
  if (self->diagnostics != NULL)
    balie_diagnostics_write (self->diagnostics, writer, "diagnostics");
  balie_json_writer_optional_time (writer, "mailed_at", self->mailed_at);
  if (self->internal)
    balie_json_writer_boolean (writer, "internal", TRUE);
  balie_json_writer_end_object (writer);
}
