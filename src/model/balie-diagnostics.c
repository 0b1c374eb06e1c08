/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Technical details of the computer on which something went wrong, as far as its owner lets them be sent. */
#define G_LOG_DOMAIN "balie-model"

#include "config.h"

#include "balie-diagnostics.h"

#include <string.h>

G_DEFINE_BOXED_TYPE (BalieDiagnostics, balie_diagnostics, balie_diagnostics_ref, balie_diagnostics_unref)

static void
diagnostic_free (BalieDiagnostic *diagnostic)
{
  g_free (diagnostic->name);
  g_free (diagnostic->value);
  g_free (diagnostic);
}

static gsize
get_size (const BalieDiagnostics *self)
{
  gsize size = 0;

  for (guint i = 0; i < self->items->len; i++)
    {
      const BalieDiagnostic *diagnostic = g_ptr_array_index (self->items, i);

      size += strlen (diagnostic->name) + strlen (diagnostic->value);
    }

  return size;
}

BalieDiagnostics *
balie_diagnostics_new (void)
{
  BalieDiagnostics *self = g_new0 (BalieDiagnostics, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify)diagnostic_free);
  return self;
}

BalieDiagnostics *
balie_diagnostics_ref (BalieDiagnostics *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
balie_diagnostics_unref (BalieDiagnostics *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->items);
  g_free (self);
}

void
balie_diagnostics_add (BalieDiagnostics *self,
                       const char       *name,
                       const char       *value)
{
  BalieDiagnostic *diagnostic;

  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);
  g_return_if_fail (value != NULL);

  diagnostic = g_new0 (BalieDiagnostic, 1);
  diagnostic->name = g_strdup (name);
  diagnostic->value = g_strdup (value);
  g_ptr_array_add (self->items, diagnostic);
}

const char *
balie_diagnostics_find (const BalieDiagnostics *self,
                        const char             *name)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      const BalieDiagnostic *diagnostic = g_ptr_array_index (self->items, i);

      if (g_str_equal (diagnostic->name, name))
        return diagnostic->value;
    }

  return NULL;
}

static void
read_item (BalieDiagnostics *self,
           BalieJsonReader  *reader)
{
  const char *name = balie_json_reader_string (reader, "name");
  const char *value = balie_json_reader_string (reader, "value");

  if (!balie_json_reader_ok (reader))
    return;

  if (*name == '\0' || g_utf8_strlen (name, -1) > BALIE_DIAGNOSTICS_MAX_NAME)
    balie_json_reader_fail (reader, "name", "must have 1 to " G_STRINGIFY (BALIE_DIAGNOSTICS_MAX_NAME) " characters");
  else if (balie_diagnostics_find (self, name) != NULL)
    balie_json_reader_fail (reader, "name", "is there twice");
  else
    balie_diagnostics_add (self, name, value);
}

BalieDiagnostics *
balie_diagnostics_read (BalieJsonReader *reader,
                        const char      *name)
{
  BalieDiagnostics *self;
  guint             n_items;

  if (name != NULL && !balie_json_reader_has (reader, name))
    return NULL;

  self = balie_diagnostics_new ();
  n_items = balie_json_reader_enter_array (reader, name);
  if (n_items > BALIE_DIAGNOSTICS_MAX_ITEMS)
    balie_json_reader_fail (reader, NULL, "must have at most " G_STRINGIFY (BALIE_DIAGNOSTICS_MAX_ITEMS) " items");
  for (guint i = 0; i < n_items && balie_json_reader_ok (reader); i++)
    {
      balie_json_reader_enter_item (reader, i);
      read_item (self, reader);
      balie_json_reader_leave (reader);
    }
  if (get_size (self) > BALIE_DIAGNOSTICS_MAX_SIZE)
    balie_json_reader_fail (reader, NULL, "is too large");
  balie_json_reader_leave (reader);

  return self;
}

void
balie_diagnostics_write (const BalieDiagnostics *self,
                         BalieJsonWriter        *writer,
                         const char             *name)
{
  balie_json_writer_begin_array (writer, name);
  for (guint i = 0; i < self->items->len; i++)
    {
      const BalieDiagnostic *diagnostic = g_ptr_array_index (self->items, i);

      balie_json_writer_begin_object (writer, NULL);
      balie_json_writer_string (writer, "name", diagnostic->name);
      balie_json_writer_string (writer, "value", diagnostic->value);
      balie_json_writer_end_object (writer);
    }
  balie_json_writer_end_array (writer);
}
