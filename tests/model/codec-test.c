/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of all codecs share: round trips, and faults with their paths. */
#include "codec-test.h"

#include "balie-error.h"

#include <string.h>

static BalieJsonReader *
new_reader (const char          *document,
            BalieJsonReaderFlags flags)
{
  g_autoptr (GError) error = NULL;
  BalieJsonReader *reader = balie_json_reader_new (document, -1, flags, &error);

  g_assert_no_error (error);
  return reader;
}

gpointer
codec_test_read (const CodecTest *codec,
                 const char      *document)
{
  g_autoptr (BalieJsonReader) reader = new_reader (document, BALIE_JSON_READER_STRICT);
  g_autoptr (GError) error = NULL;
  gpointer value = codec->read (reader, NULL);

  balie_json_reader_finish (reader, &error);
  g_assert_no_error (error);
  return value;
}

void
codec_test_round_trip (const CodecTest *codec,
                       const char      *document)
{
  g_autofree char *inside = g_strdup_printf ("{\"value\":%s}", document);
  g_autofree char *written = NULL;
  g_autofree char *written_inside = NULL;
  g_autoptr (BalieJsonReader) reader = new_reader (inside, BALIE_JSON_READER_STRICT);
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();
  g_autoptr (GError) error = NULL;
  gpointer root = codec_test_read (codec, document);
  gpointer member = codec->read (reader, "value");

  balie_json_reader_finish (reader, &error);
  g_assert_no_error (error);

  codec->write (root, writer, NULL);
  written = balie_json_writer_end (writer, NULL);
  g_assert_cmpstr (written, ==, document);

  balie_json_writer_begin_object (writer, NULL);
  codec->write (member, writer, "value");
  balie_json_writer_end_object (writer);
  written_inside = balie_json_writer_end (writer, NULL);
  g_assert_cmpstr (written_inside, ==, inside);

  codec->free (root);
  codec->free (member);
}

static char *
replace (const char *document,
         const char *old,
         const char *new)
{
  const char *found;

  if (old == NULL)
    return g_strdup (new);

  found = strstr (document, old);
  g_assert_nonnull (found);
  return g_strdup_printf ("%.*s%s%s", (int)(found - document), document, new, found + strlen (old));
}

void
codec_test_faults (const CodecTest  *codec,
                   const char       *document,
                   const CodecFault *faults,
                   gsize             n_faults)
{
  for (gsize i = 0; i < n_faults; i++)
    {
      g_autofree char *bad = replace (document, faults[i].old, faults[i].new);
      g_autofree char *inside = g_strdup_printf ("{\"values\":[%s]}", bad);
      g_autofree char *message = g_strdup_printf ("values[0]%s%s", *faults[i].message == ':' ? "" : ".", faults[i].message);
      g_autoptr (BalieJsonReader) reader = new_reader (inside, BALIE_JSON_READER_STRICT);
      g_autoptr (GError) error = NULL;
      gpointer value;

      g_test_message ("%s", inside);
      balie_json_reader_enter_array (reader, "values");
      balie_json_reader_enter_item (reader, 0);
      value = codec->read (reader, NULL);
      balie_json_reader_leave (reader);
      balie_json_reader_leave (reader);

      g_assert_false (balie_json_reader_finish (reader, &error));
      g_assert_error (error, BALIE_ERROR, BALIE_ERROR_INVALID);
      g_assert_cmpstr (error->message, ==, message);
      if (value != NULL)
        codec->free (value);
    }
}
