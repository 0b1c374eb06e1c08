/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON documents as they are read, and the path of each fault. */
#include "balie-error.h"
#include "balie-json-reader.h"

static const char *const colours[] = {"red", "green", NULL};

/* Reads one thing called "x". */
typedef void (*Read) (BalieJsonReader *reader);

static BalieJsonReader *
new_reader (const char          *text,
            BalieJsonReaderFlags flags)
{
  g_autoptr (GError) error = NULL;
  BalieJsonReader *reader = balie_json_reader_new (text, -1, flags, &error);

  g_assert_no_error (error);
  return reader;
}

static void
assert_fault (BalieJsonReader *reader,
              const char      *message,
              const char      *pointer)
{
  g_autoptr (GError) error = NULL;
  const char *found = NULL;
  const char *detail = NULL;

  g_assert_false (balie_json_reader_ok (reader));
  g_assert_false (balie_json_reader_finish (reader, &error));
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, message);
  g_assert_true (balie_json_reader_get_fault (reader, &found, &detail));
  g_assert_cmpstr (found, ==, pointer);
  g_assert_true (g_str_has_suffix (message, detail));
}

static void
test_values (void)
{
  g_autoptr (BalieJsonReader) reader = new_reader (
    "{\"string\": \"Zo\\u00eb \\ud83d\\ude00\", \"empty\": \"\", \"text\": \"  héé  \", \"uuid\": \"0a1b2c3d-0000-4000-8000-00000000000f\","
    " \"least\": -9223372036854775808, \"most\": 9223372036854775807, \"zero\": -0, \"yes\": true,"
    " \"time\": \"2026-11-24T09:00:00+01:00\", \"colour\": \"green\", \"words\": [\"a\", \"b\"], \"none\": null,"
    " \"raw\": {\"a\": [1, \"\\u0022\"]}, \"\": 7}",
    BALIE_JSON_READER_STRICT);
  g_auto (GStrv) words = NULL;
  g_auto (GStrv) no_words = NULL;
  g_autofree char *raw = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (balie_json_reader_string (reader, "string"), ==, "Zoë \U0001f600");
  g_assert_cmpstr (balie_json_reader_optional_string (reader, "empty"), ==, "");
  g_assert_cmpstr (balie_json_reader_text (reader, "text", 3, 3), ==, "  héé  ");
  g_assert_cmpstr (balie_json_reader_uuid (reader, "uuid"), ==, "0a1b2c3d-0000-4000-8000-00000000000f");
  g_assert_cmpint (balie_json_reader_int (reader, "least", G_MININT64, G_MAXINT64), ==, G_MININT64);
  g_assert_cmpint (balie_json_reader_int (reader, "most", 0, G_MAXINT64), ==, G_MAXINT64);
  g_assert_cmpint (balie_json_reader_int (reader, "zero", 0, 0), ==, 0);
  g_assert_cmpint (balie_json_reader_int (reader, "", 7, 7), ==, 7);
  g_assert_true (balie_json_reader_boolean (reader, "yes"));
  g_assert_cmpint (balie_json_reader_time (reader, "time"), ==, 1795507200000);
  g_assert_cmpuint (balie_json_reader_enum (reader, "colour", colours), ==, 1);
  words = balie_json_reader_dup_strings (reader, "words");
  g_assert_cmpstrv (words, ((const char *const[]){"a", "b", NULL}));
  raw = balie_json_reader_dup_raw (reader, "raw");
  g_assert_cmpstr (raw, ==, "{\"a\":[1,\"\\\"\"]}");

  g_assert_false (balie_json_reader_has (reader, "none"));
  g_assert_null (balie_json_reader_optional_string (reader, "none"));
  g_assert_true (balie_json_reader_is_null (reader, "none"));
  g_assert_false (balie_json_reader_is_null (reader, "time"));
  g_assert_false (balie_json_reader_is_null (reader, "absent"));
  g_assert_null (balie_json_reader_optional_uuid (reader, "absent"));
  g_assert_cmpint (balie_json_reader_optional_int (reader, "absent", 0, 9, -5), ==, -5);
  g_assert_true (balie_json_reader_optional_boolean (reader, "absent", TRUE));
  g_assert_cmpint (balie_json_reader_optional_time (reader, "absent"), ==, 0);
  g_assert_null (balie_json_reader_dup_raw (reader, "absent"));
  no_words = balie_json_reader_dup_strings (reader, "absent");
  g_assert_cmpuint (g_strv_length (no_words), ==, 0);

  g_assert_true (balie_json_reader_ok (reader));
  g_assert_false (balie_json_reader_get_fault (reader, NULL, NULL));
  g_assert_true (balie_json_reader_finish (reader, &error));
  g_assert_no_error (error);
}

