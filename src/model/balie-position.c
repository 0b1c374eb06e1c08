/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A position in a reader's stream: an epoch and the last seq that was read. */
#define G_LOG_DOMAIN "balie-model"

#include "config.h"

#include "balie-event.h"

#include <string.h>

#define EPOCH_MAX 64

static gboolean
is_epoch (const char *text,
          gsize       length)
{
  if (length == 0 || length > EPOCH_MAX)
    return FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isalnum (text[i]) && text[i] != '-')
        return FALSE;
    }
  return TRUE;
}

gboolean
balie_position_parse (const char    *text,
                      BaliePosition *position)
{
  const char *dot;
  guint64     seq;

  g_return_val_if_fail (position != NULL, FALSE);

  *position = (BaliePosition){NULL, 0};
  dot = text != NULL ? strchr (text, '.') : NULL;
  if (dot == NULL || !is_epoch (text, dot - text))
    return FALSE;

  /* A position has just one form, so that two of them can be compared as they stand. */
  if (dot[1] == '0' && dot[2] != '\0')
    return FALSE;
  if (!g_ascii_string_to_unsigned (dot + 1, 10, 0, G_MAXINT64, &seq, NULL))
    return FALSE;

  position->epoch = g_strndup (text, dot - text);
  position->seq = seq;
  return TRUE;
}

char *
balie_position_to_string (const BaliePosition *self)
{
  return g_strdup_printf ("%s.%" G_GINT64_FORMAT, self->epoch, self->seq);
}

void
balie_position_clear (BaliePosition *self)
{
  g_clear_pointer (&self->epoch, g_free);
  self->seq = 0;
}
