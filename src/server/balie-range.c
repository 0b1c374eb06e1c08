/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One range of bytes, as a request asks for it (RFC 9110, 14). */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-range.h"

#include <string.h>

/* Returns whether there is a number, or nothing at all, which gives -1. */
static gboolean
parse_number (const char *text,
              gint64     *number)
{
  guint64 value = 0;

  *number = -1;
  if (*text == '\0')
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &value, NULL))
    return FALSE;

  *number = (gint64)value;
  return TRUE;
}

static gboolean
split (const char *text,
       gint64     *from,
       gint64     *to)
{
  g_auto (GStrv) parts = NULL;

  if (text == NULL || g_ascii_strncasecmp (text, "bytes=", strlen ("bytes=")) != 0)
    return FALSE;

  parts = g_strsplit (text + strlen ("bytes="), "-", 3);
  return g_strv_length (parts) == 2 &&
         parse_number (g_strstrip (parts[0]), from) &&
         parse_number (g_strstrip (parts[1]), to) &&
         (*from >= 0 || *to >= 0) &&
         (*from < 0 || *to < 0 || *from <= *to);
}

BalieRangeKind
balie_range_parse (const char *text,
                   gint64      size,
                   gint64     *first,
                   gint64     *length)
{
  gint64 from = -1;
  gint64 to = -1;

  *first = 0;
  *length = size;
  if (!split (text, &from, &to))
    return BALIE_RANGE_WHOLE;

  /* `-N`: the last N bytes. */
  if (from < 0)
    {
      from = MAX (size - to, 0);
      to = size - 1;
    }
  if (from >= size)
    return BALIE_RANGE_OUTSIDE;

  to = to < 0 ? size - 1 : MIN (to, size - 1);
  *first = from;
  *length = to - from + 1;
  return BALIE_RANGE_PART;
}
