/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values that a JSON reader gives, each by its type. */
#define G_LOG_DOMAIN "balie-base"

#include "config.h"

#include "balie-json-reader.h"

#include "balie-clock.h"
#include "balie-json-reader-private.h"
#include "balie-json-writer.h"
#include "balie-text.h"

#include <json-glib/json-glib.h>
#include <string.h>

static gboolean
holds (JsonNode *node,
       GType     type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

/* The functions that end in _in take a node that was looked up, or NULL, and report what is wrong with it. */

static const char *
string_in (BalieJsonReader *self,
           const char      *name,
           JsonNode        *node)
{
  if (node == NULL)
    return NULL;
  if (holds (node, G_TYPE_STRING))
    return json_node_get_string (node);

  balie_json_reader_fail (self, name, "expected string");
  return NULL;
}

static const char *
uuid_in (BalieJsonReader *self,
         const char      *name,
         JsonNode        *node)
{
  const char *text = string_in (self, name, node);

  if (text == NULL || balie_text_is_uuid (text))
    return text;

  balie_json_reader_fail (self, name, "expected UUID in lower case");
  return NULL;
}

static gint64
time_in (BalieJsonReader *self,
         const char      *name,
         JsonNode        *node)
{
  const char *text = string_in (self, name, node);
  gint64      time = 0;

  if (text != NULL && !balie_time_from_string (text, &time))
    balie_json_reader_fail (self, name, "expected time of RFC 3339");
  return time;
}

static gint64
int_in (BalieJsonReader *self,
        const char      *name,
        JsonNode        *node,
        gint64           minimum,
        gint64           maximum,
        gint64           fallback)
{
  gint64 value;

  if (node == NULL)
    return fallback;
  if (!holds (node, G_TYPE_INT64))
    {
      balie_json_reader_fail (self, name, "expected integer");
      return fallback;
    }

  value = json_node_get_int (node);
  if (value >= minimum && value <= maximum)
    return value;

  if (maximum == G_MAXINT64)
    balie_json_reader_take_fault (self, name, -1, g_strdup_printf ("must be at least %" G_GINT64_FORMAT, minimum));
  else
    balie_json_reader_take_fault (self, name, -1, g_strdup_printf ("must be %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, minimum, maximum));
  return fallback;
}

static gboolean
boolean_in (BalieJsonReader *self,
            const char      *name,
            JsonNode        *node,
            gboolean         fallback)
{
  if (node == NULL)
    return fallback;
  if (holds (node, G_TYPE_BOOLEAN))
    return json_node_get_boolean (node);

  balie_json_reader_fail (self, name, "expected boolean");
  return fallback;
}

static void
write_value (BalieJsonWriter *writer,
             const char      *name,
             JsonNode        *node)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (holds (node, G_TYPE_STRING))
    {
      balie_json_writer_string (writer, name, json_node_get_string (node));
    }
  else if (holds (node, G_TYPE_BOOLEAN))
    {
      balie_json_writer_boolean (writer, name, json_node_get_boolean (node));
    }
  else if (holds (node, G_TYPE_INT64))
    {
      balie_json_writer_int (writer, name, json_node_get_int (node));
    }
  else
    {
      g_ascii_dtostr (text, sizeof text, json_node_get_double (node));

      /* It is to be read as a fraction again. */
      if (strpbrk (text, ".e") == NULL)
        strcat (text, ".0");
      balie_json_writer_raw (writer, name, text);
    }
}

/* json-glib's own generator leaves some control characters as they are, and writes 1e22 as 1e+22.0. The document was
 * scanned for its depth before. */
static void
write_node (BalieJsonWriter *writer,
            const char      *name,
            JsonNode        *node)
{
  JsonObjectIter iter;
  const char    *member;
  JsonNode      *child;
  JsonArray     *array;

  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      balie_json_writer_begin_object (writer, name);
      json_object_iter_init_ordered (&iter, json_node_get_object (node));
      while (json_object_iter_next_ordered (&iter, &member, &child))
        write_node (writer, member, child);
      balie_json_writer_end_object (writer);
      break;
    case JSON_NODE_ARRAY:
      balie_json_writer_begin_array (writer, name);
      array = json_node_get_array (node);
      for (guint i = 0; i < json_array_get_length (array); i++)
        write_node (writer, NULL, json_array_get_element (array, i));
      balie_json_writer_end_array (writer);
      break;
    case JSON_NODE_VALUE:
      write_value (writer, name, node);
      break;
    case JSON_NODE_NULL:
    default:
      balie_json_writer_null (writer, name);
      break;
    }
}

const char *
balie_json_reader_string (BalieJsonReader *self,
                          const char      *name)
{
  const char *text = string_in (self, name, balie_json_reader_look_up_required (self, name));

  return text != NULL ? text : "";
}

const char *
balie_json_reader_optional_string (BalieJsonReader *self,
                                   const char      *name)
{
  return string_in (self, name, balie_json_reader_look_up (self, name));
}

const char *
balie_json_reader_text (BalieJsonReader *self,
                        const char      *name,
                        gsize            minimum,
                        gsize            maximum)
{
  const char *text = string_in (self, name, balie_json_reader_look_up_required (self, name));
  gsize       length;

  if (text == NULL)
    return "";

  length = balie_text_get_length (text);
  if (length >= minimum && length <= maximum)
    return text;

  balie_json_reader_take_fault (self, name, -1, g_strdup_printf ("must have %" G_GSIZE_FORMAT " to %" G_GSIZE_FORMAT " characters", minimum, maximum));
  return "";
}

const char *
balie_json_reader_uuid (BalieJsonReader *self,
                        const char      *name)
{
  const char *text = uuid_in (self, name, balie_json_reader_look_up_required (self, name));

  return text != NULL ? text : "";
}

const char *
balie_json_reader_optional_uuid (BalieJsonReader *self,
                                 const char      *name)
{
  return uuid_in (self, name, balie_json_reader_look_up (self, name));
}

gint64
balie_json_reader_int (BalieJsonReader *self,
                       const char      *name,
                       gint64           minimum,
                       gint64           maximum)
{
  return int_in (self, name, balie_json_reader_look_up_required (self, name), minimum, maximum, minimum);
}

gint64
balie_json_reader_optional_int (BalieJsonReader *self,
                                const char      *name,
                                gint64           minimum,
                                gint64           maximum,
                                gint64           fallback)
{
  return int_in (self, name, balie_json_reader_look_up (self, name), minimum, maximum, fallback);
}

gboolean
balie_json_reader_boolean (BalieJsonReader *self,
                           const char      *name)
{
  return boolean_in (self, name, balie_json_reader_look_up_required (self, name), FALSE);
}

gboolean
balie_json_reader_optional_boolean (BalieJsonReader *self,
                                    const char      *name,
                                    gboolean         fallback)
{
  return boolean_in (self, name, balie_json_reader_look_up (self, name), fallback);
}

gint64
balie_json_reader_time (BalieJsonReader *self,
                        const char      *name)
{
  return time_in (self, name, balie_json_reader_look_up_required (self, name));
}

gint64
balie_json_reader_optional_time (BalieJsonReader *self,
                                 const char      *name)
{
  return time_in (self, name, balie_json_reader_look_up (self, name));
}

guint
balie_json_reader_enum (BalieJsonReader   *self,
                        const char        *name,
                        const char *const *nicks)
{
  const char      *text = string_in (self, name, balie_json_reader_look_up_required (self, name));
  g_autofree char *allowed = NULL;

  if (text == NULL)
    return 0;

  for (guint i = 0; nicks[i] != NULL; i++)
    {
      if (strcmp (nicks[i], text) == 0)
        return i;
    }

  allowed = g_strjoinv (", ", (char **)nicks);
  balie_json_reader_take_fault (self, name, -1, g_strdup_printf ("must be one of %s", allowed));
  return 0;
}

char **
balie_json_reader_dup_strings (BalieJsonReader *self,
                               const char      *name)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonNode  *node = balie_json_reader_look_up (self, name);
  JsonArray *array = NULL;

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    array = json_node_get_array (node);
  else if (node != NULL)
    balie_json_reader_fail (self, name, "expected array");

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *item = json_array_get_element (array, i);

      if (!holds (item, G_TYPE_STRING))
        {
          balie_json_reader_take_fault (self, name, i, g_strdup ("expected string"));
          return g_new0 (char *, 1);
        }
      g_strv_builder_add (builder, json_node_get_string (item));
    }

  return g_strv_builder_end (builder);
}

char *
balie_json_reader_dup_raw (BalieJsonReader *self,
                           const char      *name)
{
  g_autoptr (BalieJsonWriter) writer = NULL;
  JsonNode *node = balie_json_reader_look_up (self, name);

  if (node == NULL)
    return NULL;

  writer = balie_json_writer_new ();
  write_node (writer, NULL, node);
  return balie_json_writer_end (writer, NULL);
}