/* Raw values are JSON again, down to what json-glib would write wrong. */
static void
test_raw (void)
{
  static const struct
  {
    const char *value;
    const char *raw;
  } cases[] = {
    {"\"\\u0001\\u001f\\b\\f\\n\\r\\t\\\"\\\\\\/\\u007f\"", "\"\\u0001\\u001f\\u0008\\u000c\\n\\u000d\\t\\\"\\\\/\x7f\""},
    {"\"\\u00eb \\ud83d\\ude00\"", "\"ë \U0001f600\""},
    {" { \"b\" : [ ] , \"a\" : [ null , { } ] } ", "{\"b\":[],\"a\":[null,{}]}"},
    {"[true,false]", "[true,false]"},
    {"[9223372036854775807,-9223372036854775808,-0]", "[9223372036854775807,-9223372036854775808,0]"},
    {"[1e22,1e3,1.5,-0.0,5e-324]", "[1e+22,1000.0,1.5,-0.0,4.9406564584124654e-324]"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"x\":%s}", cases[i].value);
      g_autofree char *raw_root = NULL;
      g_autofree char *raw = NULL;
      g_autofree char *expected_root = g_strdup_printf ("{\"x\":%s}", cases[i].raw);
      g_autoptr (BalieJsonReader) reader = new_reader (text, BALIE_JSON_READER_STRICT);

      raw_root = balie_json_reader_dup_raw (reader, NULL);
      g_assert_cmpstr (raw_root, ==, expected_root);
      raw = balie_json_reader_dup_raw (reader, "x");
      g_assert_cmpstr (raw, ==, cases[i].raw);
      g_assert_true (balie_json_reader_finish (reader, NULL));
    }
}

static void
test_no_document (void)
{
  static const struct
  {
    const char *text;
    gssize      length;
    const char *message;
  } cases[] = {
    {"", -1, "line 1, offset 0: ends too early"},
    {"[]", -1, "the root is no object"},
    {"1", -1, "the root is no object"},
    {"null", -1, "the root is no object"},
    {"{\"a\":1,\"a\":1}", -1, "line 1, offset 7: repeated member"},
    {"{}}", -1, "line 1, offset 2: text behind the end"},
    {"{}}", 1, "line 1, offset 1: ends too early"},
    {"{\"a\":18446744073709551616}", -1, "line 1, offset 5: number out of range"},
  };
  g_autoptr (BalieJsonReader) cut = balie_json_reader_new ("{}}", 2, BALIE_JSON_READER_STRICT, NULL);

  g_assert_nonnull (cut);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BalieJsonReader) reader = balie_json_reader_new (cases[i].text, cases[i].length, BALIE_JSON_READER_NONE, &error);

      g_assert_null (reader);
      g_assert_error (error, BALIE_ERROR, BALIE_ERROR_PARSE);
      g_assert_cmpstr (error->message, ==, cases[i].message);
    }
}

static void
read_string (BalieJsonReader *reader)
{
  g_assert_cmpstr (balie_json_reader_string (reader, "x"), ==, "");
}

static void
read_optional_string (BalieJsonReader *reader)
{
  g_assert_null (balie_json_reader_optional_string (reader, "x"));
}

