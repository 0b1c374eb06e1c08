/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turns the Markdown inside a line into plain text with few marks. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-article-inline.h"

#include <string.h>

/* How far the end of something is looked for, so that the work grows with the text and no faster. */
#define MAX_LINK_TEXT 500
#define MAX_ADDRESS 2000
#define MAX_TAG 1000

/* Links in links. */
#define MAX_DEPTH 3

/* Where in the output a mark was opened, or -1. */
typedef struct
{
  GString *out;
  gssize   bold;
  gssize   emphasis;
  char     emphasis_mark;
  int      depth;
} Inline;

static void append (GString    *out,
                    const char *text,
                    int         depth);

/* Bytes of other letters than those of ASCII count as letters. */
static gboolean
is_word (char c)
{
  return g_ascii_isalnum (c) || (guchar)c >= 0x80;
}

static const char *
find (const char *text,
      char        wanted,
      gsize       maximum)
{
  return memchr (text, wanted, strnlen (text, maximum));
}

/* A run of backticks ends with a run of the same length. Returns what follows, or NULL when it does not end. */
static const char *
take_code (GString    *out,
           const char *text)
{
  gsize n_ticks = strspn (text, "`");

  for (const char *end = strchr (text + n_ticks, '`'); end != NULL; end = strchr (end, '`'))
    {
      gsize n_end = strspn (end, "`");

      if (n_end == n_ticks)
        {
          g_autofree char *code = g_strndup (text + n_ticks, (gsize)(end - text) - n_ticks);

          g_string_append_printf (out, "`%s`", g_strstrip (code));
          return end + n_end;
        }
      end += n_end;
    }
  return NULL;
}

static gboolean
may_be_shown (const char *address)
{
  static const char *const schemes[] = {"http://", "https://", "mailto:"};

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      if (g_ascii_strncasecmp (address, schemes[i], strlen (schemes[i])) == 0)
        return TRUE;
    }
  return FALSE;
}

static const char *
find_closing_bracket (const char *text)
{
  const char *end = text + strnlen (text, MAX_LINK_TEXT);
  int         depth = 0;

  for (const char *p = text; p < end; p++)
    {
      if (*p == '\\' && p + 1 < end)
        p++;
      else if (*p == '[')
        depth++;
      else if (*p == ']' && depth-- == 0)
        return p;
    }
  return NULL;
}

/* `[text](address "title")`, and with an exclamation mark before it a picture. Returns what follows, or NULL when it is none. */
static const char *
take_link (const Inline *self,
           const char   *text)
{
  gboolean         is_picture = *text == '!';
  const char      *start = text + (is_picture ? 2 : 1);
  const char      *end = self->depth < MAX_DEPTH ? find_closing_bracket (start) : NULL;
  const char      *close = end != NULL && end[1] == '(' ? find (end + 2, ')', MAX_ADDRESS) : NULL;
  g_autofree char *words = NULL;
  g_autofree char *address = NULL;

  if (close == NULL)
    return NULL;

  words = g_strndup (start, (gsize)(end - start));
  address = g_strstrip (g_strndup (end + 2, (gsize)(close - end) - 2));
  address[strcspn (address, " \t")] = '\0';
  append (self->out, words, self->depth + 1);
  if (!is_picture && may_be_shown (address) && !g_str_equal (address, words))
    g_string_append_printf (self->out, " (%s)", address);
  return close + 1;
}

/* `<https://…>` is shown, another tag goes. Returns what follows, or NULL when it is none. */
static const char *
take_tag (GString    *out,
          const char *text)
{
  const char      *end = find (text, '>', MAX_TAG);
  g_autofree char *tag = NULL;

  if (end == NULL || !(g_ascii_isalpha (text[1]) || text[1] == '/' || text[1] == '!' || text[1] == '?'))
    return NULL;

  tag = g_strndup (text + 1, (gsize)(end - text) - 1);
  if (may_be_shown (tag))
    g_string_append (out, tag);
  else if (g_ascii_strncasecmp (tag, "br", 2) == 0)
    g_string_append_c (out, ' ');
  return end + 1;
}

