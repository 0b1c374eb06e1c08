/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target: any text as JSON. What is accepted must be written as JSON that is accepted and means the same. */
#include "fuzz.h"

#include "balie-json-reader.h"

/* Reads @name as everything that it could be; all but the first fault is for nothing. */
static void
read_as_everything (const char          *data,
                    gsize                size,
                    BalieJsonReaderFlags flags,
                    const char          *name)
{
  static const char *const nicks[] = {"a", "b", NULL};

  for (int kind = 0; kind < 10; kind++)
    {
      g_autoptr (BalieJsonReader) reader = balie_json_reader_new (data, size, flags, NULL);
      g_autoptr (GError) error = NULL;
      g_auto (GStrv) strings = NULL;
      guint n_items;

      switch (kind)
        {
        case 0:
          balie_json_reader_text (reader, name, 1, 10);
          break;
        case 1:
          balie_json_reader_optional_uuid (reader, name);
          break;
        case 2:
          balie_json_reader_int (reader, name, -5, G_MAXINT64);
          break;
        case 3:
          balie_json_reader_boolean (reader, name);
          break;
        case 4:
          balie_json_reader_time (reader, name);
          break;
        case 5:
          balie_json_reader_enum (reader, name, nicks);
          break;
        case 6:
          strings = balie_json_reader_dup_strings (reader, name);
          break;
        case 7:
          balie_json_reader_enter_object (reader, name);
          balie_json_reader_string (reader, "a");
          balie_json_reader_leave (reader);
          break;
        case 8:
          n_items = balie_json_reader_enter_array (reader, name);
          for (guint i = 0; i < n_items; i++)
            {
              balie_json_reader_enter_item (reader, i);
              balie_json_reader_optional_string (reader, NULL);
              balie_json_reader_leave (reader);
            }
          balie_json_reader_leave (reader);
          break;
        default:
          break;
        }
      g_assert_true (balie_json_reader_finish (reader, &error) == (error == NULL));
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  const char *text = data != NULL ? (const char *)data : "";
  g_autoptr (BalieJsonReader) reader = balie_json_reader_new (text, size, BALIE_JSON_READER_NONE, NULL);
  g_autoptr (BalieJsonReader) again = NULL;
  g_autofree char *raw = NULL;
  g_autofree char *raw_again = NULL;

  if (reader == NULL)
    return 0;

  raw = balie_json_reader_dup_raw (reader, NULL);
  again = balie_json_reader_new (raw, -1, BALIE_JSON_READER_NONE, NULL);
  g_assert_nonnull (again);
  raw_again = balie_json_reader_dup_raw (again, NULL);
  g_assert_cmpstr (raw, ==, raw_again);

  read_as_everything (text, size, BALIE_JSON_READER_NONE, "a");
  read_as_everything (text, size, BALIE_JSON_READER_STRICT, "a");
  return 0;
}
