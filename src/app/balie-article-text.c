/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The simple marks in the text of a help article: what each line is, and what stands out in it. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-article-text.h"

#include "balie-links.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_HEADING 6
#define MAX_DEPTH 4
#define FENCE "```"

/* Bytes; beyond it, a bracket is a bracket. */
#define MAX_LABEL 512
#define MAX_URI 2048

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
  gsize            level = strspn (line, "#");
  g_autofree char *text = NULL;

  if (level == 0 || level > MAX_HEADING || line[level] != ' ')
    return FALSE;

  end_paragraph (parser);
  text = g_strstrip (g_strdup (line + level));
  add_block (parser, BALIE_ARTICLE_HEADING, (int)level, NULL, text);
  return TRUE;
}

/* Returns: the length of what marks an item, its space included; 0 when it is none */
static gsize
measure_marker (const char *line)
{
  gsize digits = strspn (line, "0123456789");

  if (strchr ("-*+", *line) != NULL && *line != '\0' && line[1] == ' ')
    return 2;
  if (digits > 0 && digits <= 3 && (line[digits] == '.' || line[digits] == ')') && line[digits + 1] == ' ')
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
  g_autofree char *text = NULL;

  if (length == 0)
    return FALSE;

  end_paragraph (parser);
  marker = g_ascii_isdigit (line[indent]) ? g_strndup (line + indent, length - 1) : g_strdup ("•");
  text = g_strstrip (g_strdup (line + indent + length));
  add_block (parser, BALIE_ARTICLE_ITEM, (int)MIN (indent / 2, MAX_DEPTH), marker, text);
  return TRUE;
}

/* A line that is indented, or follows without an empty one, goes on with what is above it. */
static void
take_text (Parser     *parser,
           const char *line,
           gboolean    after_empty)
{
  g_autofree char   *text = g_strstrip (g_strdup (line));
  BalieArticleBlock *last = parser->blocks->len > 0 ? g_ptr_array_index (parser->blocks, parser->blocks->len - 1) : NULL;

  if (parser->paragraph != NULL)
    {
      g_string_append_printf (parser->paragraph, " %s", text);
    }
  else if (last != NULL && last->kind == BALIE_ARTICLE_ITEM && (!after_empty || *line == ' '))
    {
      g_autofree char *before = g_steal_pointer (&last->text);

      last->text = g_strconcat (before, " ", text, NULL);
    }
  else
    {
      parser->paragraph = g_string_new (text);
    }
}

/* Returns: the line after the code */
static guint
take_code (Parser      *parser,
           char *const *lines,
           guint        i)
{
  g_autoptr (GString) code = g_string_new (NULL);

  end_paragraph (parser);
  for (i++; lines[i] != NULL && !g_str_has_prefix (lines[i], FENCE); i++)
    g_string_append_printf (code, "%s%s", code->len > 0 ? "\n" : "", lines[i]);
  add_block (parser, BALIE_ARTICLE_CODE, 0, NULL, code->str);

  return lines[i] != NULL ? i + 1 : i;
}

static void
take_rest (Parser      *parser,
           char *const *lines)
{
  g_autofree char *rest = g_strjoinv ("\n", (char **)lines);

  end_paragraph (parser);
  add_block (parser, BALIE_ARTICLE_PARAGRAPH, 0, NULL, rest);
}

GPtrArray *
balie_article_text_parse (const char *body)
{
  Parser parser = {NULL};
  g_auto (GStrv) lines = NULL;
  gboolean after_empty = TRUE;

  g_return_val_if_fail (body != NULL, NULL);

  parser.blocks = g_ptr_array_new_with_free_func ((GDestroyNotify)block_free);
  lines = g_strsplit (body, "\n", -1);
  for (guint i = 0; lines[i] != NULL;)
    {
      const char *line = g_strchomp (lines[i]);
      gboolean    is_empty = *line == '\0';

      if (parser.blocks->len >= BALIE_ARTICLE_MAX_BLOCKS)
        {
          take_rest (&parser, lines + i);
          break;
        }

      if (g_str_has_prefix (line, FENCE))
        {
          i = take_code (&parser, lines, i);
          after_empty = TRUE;
          continue;
        }

      if (is_empty)
        end_paragraph (&parser);
      else if (!take_heading (&parser, line) && !take_item (&parser, line))
        take_text (&parser, line, after_empty);

      after_empty = is_empty;
      i++;
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

/* Returns: the length of a link with its text; 0 when it is none, or leads where nothing may be opened */
static gsize
append_link (GString    *markup,
             const char *text)
{
  const char      *middle = *text == '[' ? g_strstr_len (text, MAX_LABEL, "](") : NULL;
  const char      *end = middle != NULL ? g_strstr_len (middle, MAX_URI, ")") : NULL;
  g_autofree char *label = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *target = NULL;
  g_autofree char *title = NULL;
  g_autofree char *title_markup = NULL;
  g_autofree char *link = NULL;

  if (end == NULL || middle == text + 1 || memchr (text + 1, '[', (gsize)(middle - text) - 1) != NULL)
    return 0;

  label = g_strndup (text + 1, (gsize)(middle - text) - 1);
  uri = g_strndup (middle + 2, (gsize)(end - middle) - 2);
  target = balie_links_dup_target (uri);
  if (target == NULL)
    return 0;

  /* Translators: where a link leads: %s is the name of a host, or an e-mail address */
  title = g_strdup_printf (_ ("Leads to %s"), target);
  /* The title is taken as markup once more when it is shown. */
  title_markup = g_markup_escape_text (title, -1);
  link = g_markup_printf_escaped ("<a href=\"%s\" title=\"%s\">%s</a>", uri, title_markup, label);
  g_string_append (markup, link);

  return (gsize)(end - text) + 1;
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
      else if (*p == '[')
        length = append_link (span, p);

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