static void
read_text (BalieJsonReader *reader)
{
  g_assert_cmpstr (balie_json_reader_text (reader, "x", 1, 3), ==, "");
}

static void
read_uuid (BalieJsonReader *reader)
{
  g_assert_cmpstr (balie_json_reader_uuid (reader, "x"), ==, "");
}

static void
read_optional_uuid (BalieJsonReader *reader)
{
  g_assert_null (balie_json_reader_optional_uuid (reader, "x"));
}

static void
read_int (BalieJsonReader *reader)
{
  g_assert_cmpint (balie_json_reader_int (reader, "x", 1, 5), ==, 1);
}

static void
read_optional_int (BalieJsonReader *reader)
{
  g_assert_cmpint (balie_json_reader_optional_int (reader, "x", 1, G_MAXINT64, -3), ==, -3);
}

static void
read_boolean (BalieJsonReader *reader)
{
  g_assert_false (balie_json_reader_boolean (reader, "x"));
}

static void
read_optional_boolean (BalieJsonReader *reader)
{
  g_assert_true (balie_json_reader_optional_boolean (reader, "x", TRUE));
}

static void
read_time (BalieJsonReader *reader)
{
  g_assert_cmpint (balie_json_reader_time (reader, "x"), ==, 0);
}

static void
read_optional_time (BalieJsonReader *reader)
{
  g_assert_cmpint (balie_json_reader_optional_time (reader, "x"), ==, 0);
}

static void
read_enum (BalieJsonReader *reader)
{
  g_assert_cmpuint (balie_json_reader_enum (reader, "x", colours), ==, 0);
}

static void
read_strings (BalieJsonReader *reader)
{
  g_auto (GStrv) words = balie_json_reader_dup_strings (reader, "x");

  g_assert_nonnull (words);
  g_assert_cmpuint (g_strv_length (words), ==, 0);
}

static void
read_object (BalieJsonReader *reader)
{
  g_assert_false (balie_json_reader_enter_object (reader, "x"));
  g_assert_cmpstr (balie_json_reader_string (reader, "y"), ==, "");
  balie_json_reader_leave (reader);
}

static void
read_array (BalieJsonReader *reader)
{
  g_assert_cmpuint (balie_json_reader_enter_array (reader, "x"), ==, 0);
  balie_json_reader_enter_item (reader, 0);
  g_assert_cmpstr (balie_json_reader_string (reader, NULL), ==, "");
  balie_json_reader_leave (reader);
  balie_json_reader_leave (reader);
}

