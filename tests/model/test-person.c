/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Persons: read, written, and what is wrong with bad ones. */
#include "balie-person.h"

#include "codec-test.h"

#define ID "0a1b2c3d-0000-4000-8000-000000000001"
#define WHOLE "{\"id\":\"" ID "\",\"name\":\"Sanne\",\"role\":\"staff\"}"

static const CodecTest codec = CODEC_TEST (balie_person_read, balie_person_write, balie_person_unref);

static void
test_round_trip (void)
{
  codec_test_round_trip (&codec, "{\"id\":\"" ID "\",\"name\":\"Jan Visser\",\"role\":\"customer\"}");
  codec_test_round_trip (&codec, "{\"id\":\"" ID "\",\"name\":\"Zoë \\\"Z\\\"\",\"role\":\"staff\"}");
  codec_test_round_trip (&codec, "{\"id\":\"\",\"name\":\"\",\"role\":\"system\"}");
}

static void
test_values (void)
{
  g_autoptr (BaliePerson) person = codec_test_read (&codec, WHOLE);
  g_autoptr (BaliePerson) same = balie_person_ref (person);

  g_assert_cmpstr (same->id, ==, ID);
  g_assert_cmpstr (same->name, ==, "Sanne");
  g_assert_cmpint (same->role, ==, BALIE_ROLE_STAFF);
}

static void
test_absent (void)
{
  g_autoptr (BalieJsonReader) reader = balie_json_reader_new ("{\"a\":null}", -1, BALIE_JSON_READER_STRICT, NULL);
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();
  g_autofree char *written = NULL;

  g_assert_null (balie_person_read (reader, "a"));
  g_assert_null (balie_person_read (reader, "b"));
  g_assert_true (balie_json_reader_finish (reader, NULL));

  balie_json_writer_begin_object (writer, NULL);
  balie_person_write (NULL, writer, "a");
  balie_json_writer_end_object (writer);
  written = balie_json_writer_end (writer, NULL);
  g_assert_cmpstr (written, ==, "{}");
}

static void
test_faults (void)
{
  static const CodecFault faults[] = {
    {NULL, "\"Jan\"", ": expected object"},
    {"\"" ID "\"", "null", "id: is required"},
    {ID, "", "id: expected UUID in lower case"},
    {"\"name\"", "\"Name\"", "name: is required"},
    {"\"Sanne\"", "1", "name: expected string"},
    {"\"staff\"", "null", "role: is required"},
    {"\"staff\"", "\"admin\"", "role: must be one of customer, staff, system"},
    {"\"staff\"", "\"staff\",\"email\":\"\"", "email: is unknown"},
  };

  codec_test_faults (&codec, WHOLE, faults, G_N_ELEMENTS (faults));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/person/round-trip", test_round_trip);
  g_test_add_func ("/person/values", test_values);
  g_test_add_func ("/person/absent", test_absent);
  g_test_add_func ("/person/faults", test_faults);
  return g_test_run ();
}
