/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes an article out of a Markdown file. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-article-parser.h"

#include "balie-article-inline.h"
#include "balie-error.h"
#include "balie-text.h"

#include <string.h>

/* Characters. */
#define MAX_TITLE 250
#define MAX_SUMMARY 500

#define MAX_LIST_LEVEL 4
#define MAX_HEADING 6

typedef enum {
  NOTHING,
  PARAGRAPH,
  ITEM,
  CODE,
} Block;

/* An article on its way. `open` is the block that the next line may go on with, as Markdown; `prefix` goes before its text. */
typedef struct
{
  char       *title;
  char       *summary;
  GString    *body;
  GString    *open;
  char       *prefix;
  Block       block;
  Block       last;
  const char *fence;
  const char *skip_until;
} Parser;

static void
parser_clear (Parser *self)
{
  g_free (self->title);
  g_free (self->summary);
  g_string_free (self->body, TRUE);
  g_string_free (self->open, TRUE);
  g_free (self->prefix);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parser, parser_clear)

/* Items of a list, and lines of code, stand close together; all else has an empty line between. */
static void
add_block (Parser     *self,
           Block       block,
           const char *prefix,
           const char *text)
{
  if (self->body->len > 0)
    g_string_append (self->body, block == self->last && (block == ITEM || block == CODE) ? "\n" : "\n\n");
  g_string_append (self->body, prefix);
  g_string_append (self->body, text);
  self->last = block;
}

static char *
dup_plain (const char *text)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *joined = NULL;

  parts = g_strsplit (text, "**", -1);
  joined = g_strjoinv ("", parts);
  g_clear_pointer (&parts, g_strfreev);
  parts = g_strsplit (joined, "`", -1);
  return g_strjoinv ("", parts);
}

/* A first paragraph that is too long for a summary is shown whole in the body, too. */
static gboolean
take_summary (Parser     *self,
              const char *text)
{
  g_autofree char *plain = NULL;

  if (self->summary != NULL || self->title == NULL)
    return FALSE;

  plain = dup_plain (text);
  self->summary = balie_text_dup_line (plain, MAX_SUMMARY);
  return balie_text_get_length (plain) <= MAX_SUMMARY;
}

static void
close_block (Parser *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  Block block = self->block;

  self->block = NOTHING;
  if (block == NOTHING)
    return;

  balie_article_inline_append (text, self->open->str);
  g_strstrip (text->str);
  if (*text->str == '\0')
    return;
  if (block != PARAGRAPH || !take_summary (self, text->str))
    add_block (self, block, self->prefix, text->str);
}

static void
open_block (Parser     *self,
            Block       block,
            const char *prefix,
            const char *text)
{
  close_block (self);
  self->block = block;
  g_free (self->prefix);
  self->prefix = g_strdup (prefix);
  g_string_assign (self->open, text);
}

static void
add_heading (Parser     *self,
             gsize       level,
             const char *markdown)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *prefix = g_strdup_printf ("%.*s ", (int)level, "######");

  close_block (self);
  balie_article_inline_append (text, markdown);
  g_strstrip (text->str);
  if (*text->str == '\0')
    return;

  if (self->title == NULL)
    {
      g_autofree char *plain = dup_plain (text->str);

      /* Of marks alone nothing is left. */
      if (balie_text_get_length (plain) > 0)
        self->title = balie_text_dup_line (plain, MAX_TITLE);
    }
  else
    add_block (self, NOTHING, prefix, text->str);
}

static gboolean
take_heading (Parser     *self,
              const char *line)
{
  gsize            level = strspn (line, "#");
  g_autofree char *text = NULL;
  gsize            length;

  if (level == 0 || level > MAX_HEADING || (line[level] != ' ' && line[level] != '\t' && line[level] != '\0'))
    return FALSE;

  text = g_strstrip (g_strdup (line + level));
  for (length = strlen (text); length > 0 && text[length - 1] == '#'; length--)
    ;
  if (length == 0 || text[length - 1] == ' ')
    text[length] = '\0';
  add_heading (self, level, text);
  return TRUE;
}

/* A line of `===` or `---` makes a heading of the one before; without one it is a rule, which is left out. */
static gboolean
take_underline (Parser     *self,
                const char *line)
{
  gsize length = strlen (line);

  if (length == 0 || (*line != '=' && *line != '-' && *line != '*' && *line != '_') || strspn (line, (const char[]){*line, ' ', '\0'}) != length)
    return FALSE;
  if (self->block == PARAGRAPH && (*line == '=' || *line == '-'))
    {
      g_autofree char *text = g_strdup (self->open->str);

      self->block = NOTHING;
      add_heading (self, *line == '=' ? 1 : 2, text);
      return TRUE;
    }
  if (length < 3 || *line == '=')
    return FALSE;

  close_block (self);
  return TRUE;
}

static gboolean
take_item (Parser     *self,
           const char *line,
           gsize       indent)
{
  gsize            n_digits = strspn (line, "0123456789");
  gboolean         is_numbered = n_digits > 0 && n_digits <= 9 && (line[n_digits] == '.' || line[n_digits] == ')');
  gsize            n_mark = is_numbered ? n_digits + 1 : 1;
  gsize            level = MIN (indent / 2, MAX_LIST_LEVEL);
  g_autofree char *prefix = NULL;

  if ((!is_numbered && *line != '-' && *line != '*' && *line != '+') || (line[n_mark] != ' ' && line[n_mark] != '\t'))
    return FALSE;

  prefix = g_strdup_printf ("%*s%.*s%s ", (int)(2 * level), "", is_numbered ? (int)n_digits : 0, line, is_numbered ? "." : "-");
  open_block (self, ITEM, prefix, line + n_mark + 1);
  return TRUE;
}