static void
test_wrong_values (void)
{
  static const struct
  {
    Read        read;
    const char *text;
    const char *message;
  } cases[] = {
    {read_string, "{}", "x: is required"},
    {read_string, "{\"x\": null}", "x: is required"},
    {read_string, "{\"x\": 1}", "x: expected string"},
    {read_string, "{\"x\": [\"a\"]}", "x: expected string"},
    {read_optional_string, "{\"x\": false}", "x: expected string"},
    {read_optional_string, "{\"x\": {}}", "x: expected string"},
    {read_text, "{}", "x: is required"},
    {read_text, "{\"x\": 1}", "x: expected string"},
    {read_text, "{\"x\": \" \\n\"}", "x: must have 1 to 3 characters"},
    {read_text, "{\"x\": \"éééé\"}", "x: must have 1 to 3 characters"},
    {read_uuid, "{}", "x: is required"},
    {read_uuid, "{\"x\": \"\"}", "x: expected UUID in lower case"},
    {read_uuid, "{\"x\": \"0A1B2C3D-0000-4000-8000-00000000000F\"}", "x: expected UUID in lower case"},
    {read_uuid, "{\"x\": 1}", "x: expected string"},
    {read_optional_uuid, "{\"x\": \"0a1b2c3d-0000-4000-8000-00000000000\"}", "x: expected UUID in lower case"},
    {read_int, "{}", "x: is required"},
    {read_int, "{\"x\": \"1\"}", "x: expected integer"},
    {read_int, "{\"x\": 1.0}", "x: expected integer"},
    {read_int, "{\"x\": 1e0}", "x: expected integer"},
    {read_int, "{\"x\": 1e3}", "x: expected integer"},
    {read_int, "{\"x\": -0.0}", "x: expected integer"},
    {read_int, "{\"x\": true}", "x: expected integer"},
    {read_int, "{\"x\": -0}", "x: must be 1 to 5"},
    {read_int, "{\"x\": 6}", "x: must be 1 to 5"},
    {read_int, "{\"x\": 9223372036854775807}", "x: must be 1 to 5"},
    {read_optional_int, "{\"x\": 0}", "x: must be at least 1"},
    {read_optional_int, "{\"x\": []}", "x: expected integer"},
    {read_boolean, "{}", "x: is required"},
    {read_boolean, "{\"x\": 1}", "x: expected boolean"},
    {read_optional_boolean, "{\"x\": \"true\"}", "x: expected boolean"},
    {read_time, "{}", "x: is required"},
    {read_time, "{\"x\": 1795507200000}", "x: expected string"},
    {read_optional_time, "{\"x\": \"2026-11-24\"}", "x: expected time of RFC 3339"},
    {read_enum, "{}", "x: is required"},
    {read_enum, "{\"x\": \"Red\"}", "x: must be one of red, green"},
    {read_enum, "{\"x\": 0}", "x: expected string"},
    {read_strings, "{\"x\": \"a\"}", "x: expected array"},
    {read_strings, "{\"x\": {}}", "x: expected array"},
    {read_object, "{}", "x: is required"},
    {read_object, "{\"x\": null}", "x: is required"},
    {read_object, "{\"x\": []}", "x: expected object"},
    {read_object, "{\"x\": \"y\"}", "x: expected object"},
    {read_array, "{}", "x: is required"},
    {read_array, "{\"x\": {}}", "x: expected array"},
    {read_array, "{\"x\": 1}", "x: expected array"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BalieJsonReader) reader = new_reader (cases[i].text, BALIE_JSON_READER_STRICT);

      g_test_message ("case %" G_GSIZE_FORMAT ": %s", i, cases[i].text);
      cases[i].read (reader);
      assert_fault (reader, cases[i].message, "/x");
    }
}

static void
test_paths (void)
{
  g_autoptr (BalieJsonReader) item = new_reader ("{\"conversations\": [{}, {}, {}, {\"id\": 4}]}", BALIE_JSON_READER_NONE);
  g_autoptr (BalieJsonReader) no_object = new_reader ("{\"a\": [5]}", BALIE_JSON_READER_NONE);
  g_autoptr (BalieJsonReader) nested = new_reader ("{\"a\": [[1], [1, \"b\"]]}", BALIE_JSON_READER_NONE);
  g_autoptr (BalieJsonReader) words = new_reader ("{\"a\": {\"b\": [\"c\", 1]}}", BALIE_JSON_READER_NONE);
  g_autoptr (BalieJsonReader) names = new_reader ("{\"a/b\": {\"~1\": {\"x.y\": {\"\": 1}}}}", BALIE_JSON_READER_NONE);
  g_auto (GStrv) found = NULL;

  g_assert_cmpuint (balie_json_reader_enter_array (item, "conversations"), ==, 4);
  balie_json_reader_enter_item (item, 3);
  balie_json_reader_string (item, "id");
  balie_json_reader_leave (item);
  balie_json_reader_leave (item);
  assert_fault (item, "conversations[3].id: expected string", "/conversations/3/id");

  g_assert_cmpuint (balie_json_reader_enter_array (no_object, "a"), ==, 1);
  balie_json_reader_enter_item (no_object, 0);
  balie_json_reader_string (no_object, "id");
  balie_json_reader_leave (no_object);
  balie_json_reader_leave (no_object);
  assert_fault (no_object, "a[0]: expected object", "/a/0");

  balie_json_reader_enter_array (nested, "a");
  balie_json_reader_enter_item (nested, 1);
  g_assert_cmpuint (balie_json_reader_enter_array (nested, NULL), ==, 2);
  balie_json_reader_enter_item (nested, 1);
  balie_json_reader_int (nested, NULL, 0, 9);
  balie_json_reader_leave (nested);
  balie_json_reader_leave (nested);
  balie_json_reader_leave (nested);
  balie_json_reader_leave (nested);
  assert_fault (nested, "a[1][1]: expected integer", "/a/1/1");

  balie_json_reader_enter_object (words, "a");
  found = balie_json_reader_dup_strings (words, "b");
  g_assert_cmpuint (g_strv_length (found), ==, 0);
  balie_json_reader_leave (words);
  assert_fault (words, "a.b[1]: expected string", "/a/b/1");

  balie_json_reader_enter_object (names, "a/b");
  balie_json_reader_enter_object (names, "~1");
  balie_json_reader_enter_object (names, "x.y");
  balie_json_reader_string (names, "");
  balie_json_reader_leave (names);
  balie_json_reader_leave (names);
  balie_json_reader_leave (names);
  assert_fault (names, "a/b.~1[\"x.y\"][\"\"]: expected string", "/a~1b/~01/x.y/");
}

