/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Technical details: read, written, and their limits. */
#include "balie-diagnostics.h"

#include "codec-test.h"

#include <string.h>

#define WHOLE "{\"a\":[{\"name\":\"system\",\"value\":\"Debian 12\"},{\"name\":\"log\",\"value\":\"one\\ntwo\"}]}"

/* A document is an object, and details are a list: they are tested as the one member of an object. */
static BalieDiagnostics *
read_member (BalieJsonReader *reader,
             const char      *name)
{
  BalieDiagnostics *self;

  balie_json_reader_enter_object (reader, name);
  self = balie_diagnostics_read (reader, "a");
  balie_json_reader_leave (reader);

  return self;
}

static void
write_member (const BalieDiagnostics *self,
              BalieJsonWriter        *writer,
              const char             *name)
{
  balie_json_writer_begin_object (writer, name);
  balie_diagnostics_write (self, writer, "a");
  balie_json_writer_end_object (writer);
}

static const CodecTest codec = CODEC_TEST (read_member, write_member, balie_diagnostics_unref);

static void
test_round_trip (void)
{
  codec_test_round_trip (&codec, WHOLE);
  codec_test_round_trip (&codec, "{\"a\":[]}");
}

static void
test_values (void)
{
  g_autoptr (BalieDiagnostics) self = codec_test_read (&codec, WHOLE);

  g_assert_cmpuint (self->items->len, ==, 2);
  g_assert_cmpstr (((BalieDiagnostic *)g_ptr_array_index (self->items, 0))->name, ==, "system");
  g_assert_cmpstr (balie_diagnostics_find (self, "log"), ==, "one\ntwo");
  g_assert_null (balie_diagnostics_find (self, "Log"));
}

/* Writes @self and tells what is wrong with it for who reads it. */
static char *
dup_fault (const BalieDiagnostics *self)
{
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();
  g_autofree char *json = NULL;
  g_autoptr (BalieJsonReader) reader = NULL;
  g_autoptr (BalieDiagnostics) read = NULL;
  g_autoptr (GError) error = NULL;

  write_member (self, writer, NULL);
  json = balie_json_writer_end (writer, NULL);

  reader = balie_json_reader_new (json, -1, BALIE_JSON_READER_STRICT, NULL);
  read = balie_diagnostics_read (reader, "a");

  return balie_json_reader_finish (reader, &error) ? NULL : g_strdup (error->message);
}

static void
test_size (void)
{
  g_autofree char *most = g_strnfill (BALIE_DIAGNOSTICS_MAX_SIZE - 1, 'x');
  g_autofree char *more = g_strnfill (BALIE_DIAGNOSTICS_MAX_SIZE, 'x');
  g_autoptr (BalieDiagnostics) full = balie_diagnostics_new ();
  g_autoptr (BalieDiagnostics) over = balie_diagnostics_new ();
  g_autofree char *fault = NULL;

  balie_diagnostics_add (full, "a", most);
  balie_diagnostics_add (over, "a", more);
  g_assert_null (dup_fault (full));
  fault = dup_fault (over);
  g_assert_cmpstr (fault, ==, "a: is too large");
}

static void
test_count (void)
{
  g_autoptr (BalieDiagnostics) self = balie_diagnostics_new ();
  g_autofree char *fault = NULL;

  for (int i = 0; i < BALIE_DIAGNOSTICS_MAX_ITEMS; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d", i);

      balie_diagnostics_add (self, name, "");
    }
  g_assert_null (dup_fault (self));

  balie_diagnostics_add (self, "more", "");
  fault = dup_fault (self);
  g_assert_cmpstr (fault, ==, "a: must have at most 32 items");
}

static void
test_absent (void)
{
  g_autoptr (BalieJsonReader) reader = balie_json_reader_new ("{\"a\":null}", -1, BALIE_JSON_READER_STRICT, NULL);

  g_assert_null (balie_diagnostics_read (reader, "a"));
  g_assert_null (balie_diagnostics_read (reader, "b"));
  g_assert_true (balie_json_reader_finish (reader, NULL));
}

static void
test_faults (void)
{
  static const CodecFault faults[] = {
    {NULL, "{\"a\":{}}", "a: expected array"},
    {"\"system\"", "null", "a[0].name: is required"},
    {"\"system\"", "\"\"", "a[0].name: must have 1 to 64 characters"},
    {"\"system\"", "\"log\"", "a[1].name: is there twice"},
    {"\"Debian 12\"", "12", "a[0].value: expected string"},
    {"\"Debian 12\"", "\"\",\"note\":1", "a[0].note: is unknown"},
  };

  codec_test_faults (&codec, WHOLE, faults, G_N_ELEMENTS (faults));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diagnostics/round-trip", test_round_trip);
  g_test_add_func ("/diagnostics/values", test_values);
  g_test_add_func ("/diagnostics/size", test_size);
  g_test_add_func ("/diagnostics/count", test_count);
  g_test_add_func ("/diagnostics/absent", test_absent);
  g_test_add_func ("/diagnostics/faults", test_faults);
  return g_test_run ();
}
