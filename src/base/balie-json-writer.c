/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes one compact JSON document, member by member. */
#define G_LOG_DOMAIN "balie-base"

#include "config.h"

#include "balie-json-writer.h"

#include "balie-clock.h"

struct _BalieJsonWriter
{
  GString *text;

  /* One character for each object or array that is open: the one that ends it. */
  GString *open;

  gboolean needs_comma;
};

static void
append_escaped (GString    *text,
                const char *value)
{
  const char *plain = value;

  g_string_append_c (text, '"');
  for (const char *c = value; *c != '\0'; c++)
    {
      if ((guchar)*c >= 0x20 && *c != '"' && *c != '\\')
        continue;

      g_string_append_len (text, plain, c - plain);
      plain = c + 1;
      switch (*c)
        {
        case '"':
        case '\\':
          g_string_append_c (text, '\\');
          g_string_append_c (text, *c);
          break;
        case '\n':
          g_string_append (text, "\\n");
          break;
        case '\t':
          g_string_append (text, "\\t");
          break;
        default:
          g_string_append_printf (text, "\\u%04x", (guint)*c);
          break;
        }
    }
  g_string_append (text, plain);
  g_string_append_c (text, '"');
}

/* Writes what stands before a value, and checks that one may stand here. */
static void
begin_value (BalieJsonWriter *self,
             const char      *name)
{
  gboolean in_object = self->open->len > 0 && self->open->str[self->open->len - 1] == '}';

  g_assert (in_object == (name != NULL));
  g_assert (self->open->len > 0 || self->text->len == 0);

  if (self->needs_comma)
    g_string_append_c (self->text, ',');
  self->needs_comma = TRUE;

  if (name != NULL)
    {
      append_escaped (self->text, name);
      g_string_append_c (self->text, ':');
    }
}

static void
begin (BalieJsonWriter *self,
       const char      *name,
       char             first,
       char             last)
{
  begin_value (self, name);
  g_string_append_c (self->text, first);
  g_string_append_c (self->open, last);
  self->needs_comma = FALSE;
}

static void
end (BalieJsonWriter *self,
     char             last)
{
  g_assert (self->open->len > 0 && self->open->str[self->open->len - 1] == last);

  g_string_truncate (self->open, self->open->len - 1);
  g_string_append_c (self->text, last);
  self->needs_comma = TRUE;
}

BalieJsonWriter *
balie_json_writer_new (void)
{
  BalieJsonWriter *self = g_new0 (BalieJsonWriter, 1);

  self->text = g_string_new (NULL);
  self->open = g_string_new (NULL);
  return self;
}

void
balie_json_writer_free (BalieJsonWriter *self)
{
  g_return_if_fail (self != NULL);

  g_string_free (self->text, TRUE);
  g_string_free (self->open, TRUE);
  g_free (self);
}

void
balie_json_writer_begin_object (BalieJsonWriter *self,
                                const char      *name)
{
  begin (self, name, '{', '}');
}

void
balie_json_writer_end_object (BalieJsonWriter *self)
{
  end (self, '}');
}

void
balie_json_writer_reopen_object (BalieJsonWriter *self)
{
  g_assert (self->text->len > 1 && self->text->str[self->text->len - 1] == '}');

  g_string_truncate (self->text, self->text->len - 1);
  g_string_append_c (self->open, '}');
  self->needs_comma = self->text->str[self->text->len - 1] != '{';
}

void
balie_json_writer_begin_array (BalieJsonWriter *self,
                               const char      *name)
{
  begin (self, name, '[', ']');
}

void
balie_json_writer_end_array (BalieJsonWriter *self)
{
  end (self, ']');
}

void
balie_json_writer_string (BalieJsonWriter *self,
                          const char      *name,
                          const char      *value)
{
  begin_value (self, name);
  if (value != NULL)
    append_escaped (self->text, value);
  else
    g_string_append (self->text, "null");
}

void
balie_json_writer_optional_string (BalieJsonWriter *self,
                                   const char      *name,
                                   const char      *value)
{
  if (value != NULL)
    balie_json_writer_string (self, name, value);
}

void
balie_json_writer_strings (BalieJsonWriter   *self,
                           const char        *name,
                           const char *const *values)
{
  balie_json_writer_begin_array (self, name);
  for (gsize i = 0; values[i] != NULL; i++)
    balie_json_writer_string (self, NULL, values[i]);
  balie_json_writer_end_array (self);
}

void
balie_json_writer_int (BalieJsonWriter *self,
                       const char      *name,
                       gint64           value)
{
  begin_value (self, name);
  g_string_append_printf (self->text, "%" G_GINT64_FORMAT, value);
}

void
balie_json_writer_boolean (BalieJsonWriter *self,
                           const char      *name,
                           gboolean         value)
{
  begin_value (self, name);
  g_string_append (self->text, value ? "true" : "false");
}

void
balie_json_writer_null (BalieJsonWriter *self,
                        const char      *name)
{
  begin_value (self, name);
  g_string_append (self->text, "null");
}

void
balie_json_writer_time (BalieJsonWriter *self,
                        const char      *name,
                        gint64           value)
{
  g_autofree char *text = balie_time_to_string (value);

  balie_json_writer_string (self, name, text);
}

void
balie_json_writer_optional_time (BalieJsonWriter *self,
                                 const char      *name,
                                 gint64           value)
{
  if (value != 0)
    balie_json_writer_time (self, name, value);
}

void
balie_json_writer_raw (BalieJsonWriter *self,
                       const char      *name,
                       const char      *json)
{
  g_return_if_fail (json != NULL && *json != '\0');

  begin_value (self, name);
  g_string_append (self->text, json);
}

char *
balie_json_writer_end (BalieJsonWriter *self,
                       gsize           *length)
{
  char *text;

  g_assert (self->open->len == 0 && self->text->len > 0);

  if (length != NULL)
    *length = self->text->len;
  text = g_string_free (self->text, FALSE);
  self->text = g_string_new (NULL);
  self->needs_comma = FALSE;
  return text;
}

GBytes *
balie_json_writer_end_bytes (BalieJsonWriter *self)
{
  gsize length;
  char *text = balie_json_writer_end (self, &length);

  return g_bytes_new_take (text, length);
}
