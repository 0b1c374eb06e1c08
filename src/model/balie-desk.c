/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The support organisation that one server serves, as everybody may see it. */
#define G_LOG_DOMAIN "balie-model"

#include "config.h"

#include "balie-desk.h"

#include <string.h>

#define DEFAULT_ACCENT "#3584e4"
#define DEFAULT_MESSAGE_LIMIT 16384
#define DEFAULT_SUBJECT_LIMIT 250
#define DEFAULT_ATTACHMENT_LIMIT 104857600
#define DEFAULT_ATTACHMENTS_LIMIT 20
#define DEFAULT_ATTACHMENTS_SIZE_LIMIT 104857600
#define DEFAULT_UPLOAD_CHUNK 4194304

G_DEFINE_BOXED_TYPE (BalieDesk, balie_desk, balie_desk_ref, balie_desk_unref)

static const char *const default_languages[] = {"nl", "en", NULL};

/* Programs, which nobody needs in order to explain a problem. */
static const char *const default_blocked_types[] = {
  "application/x-executable",
  "application/x-msdownload",
  ".bat",
  ".cmd",
  ".com",
  ".exe",
  ".lnk",
  ".msi",
  ".scr",
  ".vbs",
  NULL,
};

static void
replace_strings (char ***strings,
                 char  **replacement)
{
  g_strfreev (*strings);
  *strings = replacement;
}

static void
set_string (char      **string,
            const char *value)
{
  g_free (*string);
  *string = g_strdup (value);
}

static gboolean
is_colour (const char *text)
{
  return strlen (text) == 7 && text[0] == '#' && strspn (text + 1, "0123456789abcdefABCDEF") == 6;
}

/* Not an address: `//host/logo` is one, too. */
static gboolean
is_path (const char *text)
{
  return text[0] == '/' && text[1] != '/' && text[1] != '\\';
}

gboolean
balie_desk_has_feature (const BalieDesk *self,
                        const char      *feature)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return g_strv_contains ((const char *const *)self->features, feature);
}

BalieChoice *
balie_choice_new (const char *id,
                  const char *name)
{
  BalieChoice *self = g_new0 (BalieChoice, 1);

  self->id = g_strdup (id);
  self->name = g_strdup (name);
  return self;
}

void
balie_choice_free (BalieChoice *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->id);
  g_free (self->name);
  g_free (self);
}

BalieDesk *
balie_desk_new (void)
{
  BalieDesk *self = g_new0 (BalieDesk, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->api = 1;
  self->epoch = g_strdup ("");
  self->name = g_strdup ("");
  self->accent = g_strdup (DEFAULT_ACCENT);
  self->languages = g_strdupv ((char **)default_languages);
  self->opening_hours = balie_opening_hours_new_default ();
  self->limits.message = DEFAULT_MESSAGE_LIMIT;
  self->limits.subject = DEFAULT_SUBJECT_LIMIT;
  self->limits.attachment = DEFAULT_ATTACHMENT_LIMIT;
  self->limits.attachments = DEFAULT_ATTACHMENTS_LIMIT;
  self->limits.attachments_size = DEFAULT_ATTACHMENTS_SIZE_LIMIT;
  self->limits.upload_chunk = DEFAULT_UPLOAD_CHUNK;
  self->limits.blocked_types = g_strdupv ((char **)default_blocked_types);
  self->categories = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_choice_free);
  self->urgencies = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_choice_free);
  self->features = g_new0 (char *, 1);
  return self;
}

BalieDesk *
balie_desk_ref (BalieDesk *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
balie_desk_unref (BalieDesk *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->epoch);
  g_free (self->name);
  g_free (self->accent);
  g_free (self->logo);
  g_strfreev (self->languages);
  g_clear_pointer (&self->opening_hours, balie_opening_hours_unref);
  g_strfreev (self->limits.blocked_types);
  g_ptr_array_unref (self->categories);
  g_ptr_array_unref (self->urgencies);
  g_strfreev (self->features);
  g_free (self);
}

static void
read_limits (BalieLimits     *limits,
             BalieJsonReader *reader)
{
  balie_json_reader_enter_object (reader, "limits");
  limits->message = balie_json_reader_int (reader, "message", 1, G_MAXINT64);
  limits->subject = balie_json_reader_int (reader, "subject", 1, G_MAXINT64);
  limits->attachment = balie_json_reader_int (reader, "attachment", 0, G_MAXINT64);
  limits->attachments = balie_json_reader_int (reader, "attachments", 0, G_MAXINT64);
  /* A desk that says nothing of it takes as much together as it takes in one. */
  limits->attachments_size = balie_json_reader_optional_int (reader, "attachments_size", 0, G_MAXINT64, limits->attachment);
  limits->upload_chunk = balie_json_reader_int (reader, "upload_chunk", 1, G_MAXINT64);
  replace_strings (&limits->blocked_types, balie_json_reader_dup_strings (reader, "blocked_types"));
  balie_json_reader_leave (reader);
}

