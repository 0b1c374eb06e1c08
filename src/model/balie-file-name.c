/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of files as people see them: texts, which never name anything on a disk. */
#define G_LOG_DOMAIN "balie-model"

#include "config.h"

#include "balie-file-name.h"

#include <string.h>

/* Bytes of a suffix that is kept when a name is shortened. */
#define SUFFIX_MAX 20
#define TYPE_MAX 127

static const char *
after_folders (const char *name)
{
  const char *last = name;

  for (const char *at = name; *at != '\0'; at++)
    {
      if (*at == '/' || *at == '\\')
        last = at + 1;
    }
  return last;
}

/* Joiners are of the sort of the direction marks, but make emoji and words. */
static gboolean
is_kept (gunichar character)
{
  GUnicodeType type = g_unichar_type (character);

  if (type == G_UNICODE_FORMAT)
    return character == 0x200C || character == 0x200D;

  return type != G_UNICODE_CONTROL && type != G_UNICODE_SURROGATE && type != G_UNICODE_PRIVATE_USE;
}

static void
strip_end (GString *name)
{
  while (name->len > 0 && strchr (". ", name->str[name->len - 1]) != NULL)
    g_string_truncate (name, name->len - 1);
}

static gsize
to_boundary (const char *text,
             gsize       length)
{
  while (length > 0 && ((guchar)text[length] & 0xC0) == 0x80)
    length--;
  return length;
}

static void
shorten (GString *name)
{
  const char *suffix = strrchr (name->str, '.');
  gsize       suffix_length = suffix != NULL && strlen (suffix) <= SUFFIX_MAX ? strlen (suffix) : 0;
  gsize       kept;

  if (name->len <= BALIE_FILE_NAME_MAX)
    return;

  kept = to_boundary (name->str, BALIE_FILE_NAME_MAX - suffix_length);
  g_string_erase (name, (gssize)kept, (gssize)(name->len - suffix_length - kept));
}

char *
balie_file_name_clean (const char *name)
{
  g_autoptr (GString) clean = g_string_new (NULL);
  g_autofree char *normal = g_utf8_normalize (after_folders (name), -1, G_NORMALIZE_DEFAULT_COMPOSE);

  for (const char *at = normal; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (g_unichar_isspace (character))
        character = ' ';
      if (is_kept (character) && (character != ' ' || clean->len > 0))
        g_string_append_unichar (clean, character);
    }

  strip_end (clean);
  shorten (clean);
  return g_strdup (clean->len > 0 ? clean->str : "file");
}

gboolean
balie_file_name_is_blocked (const char        *name,
                            const char        *type,
                            const char *const *blocked)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);

  for (; *blocked != NULL; blocked++)
    {
      g_autofree char *entry = g_utf8_casefold (*blocked, -1);

      if (**blocked == '.' ? g_str_has_suffix (folded, entry) : g_str_equal (type, entry))
        return TRUE;
    }
  return FALSE;
}

gboolean
balie_file_name_is_type (const char *text)
{
  static const char token[] = "abcdefghijklmnopqrstuvwxyz0123456789!#$&^_.+-";
  const char       *slash = strchr (text, '/');

  return slash != NULL && slash > text && slash[1] != '\0' && strlen (text) <= TYPE_MAX &&
         strspn (text, token) == (gsize)(slash - text) &&
         strspn (slash + 1, token) == strlen (slash + 1);
}

char *
balie_file_name_to_disposition (const char *name)
{
  g_autofree char *encoded = g_uri_escape_string (name, NULL, FALSE);
  g_autoptr (GString) plain = g_string_new (NULL);

  for (const char *at = name; *at != '\0'; at = g_utf8_next_char (at))
    g_string_append_c (plain, g_ascii_isprint (*at) && strchr ("\"\\%", *at) == NULL ? *at : '_');

  return g_strdup_printf ("attachment; filename=\"%s\"; filename*=UTF-8''%s", plain->str, encoded);
}