static void
test_beyond_the_last_item (void)
{
  g_autoptr (BalieJsonReader) reader = new_reader ("{\"a\": [1]}", BALIE_JSON_READER_NONE);

  balie_json_reader_enter_array (reader, "a");
  balie_json_reader_enter_item (reader, 1);
  g_assert_cmpint (balie_json_reader_int (reader, NULL, 0, 9), ==, 0);
  balie_json_reader_leave (reader);
  balie_json_reader_leave (reader);
  assert_fault (reader, "a[1]: is required", "/a/1");
}

static void
test_first_fault_sticks (void)
{
  g_autoptr (BalieJsonReader) reader = new_reader ("{\"a\": 1, \"b\": \"good\", \"c\": [1], \"d\": 2}", BALIE_JSON_READER_STRICT);

  balie_json_reader_string (reader, "a");
  g_assert_false (balie_json_reader_has (reader, "b"));
  g_assert_cmpstr (balie_json_reader_string (reader, "b"), ==, "");
  g_assert_cmpuint (balie_json_reader_enter_array (reader, "c"), ==, 0);
  balie_json_reader_leave (reader);
  balie_json_reader_fail (reader, "d", "is odd");
  assert_fault (reader, "a: expected string", "/a");
}

static void
test_fault_of_the_caller (void)
{
  g_autoptr (BalieJsonReader) member = new_reader ("{\"rows\": [{\"to\": 1}]}", BALIE_JSON_READER_NONE);
  g_autoptr (BalieJsonReader) place = new_reader ("{\"rows\": [{\"to\": 1}]}", BALIE_JSON_READER_NONE);
  g_autoptr (BalieJsonReader) root = new_reader ("{}", BALIE_JSON_READER_NONE);

  balie_json_reader_enter_array (member, "rows");
  balie_json_reader_enter_item (member, 0);
  balie_json_reader_fail (member, "to", "must be later than from");
  balie_json_reader_leave (member);
  balie_json_reader_leave (member);
  assert_fault (member, "rows[0].to: must be later than from", "/rows/0/to");

  balie_json_reader_enter_array (place, "rows");
  balie_json_reader_enter_item (place, 0);
  balie_json_reader_fail (place, NULL, "is odd");
  balie_json_reader_leave (place);
  balie_json_reader_leave (place);
  assert_fault (place, "rows[0]: is odd", "/rows/0");

  balie_json_reader_fail (root, NULL, "is odd");
  assert_fault (root, "is odd", "");
}

