/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tells whether a text is a JSON document that may be handed to the parser. */
#define G_LOG_DOMAIN "balie-base"

#include "config.h"

#include "balie-json-scan-private.h"

#include "balie-error.h"
#include "balie-json-reader.h"

#include <math.h>
#include <string.h>

typedef struct
{
  gboolean    is_object;
  GHashTable *names;
} Level;

typedef struct
{
  const char *text;
  const char *end;
  const char *at;
  guint       depth;
  Level       levels[BALIE_JSON_MAX_DEPTH];
  GString    *name;
  GError    **error;
} Scan;

/* What the grammar allows next. */
typedef enum {
  EXPECT_VALUE,
  EXPECT_VALUE_OR_END,
  EXPECT_NAME,
  EXPECT_NAME_OR_END,
  EXPECT_COMMA_OR_END,
  EXPECT_NOTHING,
  REFUSED,
} Expectation;

static gboolean
refuse (Scan       *self,
        const char *at,
        const char *detail)
{
  guint line = 1;

  for (const char *c = self->text; c < at; c++)
    {
      if (*c == '\n')
        line++;
    }

  g_set_error (self->error,
               BALIE_ERROR,
               BALIE_ERROR_PARSE,
               "line %u, offset %" G_GSIZE_FORMAT ": %s",
               line,
               (gsize)(at - self->text),
               detail);
  return FALSE;
}

static gboolean
check_encoding (Scan *self)
{
  const char *at = self->text;

  if (g_utf8_validate_len (self->text, self->end - self->text, &at))
    return TRUE;

  return refuse (self, at, *at == '\0' ? "U+0000 is not allowed" : "not UTF-8");
}

static gboolean
is_at (Scan *self,
       char  c)
{
  return self->at < self->end && *self->at == c;
}

static gboolean
is_at_digit (Scan *self)
{
  return self->at < self->end && g_ascii_isdigit (*self->at);
}

static void
skip_white_space (Scan *self)
{
  while (self->at < self->end && (*self->at == ' ' || *self->at == '\t' || *self->at == '\n' || *self->at == '\r'))
    self->at++;
}

static gboolean
scan_word (Scan       *self,
           const char *word)
{
  gsize length = strlen (word);

  if ((gsize)(self->end - self->at) < length || memcmp (self->at, word, length) != 0)
    return refuse (self, self->at, "expected value");

  self->at += length;
  return TRUE;
}

static gboolean
scan_digits (Scan *self)
{
  if (!is_at_digit (self))
    return refuse (self, self->at, "expected digit");

  while (is_at_digit (self))
    self->at++;
  return TRUE;
}

/* The parser wraps integers around and turns fractions into infinity where they do not fit. */
static gboolean
check_range (Scan       *self,
             const char *start,
             gboolean    is_integer)
{
  g_autofree char *number = g_strndup (start, self->at - start);
  gboolean         fits;

  if (is_integer)
    fits = g_ascii_string_to_signed (number, 10, G_MININT64, G_MAXINT64, NULL, NULL);
  else
    fits = isfinite (g_ascii_strtod (number, NULL));

  return fits || refuse (self, start, "number out of range");
}

static gboolean
scan_number (Scan *self)
{
  const char *start = self->at;
  gboolean    is_integer = TRUE;

  if (is_at (self, '-'))
    self->at++;

  if (is_at (self, '0'))
    self->at++;
  else if (!scan_digits (self))
    return FALSE;

  if (is_at (self, '.'))
    {
      is_integer = FALSE;
      self->at++;
      if (!scan_digits (self))
        return FALSE;
    }

  if (is_at (self, 'e') || is_at (self, 'E'))
    {
      is_integer = FALSE;
      self->at++;
      if (is_at (self, '+') || is_at (self, '-'))
        self->at++;
      if (!scan_digits (self))
        return FALSE;
    }

  return check_range (self, start, is_integer);
}

/* The four digits behind \u. */
static gboolean
scan_code_unit (Scan     *self,
                gunichar *unit)
{
  *unit = 0;
  for (int i = 0; i < 4; i++)
    {
      if (self->at == self->end || !g_ascii_isxdigit (*self->at))
        return refuse (self, self->at, "expected hexadecimal digit");
      *unit = *unit * 16 + g_ascii_xdigit_value (*self->at);
      self->at++;
    }
  return TRUE;
}

static gboolean
scan_unicode_escape (Scan    *self,
                     GString *unescaped)
{
  const char *start = self->at - 2;
  gunichar    character;
  gunichar    low = 0;

  if (!scan_code_unit (self, &character))
    return FALSE;
  if (character == 0)
    return refuse (self, start, "U+0000 is not allowed");

  if (character >= 0xd800 && character <= 0xdfff)
    {
      if (character >= 0xdc00 || self->end - self->at < 2 || memcmp (self->at, "\\u", 2) != 0)
        return refuse (self, start, "half of a surrogate pair");
      self->at += 2;
      if (!scan_code_unit (self, &low))
        return FALSE;
      if (low < 0xdc00 || low > 0xdfff)
        return refuse (self, start, "half of a surrogate pair");
      character = 0x10000 + ((character - 0xd800) << 10) + (low - 0xdc00);
    }

  if (unescaped != NULL)
    g_string_append_unichar (unescaped, character);
  return TRUE;
}

