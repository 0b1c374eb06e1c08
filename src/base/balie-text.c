/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What texts and identifiers must look like before they go any further. */
#define G_LOG_DOMAIN "balie-base"

#include "config.h"

#include "balie-text.h"

#include <string.h>

#define UUID_FORM "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"

gboolean
balie_text_is_uuid (const char *text)
{
  static const char form[] = UUID_FORM;

  if (text == NULL || strlen (text) != strlen (form))
    return FALSE;

  for (gsize i = 0; form[i] != '\0'; i++)
    {
      gboolean is_digit = g_ascii_isdigit (text[i]) || (text[i] >= 'a' && text[i] <= 'f');

      if (form[i] == '-' ? text[i] != '-' : !is_digit)
        return FALSE;
    }
  return TRUE;
}

gsize
balie_text_get_length (const char *text)
{
  gsize length = 0;
  gsize length_to_last = 0;

  g_return_val_if_fail (text != NULL, 0);

  while (*text != '\0' && g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      length++;
      if (!g_unichar_isspace (g_utf8_get_char (text)))
        length_to_last = length;
    }
  return length_to_last;
}

char *
balie_text_dup_line (const char *text,
                     gsize       maximum)
{
  GString *line;
  gsize    length = 0;
  gboolean space_before = FALSE;

  g_return_val_if_fail (text != NULL && maximum > 0, NULL);

  line = g_string_new (NULL);
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar character = g_utf8_get_char (text);
      gsize    needed;

      if (g_unichar_isspace (character) || g_unichar_iscntrl (character))
        {
          space_before = length > 0;
          continue;
        }

      needed = space_before ? 2 : 1;
      if (length + needed > maximum)
        {
          if (length == maximum)
            g_string_truncate (line, g_utf8_prev_char (line->str + line->len) - line->str);
          if (g_str_has_suffix (line->str, " "))
            g_string_truncate (line, line->len - 1);
          g_string_append (line, "…");
          break;
        }
      if (space_before)
        g_string_append_c (line, ' ');
      g_string_append_unichar (line, character);
      length += needed;
      space_before = FALSE;
    }
  return g_string_free (line, FALSE);
}
