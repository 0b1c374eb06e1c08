/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The last lines of a log, within bounds: what is asked for when something went wrong. */
#define G_LOG_DOMAIN "balie-base"

#include "config.h"

#include "balie-log-ring.h"

#include <string.h>

/* It must not log itself: it is called from where logs are written. */
struct _BalieLogRing
{
  GMutex mutex;
  GQueue lines; /* of char *, oldest first */
  gsize  size;
  guint  max_lines;
  gsize  max_size;
};

BalieLogRing *
balie_log_ring_new (guint max_lines,
                    gsize max_size)
{
  BalieLogRing *self;

  g_return_val_if_fail (max_lines > 0 && max_size > 1, NULL);

  self = g_new0 (BalieLogRing, 1);
  g_mutex_init (&self->mutex);
  g_queue_init (&self->lines);
  self->max_lines = max_lines;
  self->max_size = max_size;

  return self;
}

void
balie_log_ring_free (BalieLogRing *self)
{
  g_queue_clear_full (&self->lines, g_free);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* A cut does not go through a character. */
static char *
dup_line (const char *line,
          gsize       max_length)
{
  char       *valid = g_utf8_make_valid (line, -1);
  const char *end;

  g_strdelimit (valid, "\r\n", ' ');
  if (strlen (valid) > max_length)
    {
      valid[max_length] = '\0';
      if (!g_utf8_validate (valid, -1, &end))
        valid[end - valid] = '\0';
    }

  return valid;
}

void
balie_log_ring_add (BalieLogRing *self,
                    const char   *line)
{
  g_autoptr (GMutexLocker) locker = NULL;
  char *copy;

  g_return_if_fail (self != NULL && line != NULL);

  locker = g_mutex_locker_new (&self->mutex);
  copy = dup_line (line, self->max_size - 1);
  self->size += strlen (copy) + 1;
  g_queue_push_tail (&self->lines, copy);

  while (self->lines.length > self->max_lines || self->size > self->max_size)
    {
      g_autofree char *oldest = g_queue_pop_head (&self->lines);

      self->size -= strlen (oldest) + 1;
    }
}

char *
balie_log_ring_dup_text (BalieLogRing *self)
{
  g_autoptr (GMutexLocker) locker = NULL;
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  locker = g_mutex_locker_new (&self->mutex);
  text = g_string_sized_new (self->size + 1);
  for (const GList *line = self->lines.head; line != NULL; line = line->next)
    {
      g_string_append (text, line->data);
      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}