static gboolean
scan_escape (Scan    *self,
             GString *unescaped)
{
  static const char escaped[] = "\"\\/bfnrt";
  static const char meant[] = "\"\\/\b\f\n\r\t";
  const char       *found;

  self->at++;
  if (is_at (self, 'u'))
    {
      self->at++;
      return scan_unicode_escape (self, unescaped);
    }

  found = self->at < self->end ? strchr (escaped, *self->at) : NULL;
  if (found == NULL)
    return refuse (self, self->at, "unknown escape");

  self->at++;
  if (unescaped != NULL)
    g_string_append_c (unescaped, meant[found - escaped]);
  return TRUE;
}

static gboolean
scan_string (Scan    *self,
             GString *unescaped)
{
  self->at++;
  while (self->at < self->end && *self->at != '"')
    {
      if ((guchar)*self->at < 0x20)
        return refuse (self, self->at, "control character in a string");

      if (*self->at == '\\')
        {
          if (!scan_escape (self, unescaped))
            return FALSE;
        }
      else
        {
          if (unescaped != NULL)
            g_string_append_c (unescaped, *self->at);
          self->at++;
        }
    }

  if (self->at == self->end)
    return refuse (self, self->at, "string without its end");
  self->at++;
  return TRUE;
}

static Expectation
enter (Scan *self)
{
  Level *level;

  if (self->depth == BALIE_JSON_MAX_DEPTH)
    {
      refuse (self, self->at, "nested too deep");
      return REFUSED;
    }

  level = &self->levels[self->depth++];
  level->is_object = *self->at++ == '{';
  if (!level->is_object)
    return EXPECT_VALUE_OR_END;

  /* One table serves all objects of a level, because they come one after the other. */
  if (level->names == NULL)
    level->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  else
    g_hash_table_remove_all (level->names);
  return EXPECT_NAME_OR_END;
}

static Expectation
after_value (Scan *self)
{
  return self->depth == 0 ? EXPECT_NOTHING : EXPECT_COMMA_OR_END;
}

static Expectation
leave (Scan *self)
{
  self->at++;
  self->depth--;
  return after_value (self);
}

static Expectation
scan_value (Scan *self)
{
  gboolean good;

  switch (*self->at)
    {
    case '{':
    case '[':
      return enter (self);
    case '"':
      good = scan_string (self, NULL);
      break;
    case 't':
      good = scan_word (self, "true");
      break;
    case 'f':
      good = scan_word (self, "false");
      break;
    case 'n':
      good = scan_word (self, "null");
      break;
    default:
      if (*self->at == '-' || is_at_digit (self))
        good = scan_number (self);
      else
        good = refuse (self, self->at, "expected value");
      break;
    }

  return good ? after_value (self) : REFUSED;
}

static Expectation
scan_name (Scan *self)
{
  const char *start = self->at;
  GHashTable *names = self->levels[self->depth - 1].names;

  if (!is_at (self, '"'))
    {
      refuse (self, self->at, "expected name of a member");
      return REFUSED;
    }
  if (g_hash_table_size (names) == BALIE_JSON_MAX_MEMBERS)
    {
      refuse (self, start, "too many members");
      return REFUSED;
    }

  g_string_truncate (self->name, 0);
  if (!scan_string (self, self->name))
    return REFUSED;

  if (!g_hash_table_add (names, g_strdup (self->name->str)))
    {
      refuse (self, start, "repeated member");
      return REFUSED;
    }

  skip_white_space (self);
  if (!is_at (self, ':'))
    {
      refuse (self, self->at, "expected colon");
      return REFUSED;
    }
  self->at++;
  return EXPECT_VALUE;
}

static Expectation
scan_comma_or_end (Scan *self)
{
  gboolean is_object = self->levels[self->depth - 1].is_object;

  if (is_at (self, is_object ? '}' : ']'))
    return leave (self);

  if (!is_at (self, ','))
    {
      refuse (self, self->at, is_object ? "expected comma or }" : "expected comma or ]");
      return REFUSED;
    }

  self->at++;
  return is_object ? EXPECT_NAME : EXPECT_VALUE;
}

static Expectation
scan_next (Scan       *self,
           Expectation expectation)
{
  switch (expectation)
    {
    case EXPECT_VALUE:
      return scan_value (self);
    case EXPECT_VALUE_OR_END:
      return is_at (self, ']') ? leave (self) : scan_value (self);
    case EXPECT_NAME:
      return scan_name (self);
    case EXPECT_NAME_OR_END:
      return is_at (self, '}') ? leave (self) : scan_name (self);
    case EXPECT_COMMA_OR_END:
      return scan_comma_or_end (self);
    case EXPECT_NOTHING:
      refuse (self, self->at, "text behind the end");
      return REFUSED;
    case REFUSED:
    default:
      g_assert_not_reached ();
    }
}

gboolean
balie_json_scan (const char *text,
                 gsize       length,
                 GError    **error)
{
  g_autoptr (GString) name = g_string_new (NULL);
  Scan        scan = {.text = text, .end = text + length, .at = text, .name = name, .error = error};
  Expectation expectation = EXPECT_VALUE;

  if (!check_encoding (&scan))
    return FALSE;

  skip_white_space (&scan);
  while (scan.at < scan.end && expectation != REFUSED)
    {
      expectation = scan_next (&scan, expectation);
      skip_white_space (&scan);
    }

  for (guint i = 0; i < BALIE_JSON_MAX_DEPTH; i++)
    g_clear_pointer (&scan.levels[i].names, g_hash_table_unref);

  if (expectation != EXPECT_NOTHING && expectation != REFUSED)
    return refuse (&scan, scan.end, "ends too early");
  return expectation == EXPECT_NOTHING;
}