/* A row of a table is a paragraph of its own; the line between its head and the rest is left out. */
static gboolean
take_row (Parser     *self,
          const char *line)
{
  g_autofree char *cells = NULL;
  gsize            length = strlen (line);

  if (*line != '|')
    return FALSE;
  if (strspn (line, "|-: ") == length)
    return TRUE;

  cells = g_strndup (line + 1, length - (length > 1 && line[length - 1] == '|' ? 2 : 1));
  open_block (self, PARAGRAPH, "", g_strstrip (cells));
  return TRUE;
}

static gboolean
take_fence (Parser     *self,
            const char *line)
{
  static const char *const fences[] = {"```", "~~~"};

  for (gsize i = 0; i < G_N_ELEMENTS (fences); i++)
    {
      if (g_str_has_prefix (line, fences[i]))
        {
          close_block (self);
          self->fence = fences[i];
          return TRUE;
        }
    }
  return FALSE;
}

/* Comments and programs in HTML may go over several lines, and none of what they hold is text. */
static gboolean
take_html (Parser     *self,
           const char *line)
{
  static const struct
  {
    const char *begin;
    const char *end;
  } skipped[] = {
    {"<!--", "-->"},
    {"<script", "</script>"},
    {"<style", "</style>"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (skipped); i++)
    {
      if (g_ascii_strncasecmp (line, skipped[i].begin, strlen (skipped[i].begin)) != 0)
        continue;

      close_block (self);
      self->skip_until = skipped[i].end;
      return TRUE;
    }
  return FALSE;
}

static gboolean
holds (const char *line,
       const char *end)
{
  g_autofree char *lower = g_ascii_strdown (line, -1);

  return strstr (lower, end) != NULL;
}

static void
take_text (Parser     *self,
           const char *line)
{
  if (self->block == NOTHING)
    {
      open_block (self, PARAGRAPH, "", line);
    }
  else
    {
      g_string_append_c (self->open, ' ');
      g_string_append (self->open, line);
    }
}

/* What stands inside of something that goes on until its own end. Returns whether it did. */
static gboolean
go_on (Parser     *self,
       const char *line,
       const char *stripped)
{
  if (self->fence != NULL && g_str_has_prefix (stripped, self->fence))
    self->fence = NULL;
  else if (self->fence != NULL)
    add_block (self, CODE, "    ", line);
  else if (self->skip_until == NULL)
    return FALSE;

  if (self->skip_until != NULL && holds (line, self->skip_until))
    self->skip_until = NULL;
  return TRUE;
}

static void
take_line (Parser     *self,
           const char *line)
{
  g_autofree char *stripped = g_strstrip (g_strdup (line));
  const char      *rest = stripped;
  gsize            indent = strspn (line, " ") + 4 * strspn (line, "\t");

  if (go_on (self, line, stripped))
    return;

  while (*rest == '>')
    rest += strspn (rest, "> ");
  if (*rest == '\0')
    {
      close_block (self);
    }
  else if (take_html (self, rest))
    {
      if (holds (rest, self->skip_until))
        self->skip_until = NULL;
    }
  else if (self->block == NOTHING && indent >= 4 && self->last != ITEM)
    {
      add_block (self, CODE, "    ", line + strspn (line, " \t"));
    }
  else if (!take_underline (self, rest) && !take_heading (self, rest) && !take_item (self, rest, indent) && !take_row (self, rest) && !take_fence (self, rest))
    {
      take_text (self, rest);
    }
}

static guint
count_lines (const char *data,
             const char *end)
{
  guint n = 1;

  for (const char *p = data; p < end; p++)
    n += *p == '\n';
  return n;
}

/* Without what could do something on a terminal; an own copy with one kind of line end. */
static char *
dup_clean (const char *data,
           gsize       length)
{
  GString *clean = g_string_sized_new (length);

  for (const char *p = data; p < data + length; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c != 0xfeff && (c == '\n' || c == '\t' || !g_unichar_iscntrl (c)))
        g_string_append_unichar (clean, c);
    }
  return g_string_free (clean, FALSE);
}

BalieArticle *
balie_article_parser_parse (const char *id,
                            const char *data,
                            gsize       length,
                            guint      *line,
                            GError    **error)
{
  g_auto (Parser) parser = {.body = g_string_new (NULL), .open = g_string_new (NULL)};
  g_autofree char *clean = NULL;
  g_auto (GStrv) lines = NULL;
  const char   *end = NULL;
  BalieArticle *article;

  g_return_val_if_fail (id != NULL && line != NULL, NULL);

  *line = 0;
  if (length > BALIE_ARTICLE_PARSER_MAX)
    {
      g_set_error (error, BALIE_ERROR, BALIE_ERROR_INVALID, "is larger than %d KiB", BALIE_ARTICLE_PARSER_MAX / 1024);
      return NULL;
    }
  if (!g_utf8_validate_len (data, length, &end))
    {
      *line = count_lines (data, end);
      g_set_error_literal (error, BALIE_ERROR, BALIE_ERROR_INVALID, "must be text in UTF-8");
      return NULL;
    }

  clean = dup_clean (data, length);
  lines = g_strsplit (clean, "\n", -1);
  for (char **each = lines; *each != NULL; each++)
    take_line (&parser, *each);
  close_block (&parser);
  if (parser.title == NULL)
    {
      *line = 1;
      g_set_error_literal (error, BALIE_ERROR, BALIE_ERROR_INVALID, "must have a heading, which is the title: # Title");
      return NULL;
    }

  article = balie_article_new ();
  article->id = g_strdup (id);
  article->title = g_steal_pointer (&parser.title);
  article->summary = parser.summary != NULL ? g_steal_pointer (&parser.summary) : g_strdup ("");
  article->body = g_strdup (parser.body->str);
  return article;
}
