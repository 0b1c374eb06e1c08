/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The simple marks in the text of a help article: what each line is, and what stands out in it. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-article-text.h"

#include "balie-links.h"

#include <string.h>

#define MAX_HEADING 6
#define MAX_DEPTH 4
#define MAX_DIGITS 4

/* What a line of code begins with. */
#define CODE "    "

typedef struct
{
  GPtrArray *blocks;
  GString   *paragraph; /* nullable: that may go on */
} Parser;

static void
block_free (BalieArticleBlock *block)
{
  g_free (block->marker);
  g_free (block->text);
  g_free (block);
}

static void
add_block (Parser               *parser,
           BalieArticleBlockKind kind,
           int                   level,
           const char           *marker,
           const char           *text)
{
  BalieArticleBlock *block = g_new0 (BalieArticleBlock, 1);

  block->kind = kind;
  block->level = level;
  block->marker = g_strdup (marker);
  block->text = g_strdup (text);
  g_ptr_array_add (parser->blocks, block);
}

static void
end_paragraph (Parser *parser)
{
  if (parser->paragraph == NULL)
    return;

  add_block (parser, BALIE_ARTICLE_PARAGRAPH, 0, NULL, parser->paragraph->str);
  g_string_free (g_steal_pointer (&parser->paragraph), TRUE);
}

static gboolean
take_heading (Parser     *parser,
              const char *line)
{
  gsize level = strspn (line, "#");

  if (level == 0 || level > MAX_HEADING || line[level] != ' ')
    return FALSE;

  end_paragraph (parser);
  add_block (parser, BALIE_ARTICLE_HEADING, (int)level, NULL, line + level + 1);
  return TRUE;
}

/* Returns: the length of what marks an item, its space included; 0 when it is none */
static gsize
measure_marker (const char *line)
{
  gsize digits = strspn (line, "0123456789");

  if (g_str_has_prefix (line, "- "))
    return 2;
  if (digits > 0 && digits <= MAX_DIGITS && g_str_has_prefix (line + digits, ". "))
    return digits + 2;

  return 0;
}

static gboolean
take_item (Parser     *parser,
           const char *line)
{
  gsize            indent = strspn (line, " ");
  gsize            length = measure_marker (line + indent);
  g_autofree char *marker = NULL;

  if (length == 0)
    return FALSE;

  end_paragraph (parser);
  marker = line[indent] == '-' ? g_strdup ("•") : g_strndup (line + indent, length - 1);
  add_block (parser, BALIE_ARTICLE_ITEM, (int)MIN (indent / 2, MAX_DEPTH), marker, line + indent + length);
  return TRUE;
}

static void
extend (BalieArticleBlock *block,
        const char        *between,
        const char        *text)
{
  g_autofree char *before = g_steal_pointer (&block->text);

  block->text = g_strconcat (before, between, text, NULL);
}

static BalieArticleBlock *
get_last (Parser               *parser,
          BalieArticleBlockKind kind)
{
  BalieArticleBlock *last = parser->blocks->len > 0 ? g_ptr_array_index (parser->blocks, parser->blocks->len - 1) : NULL;

  return last != NULL && last->kind == kind ? last : NULL;
}

static gboolean
take_code (Parser     *parser,
           const char *line,
           gboolean    after_empty)
{
  BalieArticleBlock *code;

  if (!g_str_has_prefix (line, CODE))
    return FALSE;

  end_paragraph (parser);
  code = after_empty ? NULL : get_last (parser, BALIE_ARTICLE_CODE);
  if (code != NULL)
    extend (code, "\n", line + strlen (CODE));
  else
    add_block (parser, BALIE_ARTICLE_CODE, 0, NULL, line + strlen (CODE));
  return TRUE;
}

/* A line that follows without an empty one goes on with what is above it. */
static void
take_text (Parser     *parser,
           const char *line,
           gboolean    after_empty)
{
  BalieArticleBlock *item = after_empty ? NULL : get_last (parser, BALIE_ARTICLE_ITEM);

  if (parser->paragraph != NULL)
    g_string_append_printf (parser->paragraph, " %s", line);
  else if (item != NULL)
    extend (item, " ", line);
  else
    parser->paragraph = g_string_new (line);
}

static void
take_rest (Parser      *parser,
           char *const *lines)
{
  g_autofree char *rest = g_strjoinv ("\n", (char **)lines);

  end_paragraph (parser);
  add_block (parser, BALIE_ARTICLE_PARAGRAPH, 0, NULL, rest);
}

static void
take_line (Parser     *parser,
           const char *line,
           gboolean    after_empty)
{
  if (*line == '\0')
    end_paragraph (parser);
  else if (!take_heading (parser, line) && !take_item (parser, line) && !take_code (parser, line, after_empty))
    take_text (parser, line, after_empty);
}

GPtrArray *
balie_article_text_parse (const char *body)
{
  Parser   parser = {NULL};
  gboolean after_empty = TRUE;
  g_auto (GStrv) lines = NULL;

  g_return_val_if_fail (body != NULL, NULL);

  parser.blocks = g_ptr_array_new_with_free_func ((GDestroyNotify)block_free);
  lines = g_strsplit (body, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (parser.blocks->len >= BALIE_ARTICLE_MAX_BLOCKS)
        {
          take_rest (&parser, lines + i);
          break;
        }

      take_line (&parser, lines[i], after_empty);
      after_empty = *lines[i] == '\0';
    }
  end_paragraph (&parser);

  return parser.blocks;
}

static void
append_plain (GString    *markup,
              const char *text,
              gsize       length)
{
  g_autofree char *plain = g_strndup (text, length);
  g_autofree char *links = balie_links_dup_markup (plain);

  g_string_append (markup, links);
}

/* Returns: the length of what stands between two marks, with them; 0 when it is none */
static gsize
append_span (GString    *markup,
             const char *text,
             const char *mark,
             const char *tag)
{
  gsize            length = strlen (mark);
  const char      *end;
  g_autofree char *inside = NULL;
  g_autofree char *escaped = NULL;

  if (strncmp (text, mark, length) != 0)
    return 0;

  end = strstr (text + length, mark);
  if (end == NULL || end == text + length || g_ascii_isspace (text[length]))
    return 0;

  inside = g_strndup (text + length, (gsize)(end - text) - length);
  escaped = g_str_equal (tag, "tt") ? g_markup_escape_text (inside, -1) : balie_article_text_dup_markup (inside);
  g_string_append_printf (markup, "<%s>%s</%s>", tag, escaped, tag);
  return (gsize)(end - text) + length;
}

char *
balie_article_text_dup_markup (const char *text)
{
  GString    *markup;
  const char *plain = text;

  g_return_val_if_fail (text != NULL, NULL);

  markup = g_string_new (NULL);
  for (const char *p = text; *p != '\0';)
    {
      g_autoptr (GString) span = g_string_new (NULL);
      gsize length = 0;

      if (*p == '`')
        length = append_span (span, p, "`", "tt");
      else if (*p == '*')
        length = append_span (span, p, "**", "b");

      if (length == 0)
        {
          p++;
          continue;
        }

      append_plain (markup, plain, (gsize)(p - plain));
      g_string_append (markup, span->str);
      p += length;
      plain = p;
    }
  append_plain (markup, plain, strlen (plain));

  return g_string_free (markup, FALSE);
}