static const char *
take_entity (GString    *out,
             const char *text)
{
  static const struct
  {
    const char *entity;
    const char *text;
  } entities[] = {
    {"&amp;", "&"},
    {"&lt;", "<"},
    {"&gt;", ">"},
    {"&quot;", "\""},
    {"&#39;", "'"},
    {"&nbsp;", " "},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (entities); i++)
    {
      if (g_str_has_prefix (text, entities[i].entity))
        {
          g_string_append (out, entities[i].text);
          return text + strlen (entities[i].entity);
        }
    }
  return NULL;
}

/* Two marks begin or end what is bold. */
static const char *
take_bold (Inline     *self,
           const char *text,
           char        before)
{
  gboolean opens = self->bold < 0;
  char     next = text[1] == *text ? text[2] : '\0';

  if (text[1] != *text || (opens ? next == '\0' || g_ascii_isspace (next) : g_ascii_isspace (before)))
    return NULL;
  if (*text == '_' && is_word (opens ? before : next))
    return NULL;

  self->bold = opens ? (gssize)self->out->len : -1;
  g_string_append (self->out, "**");
  return text + 2;
}

/* One mark begins or ends what is emphasized; the marks go when both are there. */
static const char *
take_emphasis (Inline     *self,
               const char *text,
               char        before)
{
  gboolean opens = self->emphasis < 0;
  char     next = text[1];

  if (opens ? next == '\0' || g_ascii_isspace (next) : g_ascii_isspace (before) || *text != self->emphasis_mark)
    return NULL;
  if (*text == '_' && is_word (opens ? before : next))
    return NULL;

  self->emphasis = opens ? (gssize)self->out->len : -1;
  self->emphasis_mark = *text;
  return text + 1;
}

/* Returns what follows, or NULL when a character stands for itself. */
static const char *
take_mark (Inline     *self,
           const char *text,
           char        before)
{
  const char *next = NULL;

  switch (*text)
    {
    case '`':
      return take_code (self->out, text);
    case '!':
      return text[1] == '[' ? take_link (self, text) : NULL;
    case '[':
      return take_link (self, text);
    case '<':
      return take_tag (self->out, text);
    case '&':
      return take_entity (self->out, text);
    case '*':
    case '_':
      next = take_bold (self, text, before);
      return next != NULL ? next : take_emphasis (self, text, before);
    default:
      return NULL;
    }
}

/* What was opened and not closed was no mark. The later one first, so that the place of the other holds. */
static void
mend (Inline *self)
{
  gboolean bold_first = self->bold < self->emphasis;

  for (int i = 0; i < 2; i++)
    {
      if ((i == 0) == bold_first)
        {
          if (self->emphasis >= 0)
            g_string_insert_c (self->out, self->emphasis, self->emphasis_mark);
        }
      else if (self->bold >= 0)
        g_string_erase (self->out, self->bold, 2);
    }
}

static void
append (GString    *out,
        const char *text,
        int         depth)
{
  Inline self = {.out = out, .bold = -1, .emphasis = -1, .depth = depth};
  char   before = ' ';

  while (*text != '\0')
    {
      const char *next = take_mark (&self, text, before);

      if (next == NULL)
        {
          gsize n_same = 1;

          /* A run that is no mark is none from its second character on either. */
          if (*text == '\\' && g_ascii_ispunct (text[1]))
            text++;
          else if (*text == '`' || *text == '_')
            n_same = strspn (text, (const char[]){*text, '\0'});

          g_string_append_len (out, text, (gssize)n_same);
          next = text + n_same;
        }
      before = next[-1];
      text = next;
    }
  mend (&self);
}

void
balie_article_inline_append (GString    *out,
                             const char *text)
{
  g_return_if_fail (out != NULL);
  g_return_if_fail (text != NULL);

  append (out, text, 0);
}