static void
test_unknown_members (void)
{
  static const struct
  {
    const char *text;
    const char *message;
    const char *pointer;
  } cases[] = {
    {"{\"a\": {\"b\": 1}, \"c\": [{\"d\": 1}]}", NULL, NULL},
    {"{\"a\": {\"b\": 1}, \"c\": [], \"z\": 1, \"y\": 1}", "z: is unknown", "/z"},
    {"{\"a\": {\"b\": 1}, \"c\": [], \"z\": null}", "z: is unknown", "/z"},
    {"{\"a\": {\"b\": 1, \"~/\": 1}, \"c\": []}", "a.~/: is unknown", "/a/~0~1"},
    {"{\"a\": {\"b\": 1}, \"c\": [{\"d\": 1}, {\"d\": 1, \"e\": 1}]}", "c[1].e: is unknown", "/c/1/e"},
    {"{\"a\": {\"b\": 1, \"line\\nend\": 1}, \"c\": []}", "a[\"line\\nend\"]: is unknown", "/a/line\nend"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      for (BalieJsonReaderFlags flags = BALIE_JSON_READER_NONE; flags <= BALIE_JSON_READER_STRICT; flags++)
        {
          g_autoptr (BalieJsonReader) reader = new_reader (cases[i].text, flags);
          guint n_items;

          balie_json_reader_enter_object (reader, "a");
          balie_json_reader_int (reader, "b", 0, 9);
          balie_json_reader_leave (reader);
          n_items = balie_json_reader_enter_array (reader, "c");
          for (guint item = 0; item < n_items; item++)
            {
              balie_json_reader_enter_item (reader, item);
              balie_json_reader_int (reader, "d", 0, 9);
              balie_json_reader_leave (reader);
            }
          balie_json_reader_leave (reader);

          if (cases[i].message == NULL || flags == BALIE_JSON_READER_NONE)
            {
              g_assert_true (balie_json_reader_finish (reader, NULL));
              continue;
            }
          g_assert_false (balie_json_reader_finish (reader, NULL));
          assert_fault (reader, cases[i].message, cases[i].pointer);
        }
    }
}

/* A place that is entered once more without a name is one place: what was asked for in either is known in both. */
static void
test_same_place (void)
{
  g_autoptr (BalieJsonReader) good = new_reader ("{\"a\": 1, \"b\": 2}", BALIE_JSON_READER_STRICT);
  g_autoptr (BalieJsonReader) bad = new_reader ("{\"a\": 1, \"b\": 2, \"c\": {\"d\": \"\"}}", BALIE_JSON_READER_STRICT);

  g_assert_true (balie_json_reader_enter_object (good, NULL));
  g_assert_cmpint (balie_json_reader_int (good, "a", 0, 9), ==, 1);
  balie_json_reader_leave (good);
  g_assert_cmpint (balie_json_reader_int (good, "b", 0, 9), ==, 2);
  g_assert_true (balie_json_reader_finish (good, NULL));

  balie_json_reader_enter_object (bad, NULL);
  balie_json_reader_enter_object (bad, "c");
  balie_json_reader_enter_object (bad, NULL);
  balie_json_reader_int (bad, "d", 0, 9);
  balie_json_reader_leave (bad);
  balie_json_reader_leave (bad);
  balie_json_reader_leave (bad);
  assert_fault (bad, "c.d: expected integer", "/c/d");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-reader/values", test_values);
  g_test_add_func ("/json-reader/raw", test_raw);
  g_test_add_func ("/json-reader/no-document", test_no_document);
  g_test_add_func ("/json-reader/wrong-values", test_wrong_values);
  g_test_add_func ("/json-reader/paths", test_paths);
  g_test_add_func ("/json-reader/beyond-the-last-item", test_beyond_the_last_item);
  g_test_add_func ("/json-reader/first-fault-sticks", test_first_fault_sticks);
  g_test_add_func ("/json-reader/fault-of-the-caller", test_fault_of_the_caller);
  g_test_add_func ("/json-reader/unknown-members", test_unknown_members);
  g_test_add_func ("/json-reader/same-place", test_same_place);
  return g_test_run ();
}
