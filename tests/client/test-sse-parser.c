/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The framing of server-sent events, in whatever pieces it comes. */
#include <string.h>

#include "balie-error.h"
#include "balie-sse-parser.h"

/* Writes down what it is given, one event a line. */
static gboolean
on_event (const BalieSseEvent *event,
          gpointer             user_data,
          GError             **error)
{
  GString         *log = user_data;
  g_autofree char *data = g_strescape (event->data, NULL);

  g_assert_cmpuint (strlen (event->data), <=, event->length);
  g_string_append_printf (log, "%s %s %s\n", event->id == NULL ? "-" : event->id, event->type, data);

  return TRUE;
}

/* Feeds @text in pieces of @size. */
static char *
parse (const char *text,
       gsize       length,
       gsize       size)
{
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (BalieSseParser) parser = balie_sse_parser_new (on_event, log);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < length; i += size)
    {
      g_assert_true (balie_sse_parser_feed (parser, text + i, MIN (size, length - i), &error));
      g_assert_no_error (error);
    }

  return g_string_free (g_steal_pointer (&log), FALSE);
}

static void
test_framing (void)
{
  static const struct
  {
    const char *text;
    const char *log;
  } cases[] = {
    {"", ""},
    {"data: a\n\n", "- message a\n"},
    {"data: a\r\n\r\n", "- message a\n"},
    {"data: a\r\r", "- message a\n"},
    {"data: a\n\r\n", "- message a\n"},
    {"data: a\r\n\n", "- message a\n"},
    {"\357\273\277data: a\n\n", "- message a\n"},
    {"\357\273\277\357\273\277data: a\n\n", ""},
    {"\n\357\273\277data: a\n\n", ""},
    {"data:a\n\n", "- message a\n"},
    {"data:  a\n\n", "- message  a\n"},
    {"data: a: b\n\n", "- message a: b\n"},
    {"data\n\n", "- message \n"},
    {"data: a\ndata: b\n\n", "- message a\\nb\n"},
    {"data: a\ndata\ndata: b\n\n", "- message a\\n\\nb\n"},
    {"id: e.1\nevent: read.moved\ndata: {}\n\n", "e.1 read.moved {}\n"},
    {"data: {}\nevent: typing\n\ndata: {}\n\n", "- typing {}\n- message {}\n"},
    {"id: e.1\ndata: a\n\ndata: b\n\n", "e.1 message a\n- message b\n"},
    {"id: e.1\n\ndata: b\n\n", "- message b\n"},
    {"event: typing\n\ndata: b\n\n", "- message b\n"},
    {": comment\ndata: a\n:\n\n: comment\n\n", "- message a\n"},
    {"retry: 10\nfoo: bar\nDATA: x\n data: y\ndata: a\n\n", "- message a\n"},
    {"data: a\n", ""},
    {"data: a", ""},
    {"data: a\n\ndata: b\n", "- message a\n"},
    {"\n\n\n\ndata: a\n\n", "- message a\n"},
    {"data: \303\251\342\202\254\n\n", "- message \\303\\251\\342\\202\\254\n"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize size = 1; size <= strlen (cases[i].text) + 1; size++)
      {
        g_autofree char *log = parse (cases[i].text, strlen (cases[i].text), size);

        g_assert_cmpstr (log, ==, cases[i].log);
      }
}

/* Two pieces, parted at every place. */
static void
test_every_offset (void)
{
  static const char text[] = "\357\273\277: hello\r\nid: e.1\r\nevent: message.created\r\ndata: {\"a\":\r\ndata: 1}\r\n\r\n"
                             "id: e.2\revent: read.moved\rdata: {}\r\rdata: c\n\n";

  for (gsize cut = 0; cut <= strlen (text); cut++)
    {
      g_autoptr (GString) log = g_string_new (NULL);
      g_autoptr (BalieSseParser) parser = balie_sse_parser_new (on_event, log);

      g_assert_true (balie_sse_parser_feed (parser, text, cut, NULL));
      g_assert_true (balie_sse_parser_feed (parser, text + cut, strlen (text) - cut, NULL));
      g_assert_cmpstr (log->str, ==, "e.1 message.created {\\\"a\\\":\\n1}\ne.2 read.moved {}\n- message c\n");
    }
}

/* A NUL is data like any other, but in an id it makes the id none. */
static void
test_nul (void)
{
  static const char text[] = "id: e\0.1\ndata: a\n\nid: e.2\ndata: a\n\n";
  g_autofree char  *log = parse (text, sizeof text - 1, sizeof text);

  g_assert_cmpstr (log, ==, "- message a\ne.2 message a\n");
}

static void
assert_too_long (const char *piece,
                 gsize       times)
{
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (BalieSseParser) parser = balie_sse_parser_new (on_event, log);
  g_autoptr (GError) error = NULL;
  gsize fed = 0;

  while (balie_sse_parser_feed (parser, piece, strlen (piece), &error))
    {
      fed++;
      g_assert_cmpuint (fed, <, times);
    }
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_PARSE);
  g_assert_cmpstr (log->str, ==, "");
}

static void
test_too_long (void)
{
  g_autofree char *kilobyte = g_strnfill (1024, 'x');
  g_autofree char *line = g_strdup_printf ("data: %s\n", kilobyte);

  assert_too_long (kilobyte, 1025);
  assert_too_long (line, 1025);
}

static void
test_longest (void)
{
  g_autoptr (GString) text = g_string_new ("data: ");
  g_autofree char *filling = g_strnfill (BALIE_SSE_MAX_EVENT - 6, 'x');
  g_autofree char *log = NULL;

  g_string_append (text, filling);
  g_string_append (text, "\n\n");
  log = parse (text->str, text->len, 16 * 1024);
  g_assert_cmpuint (strlen (log), ==, strlen ("- message \n") + BALIE_SSE_MAX_EVENT - 6);
}

static gboolean
refuse (const BalieSseEvent *event,
        gpointer             user_data,
        GError             **error)
{
  guint *n_calls = user_data;

  *n_calls += 1;
  g_set_error_literal (error, BALIE_ERROR, BALIE_ERROR_CONFLICT, "No");
  return FALSE;
}

static void
test_refused (void)
{
  guint n_calls = 0;
  g_autoptr (BalieSseParser) parser = balie_sse_parser_new (refuse, &n_calls);
  g_autoptr (GError) error = NULL;

  g_assert_false (balie_sse_parser_feed (parser, "data: a\n\ndata: b\n\n", 18, &error));
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_CONFLICT);
  g_assert_cmpuint (n_calls, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sse-parser/framing", test_framing);
  g_test_add_func ("/sse-parser/every-offset", test_every_offset);
  g_test_add_func ("/sse-parser/nul", test_nul);
  g_test_add_func ("/sse-parser/too-long", test_too_long);
  g_test_add_func ("/sse-parser/longest", test_longest);
  g_test_add_func ("/sse-parser/refused", test_refused);
  return g_test_run ();
}
