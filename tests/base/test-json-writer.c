/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON documents as they are written. */
#include "balie-json-scan-private.h"
#include "balie-json-writer.h"

#include <string.h>

static void
test_all_kinds (void)
{
  static const char *const words[] = {"a", "b", NULL};
  static const char *const nothing[] = {NULL};
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();
  g_autofree char *text = NULL;
  gsize            length = 0;

  balie_json_writer_begin_object (writer, NULL);
  balie_json_writer_string (writer, "string", "x");
  balie_json_writer_string (writer, "no-string", NULL);
  balie_json_writer_optional_string (writer, "optional", "y");
  balie_json_writer_optional_string (writer, "left-out", NULL);
  balie_json_writer_strings (writer, "strings", words);
  balie_json_writer_strings (writer, "no-strings", nothing);
  balie_json_writer_int (writer, "least", G_MININT64);
  balie_json_writer_int (writer, "most", G_MAXINT64);
  balie_json_writer_boolean (writer, "yes", 42);
  balie_json_writer_boolean (writer, "no", FALSE);
  balie_json_writer_null (writer, "null");
  balie_json_writer_time (writer, "time", 0);
  balie_json_writer_optional_time (writer, "later", 1795507200000);
  balie_json_writer_optional_time (writer, "never", 0);
  balie_json_writer_raw (writer, "raw", "{\"a\":[1]}");
  balie_json_writer_begin_object (writer, "object");
  balie_json_writer_end_object (writer);
  balie_json_writer_begin_array (writer, "array");
  balie_json_writer_int (writer, NULL, 1);
  balie_json_writer_begin_array (writer, NULL);
  balie_json_writer_end_array (writer);
  balie_json_writer_begin_object (writer, NULL);
  balie_json_writer_null (writer, "");
  balie_json_writer_end_object (writer);
  balie_json_writer_raw (writer, NULL, "2");
  balie_json_writer_end_array (writer);
  balie_json_writer_int (writer, "last", -1);
  balie_json_writer_end_object (writer);
  text = balie_json_writer_end (writer, &length);

  g_assert_cmpstr (text,
                   ==,
                   "{\"string\":\"x\",\"no-string\":null,\"optional\":\"y\",\"strings\":[\"a\",\"b\"],\"no-strings\":[],"
                   "\"least\":-9223372036854775808,\"most\":9223372036854775807,\"yes\":true,\"no\":false,\"null\":null,"
                   "\"time\":\"1970-01-01T00:00:00.000Z\",\"later\":\"2026-11-24T08:00:00.000Z\",\"raw\":{\"a\":[1]},"
                   "\"object\":{},\"array\":[1,[],{\"\":null},2],\"last\":-1}");
  g_assert_cmpuint (length, ==, strlen (text));
  g_assert_true (balie_json_scan (text, length, NULL));
}

static void
test_reopen (void)
{
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();
  g_autofree char *text = NULL;

  balie_json_writer_begin_object (writer, NULL);
  balie_json_writer_begin_object (writer, "empty");
  balie_json_writer_end_object (writer);
  balie_json_writer_reopen_object (writer);
  balie_json_writer_int (writer, "a", 1);
  balie_json_writer_end_object (writer);
  balie_json_writer_end_object (writer);
  balie_json_writer_reopen_object (writer);
  balie_json_writer_int (writer, "b", 2);
  balie_json_writer_end_object (writer);
  text = balie_json_writer_end (writer, NULL);

  g_assert_cmpstr (text, ==, "{\"empty\":{\"a\":1},\"b\":2}");
}

static void
test_escaping (void)
{
  static const struct
  {
    const char *value;
    const char *written;
  } cases[] = {
    {"", "\"\""},
    {"\"", "\"\\\"\""},
    {"\\", "\"\\\\\""},
    {"/", "\"/\""},
    {"a\nb\tc\rd", "\"a\\nb\\tc\\u000dd\""},
    {"\x01\x1f\x7f", "\"\\u0001\\u001f\x7f\""},
    {"Zoë 日本語 \U0001f600", "\"Zoë 日本語 \U0001f600\""},
    {"\"\"\\\\", "\"\\\"\\\"\\\\\\\\\""},
    {"<b>&amp;</b>", "\"<b>&amp;</b>\""},
  };
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *value = NULL;
      g_autofree char *name = NULL;
      g_autofree char *expected = g_strdup_printf ("{%s:1}", cases[i].written);

      /* One writer serves for one document after the other. */
      balie_json_writer_string (writer, NULL, cases[i].value);
      value = balie_json_writer_end (writer, NULL);
      g_assert_cmpstr (value, ==, cases[i].written);

      balie_json_writer_begin_object (writer, NULL);
      balie_json_writer_int (writer, cases[i].value, 1);
      balie_json_writer_end_object (writer);
      name = balie_json_writer_end (writer, NULL);
      g_assert_cmpstr (name, ==, expected);
    }
}

static void
test_bytes (void)
{
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();
  g_autoptr (GBytes) bytes = NULL;

  balie_json_writer_begin_array (writer, NULL);
  balie_json_writer_end_array (writer);
  bytes = balie_json_writer_end_bytes (writer);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "[]", 2);
}

/* What must not be written. Each is a bug of the caller and ends the process. */
static void
test_misuse (gconstpointer data)
{
  const char *misuse = data;

  if (g_test_subprocess ())
    {
      g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();
      g_autofree char *text = NULL;

      for (const char *step = misuse; *step != '\0'; step++)
        {
          switch (*step)
            {
            case '{':
              balie_json_writer_begin_object (writer, NULL);
              break;
            case '}':
              balie_json_writer_end_object (writer);
              break;
            case '[':
              balie_json_writer_begin_array (writer, NULL);
              break;
            case ']':
              balie_json_writer_end_array (writer);
              break;
            case 'm':
              balie_json_writer_int (writer, "member", 1);
              break;
            default:
              balie_json_writer_int (writer, NULL, 1);
              break;
            }
        }
      text = balie_json_writer_end (writer, NULL);
      return;
    }

  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*assertion failed*");
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    const char *misuse;
  } misuses[] = {
    {"/json-writer/misuse/nothing", ""},
    {"/json-writer/misuse/open-object", "{"},
    {"/json-writer/misuse/open-array", "[1"},
    {"/json-writer/misuse/wrong-end", "[}"},
    {"/json-writer/misuse/end-without-begin", "}"},
    {"/json-writer/misuse/value-in-object", "{1}"},
    {"/json-writer/misuse/member-in-array", "[m]"},
    {"/json-writer/misuse/member-at-root", "m"},
    {"/json-writer/misuse/two-roots", "11"},
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-writer/all-kinds", test_all_kinds);
  g_test_add_func ("/json-writer/reopen", test_reopen);
  g_test_add_func ("/json-writer/escaping", test_escaping);
  g_test_add_func ("/json-writer/bytes", test_bytes);
  for (gsize i = 0; i < G_N_ELEMENTS (misuses); i++)
    g_test_add_data_func (misuses[i].path, misuses[i].misuse, test_misuse);
  return g_test_run ();
}
