/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target: any text as an event. What is accepted must be written as an event that reads and writes the same. */
#include "fuzz.h"

#include "balie-event.h"

static BalieEvent *
read_event (const char          *text,
            gssize               size,
            BalieJsonReaderFlags flags)
{
  g_autoptr (BalieJsonReader) reader = balie_json_reader_new (text, size, flags, NULL);
  g_autoptr (BalieEvent) event = NULL;

  if (reader == NULL)
    return NULL;

  event = balie_event_read (reader, NULL);
  return balie_json_reader_finish (reader, NULL) ? g_steal_pointer (&event) : NULL;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  const char *text = data != NULL ? (const char *)data : "";
  g_autoptr (BalieEvent) event = read_event (text, size, BALIE_JSON_READER_NONE);
  g_autoptr (BalieEvent) again = NULL;
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();
  g_autofree char *written = NULL;
  g_autofree char *written_again = NULL;

  /* One of an unknown type is not kept whole, and never written. */
  if (event == NULL || event->type == BALIE_EVENT_UNKNOWN)
    return 0;

  balie_event_write (event, writer, NULL);
  written = balie_json_writer_end (writer, NULL);
  again = read_event (written, -1, BALIE_JSON_READER_STRICT);
  g_assert_nonnull (again);
  balie_event_write (again, writer, NULL);
  written_again = balie_json_writer_end (writer, NULL);
  g_assert_cmpstr (written, ==, written_again);
  return 0;
}