static void
read_choices (GPtrArray       *choices,
              BalieJsonReader *reader,
              const char      *name)
{
  guint n_choices;

  if (!balie_json_reader_has (reader, name))
    return;

  n_choices = balie_json_reader_enter_array (reader, name);
  for (guint i = 0; i < n_choices; i++)
    {
      balie_json_reader_enter_item (reader, i);
      g_ptr_array_add (choices,
                       balie_choice_new (balie_json_reader_string (reader, "id"),
                                         balie_json_reader_string (reader, "name")));
      balie_json_reader_leave (reader);
    }
  balie_json_reader_leave (reader);
}

/* The rest of the state follows from the opening hours and the time. */
static void
read_state (BalieDesk       *self,
            BalieJsonReader *reader)
{
  static const char *const computed[] = {"open", "reason", "name", "opens_at", "closes_at"};

  balie_json_reader_enter_object (reader, "state");
  self->staffed = balie_json_reader_boolean (reader, "staffed");
  for (gsize i = 0; i < G_N_ELEMENTS (computed); i++)
    balie_json_reader_has (reader, computed[i]);
  balie_json_reader_leave (reader);
}

BalieDesk *
balie_desk_read (BalieJsonReader *reader,
                 const char      *name)
{
  BalieDesk         *self = balie_desk_new ();
  BalieOpeningHours *opening_hours;
  const char        *accent;

  balie_json_reader_enter_object (reader, name);
  self->api = balie_json_reader_int (reader, "api", 1, G_MAXINT);
  set_string (&self->epoch, balie_json_reader_string (reader, "epoch"));
  set_string (&self->name, balie_json_reader_string (reader, "name"));
  accent = balie_json_reader_optional_string (reader, "accent");
  if (accent != NULL && is_colour (accent))
    set_string (&self->accent, accent);
  self->logo = g_strdup (balie_json_reader_optional_string (reader, "logo"));
  if (self->logo != NULL && !is_path (self->logo))
    balie_json_reader_fail (reader, "logo", "expected path on this server");
  replace_strings (&self->languages, balie_json_reader_dup_strings (reader, "languages"));
  opening_hours = balie_opening_hours_read (reader, "schedule");
  if (opening_hours != NULL)
    {
      balie_opening_hours_unref (self->opening_hours);
      self->opening_hours = opening_hours;
    }
  read_state (self, reader);
  self->now = balie_json_reader_time (reader, "now");
  read_limits (&self->limits, reader);
  read_choices (self->categories, reader, "categories");
  read_choices (self->urgencies, reader, "urgencies");
  replace_strings (&self->features, balie_json_reader_dup_strings (reader, "features"));
  balie_json_reader_leave (reader);
  return self;
}

static void
write_state (const BalieDesk *self,
             BalieJsonWriter *writer)
{
  g_auto (BalieOpening) opening = {0};

  balie_opening_hours_look_up (self->opening_hours, self->now, &opening);
  balie_json_writer_begin_object (writer, "state");
  balie_opening_write (&opening, writer);
  balie_json_writer_boolean (writer, "staffed", self->staffed);
  balie_json_writer_end_object (writer);
}

static void
write_limits (const BalieLimits *limits,
              BalieJsonWriter   *writer)
{
  balie_json_writer_begin_object (writer, "limits");
  balie_json_writer_int (writer, "message", limits->message);
  balie_json_writer_int (writer, "subject", limits->subject);
  balie_json_writer_int (writer, "attachment", limits->attachment);
  balie_json_writer_int (writer, "attachments", limits->attachments);
  balie_json_writer_int (writer, "attachments_size", limits->attachments_size);
  balie_json_writer_int (writer, "upload_chunk", limits->upload_chunk);
  balie_json_writer_strings (writer, "blocked_types", (const char *const *)limits->blocked_types);
  balie_json_writer_end_object (writer);
}

static void
write_choices (const GPtrArray *choices,
               BalieJsonWriter *writer,
               const char      *name)
{
  balie_json_writer_begin_array (writer, name);
  for (guint i = 0; i < choices->len; i++)
    {
      const BalieChoice *choice = g_ptr_array_index (choices, i);

      balie_json_writer_begin_object (writer, NULL);
      balie_json_writer_string (writer, "id", choice->id);
      balie_json_writer_string (writer, "name", choice->name);
      balie_json_writer_end_object (writer);
    }
  balie_json_writer_end_array (writer);
}

void
balie_desk_write (const BalieDesk *self,
                  BalieJsonWriter *writer,
                  const char      *name)
{
  balie_json_writer_begin_object (writer, name);
  balie_json_writer_int (writer, "api", self->api);
  balie_json_writer_string (writer, "epoch", self->epoch);
  balie_json_writer_string (writer, "name", self->name);
  balie_json_writer_string (writer, "accent", self->accent);
  balie_json_writer_optional_string (writer, "logo", self->logo);
  balie_json_writer_strings (writer, "languages", (const char *const *)self->languages);
  balie_opening_hours_write (self->opening_hours, writer, "schedule");
  write_state (self, writer);
  balie_json_writer_time (writer, "now", self->now);
  write_limits (&self->limits, writer);
  write_choices (self->categories, writer, "categories");
  write_choices (self->urgencies, writer, "urgencies");
  balie_json_writer_strings (writer, "features", (const char *const *)self->features);
  balie_json_writer_end_object (writer);
}
