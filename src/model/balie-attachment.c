/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file that hangs on a message. */
#define G_LOG_DOMAIN "balie-model"

#include "config.h"

#include "balie-attachment.h"

#include <string.h>

G_DEFINE_BOXED_TYPE (BalieAttachment, balie_attachment, balie_attachment_ref, balie_attachment_unref)

const char *const balie_attachment_state_nicks[] = {
  "ready",
  "checking",
  "refused",
  NULL,
};

static gboolean
is_sha256 (const char *text)
{
  return strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

BalieAttachment *
balie_attachment_new (void)
{
  BalieAttachment *self = g_new0 (BalieAttachment, 1);

  g_atomic_ref_count_init (&self->ref_count);
  return self;
}

BalieAttachment *
balie_attachment_ref (BalieAttachment *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
balie_attachment_unref (BalieAttachment *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->id);
  g_free (self->name);
  g_free (self->type);
  g_free (self->sha256);
  g_free (self);
}

BalieAttachment *
balie_attachment_read (BalieJsonReader *reader,
                       const char      *name)
{
  BalieAttachment *self = balie_attachment_new ();

  balie_json_reader_enter_object (reader, name);
  self->id = g_strdup (balie_json_reader_uuid (reader, "id"));
  self->name = g_strdup (balie_json_reader_string (reader, "name"));
  self->type = g_strdup (balie_json_reader_string (reader, "type"));
  self->size = balie_json_reader_int (reader, "size", 0, G_MAXINT64);
  self->sha256 = g_strdup (balie_json_reader_optional_string (reader, "sha256"));
  if (self->sha256 != NULL && !is_sha256 (self->sha256))
    balie_json_reader_fail (reader, "sha256", "expected 64 hexadecimal digits in lower case");
  self->width = balie_json_reader_optional_int (reader, "width", 0, G_MAXINT, 0);
  self->height = balie_json_reader_optional_int (reader, "height", 0, G_MAXINT, 0);
  self->state = balie_json_reader_enum (reader, "state", balie_attachment_state_nicks);
  balie_json_reader_leave (reader);
  return self;
}

void
balie_attachment_write (const BalieAttachment *self,
                        BalieJsonWriter       *writer,
                        const char            *name)
{
  balie_json_writer_begin_object (writer, name);
  balie_json_writer_string (writer, "id", self->id);
  balie_json_writer_string (writer, "name", self->name);
  balie_json_writer_string (writer, "type", self->type);
  balie_json_writer_int (writer, "size", self->size);
  balie_json_writer_optional_string (writer, "sha256", self->sha256);
  if (self->width > 0)
    balie_json_writer_int (writer, "width", self->width);
  if (self->height > 0)
    balie_json_writer_int (writer, "height", self->height);
  balie_json_writer_string (writer, "state", balie_attachment_state_nicks[self->state]);
  balie_json_writer_end_object (writer);
}
