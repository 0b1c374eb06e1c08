/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes a stream of server-sent events apart, whatever pieces it comes in. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-sse-parser.h"

#include <string.h>

#include "balie-error.h"

struct _BalieSseParser
{
  /* owned */
  GString *line; /* as far as it has come */
  GString *id;
  GString *type;
  GString *data;

  /* borrowed */
  BalieSseFunc func;
  gpointer     user_data;

  gboolean has_id;
  gboolean has_data;
  gboolean after_return; /* a line feed that comes now belongs to the carriage return before it */
  gboolean after_start;  /* the first line is behind us, and with it the place for a byte order mark */
};

BalieSseParser *
balie_sse_parser_new (BalieSseFunc func,
                      gpointer     user_data)
{
  BalieSseParser *self;

  g_return_val_if_fail (func != NULL, NULL);

  self = g_new0 (BalieSseParser, 1);
  self->line = g_string_new (NULL);
  self->id = g_string_new (NULL);
  self->type = g_string_new (NULL);
  self->data = g_string_new (NULL);
  self->func = func;
  self->user_data = user_data;

  return self;
}

void
balie_sse_parser_free (BalieSseParser *self)
{
  g_string_free (self->line, TRUE);
  g_string_free (self->id, TRUE);
  g_string_free (self->type, TRUE);
  g_string_free (self->data, TRUE);
  g_free (self);
}

static gboolean
fail_too_long (GError **error)
{
  g_set_error_literal (error, BALIE_ERROR, BALIE_ERROR_PARSE, "The event stream holds an endless line or event");
  return FALSE;
}

/* An empty line ends an event. One without data is none. */
static gboolean
dispatch (BalieSseParser *self,
          GError        **error)
{
  BalieSseEvent event = {
    .id = self->has_id ? self->id->str : NULL,
    .type = self->type->len > 0 ? self->type->str : "message",
    .data = self->data->str,
    .length = self->data->len,
  };
  gboolean go_on = !self->has_data || self->func (&event, self->user_data, error);

  self->has_id = FALSE;
  self->has_data = FALSE;
  g_string_truncate (self->type, 0);
  g_string_truncate (self->data, 0);

  return go_on;
}

static gboolean
take_field (BalieSseParser *self,
            const char     *value,
            gsize           length,
            gsize           name_length,
            GError        **error)
{
  const char *name = self->line->str;

  if (name_length == 4 && memcmp (name, "data", 4) == 0)
    {
      if (self->data->len + length >= BALIE_SSE_MAX_EVENT)
        return fail_too_long (error);
      if (self->has_data)
        g_string_append_c (self->data, '\n');
      g_string_append_len (self->data, value, length);
      self->has_data = TRUE;
    }
  else if (name_length == 5 && memcmp (name, "event", 5) == 0)
    {
      g_string_truncate (self->type, 0);
      g_string_append_len (self->type, value, length);
    }
  else if (name_length == 2 && memcmp (name, "id", 2) == 0 && memchr (value, '\0', length) == NULL)
    {
      g_string_truncate (self->id, 0);
      g_string_append_len (self->id, value, length);
      self->has_id = TRUE;
    }

  /* Whatever else there is, "retry" too, is not for us: when to come again is the session's to say. */
  return TRUE;
}

static gboolean
take_line (BalieSseParser *self,
           GError        **error)
{
  const char *colon;
  const char *value;
  gsize       name_length;

  if (!self->after_start && g_str_has_prefix (self->line->str, "\357\273\277"))
    g_string_erase (self->line, 0, 3);
  self->after_start = TRUE;

  if (self->line->len == 0)
    return dispatch (self, error);

  colon = memchr (self->line->str, ':', self->line->len);
  name_length = colon == NULL ? self->line->len : (gsize)(colon - self->line->str);
  value = self->line->str + name_length;
  if (*value == ':')
    value++;
  if (*value == ' ' && colon != NULL)
    value++;

  /* A comment, whose name is empty, keeps the connection alive and says nothing. */
  return take_field (self, value, self->line->str + self->line->len - value, name_length, error);
}

gboolean
balie_sse_parser_feed (BalieSseParser *self,
                       const char     *bytes,
                       gsize           length,
                       GError        **error)
{
  const char *end = bytes + length;

  g_return_val_if_fail (self != NULL, FALSE);

  while (bytes < end)
    {
      const char *stop = bytes;

      if (self->after_return && *bytes == '\n')
        {
          self->after_return = FALSE;
          bytes++;
          continue;
        }
      self->after_return = FALSE;

      while (stop < end && *stop != '\n' && *stop != '\r')
        stop++;
      if (self->line->len + (stop - bytes) > BALIE_SSE_MAX_EVENT)
        return fail_too_long (error);
      g_string_append_len (self->line, bytes, stop - bytes);
      if (stop == end)
        break;

      self->after_return = *stop == '\r';
      if (!take_line (self, error))
        return FALSE;
      g_string_truncate (self->line, 0);
      bytes = stop + 1;
    }

  return TRUE;
}
