/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The query of a request's address, read by type, with one fault that sticks. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-query.h"

#include <string.h>

typedef struct
{
  char    *text;
  gboolean asked_for;
} Parameter;

struct _BalieQuery
{
  GHashTable *parameters;
  char       *pointer;
  char       *detail;
};

static void
parameter_free (gpointer data)
{
  Parameter *parameter = data;

  g_free (parameter->text);
  g_free (parameter);
}

/* Returns NULL for a bad escape, NUL, or what is not UTF-8. */
static char *
decode (const char *start,
        const char *end)
{
  g_autofree char *spaced = g_strndup (start, (gsize)(end - start));
  g_autofree char *decoded = NULL;

  decoded = g_uri_unescape_string (g_strdelimit (spaced, "+", ' '), NULL);
  if (decoded == NULL || !g_utf8_validate (decoded, -1, NULL))
    return NULL;

  return g_steal_pointer (&decoded);
}

static void
add_pair (BalieQuery *self,
          const char *pair)
{
  const char      *equals = strchr (pair, '=');
  const char      *end = pair + strlen (pair);
  g_autofree char *name = decode (pair, equals != NULL ? equals : end);
  g_autofree char *text = equals != NULL ? decode (equals + 1, end) : g_strdup ("");
  Parameter       *parameter;

  if (name == NULL || text == NULL)
    {
      balie_query_fail (self, "", "must be percent-encoded UTF-8");
      return;
    }

  if (g_hash_table_contains (self->parameters, name))
    {
      balie_query_fail (self, name, "is there twice");
      return;
    }

  parameter = g_new0 (Parameter, 1);
  parameter->text = g_steal_pointer (&text);
  g_hash_table_insert (self->parameters, g_steal_pointer (&name), parameter);
}

BalieQuery *
balie_query_new (const char *encoded)
{
  BalieQuery *self = g_new0 (BalieQuery, 1);
  g_auto (GStrv) pairs = g_strsplit (encoded != NULL ? encoded : "", "&", -1);

  self->parameters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, parameter_free);
  for (char **pair = pairs; *pair != NULL; pair++)
    {
      if (**pair != '\0')
        add_pair (self, *pair);
    }

  return self;
}

void
balie_query_free (BalieQuery *self)
{
  g_hash_table_unref (self->parameters);
  g_free (self->pointer);
  g_free (self->detail);
  g_free (self);
}

static const char *
look_up (BalieQuery *self,
         const char *name)
{
  Parameter *parameter = g_hash_table_lookup (self->parameters, name);

  if (parameter == NULL)
    return NULL;

  parameter->asked_for = TRUE;
  return parameter->text;
}

const char *
balie_query_text (BalieQuery *self,
                  const char *name,
                  gsize       maximum)
{
  const char *text;

  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  text = look_up (self, name);
  if (text != NULL && (gsize)g_utf8_strlen (text, -1) > maximum)
    balie_query_fail (self, name, "is too long");

  return self->detail == NULL ? text : NULL;
}

gint64
balie_query_int (BalieQuery *self,
                 const char *name,
                 gint64      minimum,
                 gint64      maximum,
                 gint64      fallback)
{
  const char *text;
  gint64      value = fallback;

  g_return_val_if_fail (self != NULL && name != NULL, fallback);

  text = look_up (self, name);
  if (text != NULL && !g_ascii_string_to_signed (text, 10, minimum, maximum, &value, NULL))
    {
      g_autofree char *detail = g_strdup_printf ("must be a number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, minimum, maximum);

      balie_query_fail (self, name, detail);
    }

  return self->detail == NULL ? value : fallback;
}

int
balie_query_enum (BalieQuery        *self,
                  const char        *name,
                  const char *const *nicks,
                  int                fallback)
{
  const char *text;

  g_return_val_if_fail (self != NULL && name != NULL && nicks != NULL, fallback);

  text = look_up (self, name);
  if (text == NULL)
    return fallback;

  for (int i = 0; nicks[i] != NULL; i++)
    {
      if (strcmp (nicks[i], text) == 0)
        return i;
    }

  balie_query_fail (self, name, "is not one of the words that are allowed");
  return fallback;
}

void
balie_query_fail (BalieQuery *self,
                  const char *name,
                  const char *detail)
{
  g_return_if_fail (self != NULL && name != NULL && detail != NULL);

  if (self->detail != NULL)
    return;

  self->pointer = g_strconcat ("?", name, NULL);
  self->detail = g_strdup (detail);
}

gboolean
balie_query_finish (BalieQuery  *self,
                    const char **pointer,
                    const char **detail)
{
  GHashTableIter iter;
  gpointer       name;
  gpointer       value;

  g_return_val_if_fail (self != NULL && pointer != NULL && detail != NULL, FALSE);

  g_hash_table_iter_init (&iter, self->parameters);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      if (!((Parameter *)value)->asked_for)
        balie_query_fail (self, name, "is not known");
    }

  *pointer = self->pointer;
  *detail = self->detail;
  return self->detail == NULL;
}
