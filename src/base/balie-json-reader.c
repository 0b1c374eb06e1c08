/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads one JSON document by type, and says where it is wrong. */
#define G_LOG_DOMAIN "balie-base"

#include "config.h"

#include "balie-json-reader.h"

#include "balie-clock.h"
#include "balie-error.h"
#include "balie-json-scan-private.h"
#include "balie-json-writer.h"
#include "balie-text.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* Where the cursor stands, one below the other from the root on. */
typedef struct
{
  /* Owned. */
  char       *name;  /* of the member that was entered; NULL for an item */
  GHashTable *asked; /* names of members that were asked for; only in a strict reader */

  /* Borrowed from the document; NULL for the empty place after a fault. */
  JsonNode *node;

  guint    index;          /* of the item that was entered */
  gboolean is_place_above; /* entered without a name: the place above once more */
} Place;

struct _BalieJsonReader
{
  JsonParser          *parser;
  GArray              *places;
  BalieJsonReaderFlags flags;

  /* The first fault; none while the detail is NULL. */
  char *path;
  char *pointer;
  char *detail;
};

static void
place_clear (gpointer data)
{
  Place *place = data;

  g_clear_pointer (&place->name, g_free);
  g_clear_pointer (&place->asked, g_hash_table_unref);
}

static Place *
get_place (BalieJsonReader *self)
{
  g_assert (self->places->len > 0);

  return &g_array_index (self->places, Place, self->places->len - 1);
}

static void
push_place (BalieJsonReader *self,
            JsonNode        *node,
            const char      *name,
            guint            index)
{
  Place place = {.node = node, .name = g_strdup (name), .index = index};

  if (self->flags & BALIE_JSON_READER_STRICT)
    place.asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_array_append_val (self->places, place);
}

/* So that what is read there counts as asked for in both, and is looked for once. */
static void
push_place_again (BalieJsonReader *self,
                  JsonNode        *node)
{
  Place *above = get_place (self);
  Place  place = {.node = node, .is_place_above = TRUE};

  if (above->asked != NULL)
    place.asked = g_hash_table_ref (above->asked);
  g_array_append_val (self->places, place);
}

static void
append_name (GString    *path,
             GString    *pointer,
             const char *name)
{
  g_autofree char *escaped = g_strescape (name, NULL);

  /* A name that could be taken for a path, or could end the line in a log, is quoted. */
  if (strcmp (escaped, name) != 0 || *name == '\0' || strpbrk (name, ".[]: ") != NULL)
    g_string_append_printf (path, "[\"%s\"]", escaped);
  else
    g_string_append_printf (path, "%s%s", path->len > 0 ? "." : "", name);

  g_string_append_c (pointer, '/');
  for (const char *c = name; *c != '\0'; c++)
    {
      if (*c == '~')
        g_string_append (pointer, "~0");
      else if (*c == '/')
        g_string_append (pointer, "~1");
      else
        g_string_append_c (pointer, *c);
    }
}

static void
append_index (GString *path,
              GString *pointer,
              guint    index)
{
  g_string_append_printf (path, "[%u]", index);
  g_string_append_printf (pointer, "/%u", index);
}

static void
take_fault (BalieJsonReader *self,
            const char      *name,
            int              index,
            char            *detail)
{
  GString *path;
  GString *pointer;

  if (self->detail != NULL)
    {
      g_free (detail);
      return;
    }

  path = g_string_new (NULL);
  pointer = g_string_new (NULL);
  for (guint i = 1; i < self->places->len; i++)
    {
      const Place *place = &g_array_index (self->places, Place, i);

      if (place->is_place_above)
        continue;
      if (place->name != NULL)
        append_name (path, pointer, place->name);
      else
        append_index (path, pointer, place->index);
    }
  if (name != NULL)
    append_name (path, pointer, name);
  if (index >= 0)
    append_index (path, pointer, index);

  self->path = g_string_free (path, FALSE);
  self->pointer = g_string_free (pointer, FALSE);
  self->detail = detail;
}

static void
fail (BalieJsonReader *self,
      const char      *name,
      const char      *detail)
{
  take_fault (self, name, -1, g_strdup (detail));
}

/* The node of a member, or of the place itself without a name; NULL when it is absent and after a fault. */
static JsonNode *
look_up (BalieJsonReader *self,
         const char      *name)
{
  Place    *place = get_place (self);
  JsonNode *node = place->node;

  if (self->detail != NULL || node == NULL)
    return NULL;

  if (name != NULL)
    {
      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          fail (self, NULL, "expected object");
          return NULL;
        }
      if (place->asked != NULL)
        g_hash_table_add (place->asked, g_strdup (name));
      node = json_object_get_member (json_node_get_object (node), name);
    }

  return node == NULL || JSON_NODE_HOLDS_NULL (node) ? NULL : node;
}

static JsonNode *
look_up_required (BalieJsonReader *self,
                  const char      *name)
{
  JsonNode *node = look_up (self, name);

  if (node == NULL)
    fail (self, name, "is required");
  return node;
}

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

  fail (self, name, "expected string");
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

  fail (self, name, "expected UUID in lower case");
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
    fail (self, name, "expected time of RFC 3339");
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
      fail (self, name, "expected integer");
      return fallback;
    }

  value = json_node_get_int (node);
  if (value >= minimum && value <= maximum)
    return value;

  if (maximum == G_MAXINT64)
    take_fault (self, name, -1, g_strdup_printf ("must be at least %" G_GINT64_FORMAT, minimum));
  else
    take_fault (self, name, -1, g_strdup_printf ("must be %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, minimum, maximum));
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

  fail (self, name, "expected boolean");
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

/* Members that nobody asked for are found when a place is left. */
static void
check_all_asked (BalieJsonReader *self)
{
  Place         *place = get_place (self);
  JsonObjectIter iter;
  const char    *name;

  if (self->detail != NULL || place->asked == NULL || place->is_place_above || place->node == NULL || !JSON_NODE_HOLDS_OBJECT (place->node))
    return;

  json_object_iter_init_ordered (&iter, json_node_get_object (place->node));
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    {
      if (!g_hash_table_contains (place->asked, name))
        {
          fail (self, name, "is unknown");
          return;
        }
    }
}

BalieJsonReader *
balie_json_reader_new (const char          *text,
                       gssize               length,
                       BalieJsonReaderFlags flags,
                       GError             **error)
{
  g_autoptr (BalieJsonReader) self = NULL;
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (length < 0)
    length = strlen (text);
  if (!balie_json_scan (text, length, error))
    return NULL;

  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text, length, &local_error))
    {
      g_set_error_literal (error, BALIE_ERROR, BALIE_ERROR_PARSE, local_error->message);
      return NULL;
    }
  if (!JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    {
      g_set_error_literal (error, BALIE_ERROR, BALIE_ERROR_PARSE, "the root is no object");
      return NULL;
    }

  self = g_new0 (BalieJsonReader, 1);
  self->flags = flags;
  self->parser = g_steal_pointer (&parser);
  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
  g_array_set_clear_func (self->places, place_clear);
  push_place (self, json_parser_get_root (self->parser), NULL, 0);
  return g_steal_pointer (&self);
}

void
balie_json_reader_free (BalieJsonReader *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->places);
  g_object_unref (self->parser);
  g_free (self->path);
  g_free (self->pointer);
  g_free (self->detail);
  g_free (self);
}

gboolean
balie_json_reader_has (BalieJsonReader *self,
                       const char      *name)
{
  return look_up (self, name) != NULL;
}

const char *
balie_json_reader_string (BalieJsonReader *self,
                          const char      *name)
{
  const char *text = string_in (self, name, look_up_required (self, name));

  return text != NULL ? text : "";
}

const char *
balie_json_reader_optional_string (BalieJsonReader *self,
                                   const char      *name)
{
  return string_in (self, name, look_up (self, name));
}

const char *
balie_json_reader_text (BalieJsonReader *self,
                        const char      *name,
                        gsize            minimum,
                        gsize            maximum)
{
  const char *text = string_in (self, name, look_up_required (self, name));
  gsize       length;

  if (text == NULL)
    return "";

  length = balie_text_get_length (text);
  if (length >= minimum && length <= maximum)
    return text;

  take_fault (self, name, -1, g_strdup_printf ("must have %" G_GSIZE_FORMAT " to %" G_GSIZE_FORMAT " characters", minimum, maximum));
  return "";
}

const char *
balie_json_reader_uuid (BalieJsonReader *self,
                        const char      *name)
{
  const char *text = uuid_in (self, name, look_up_required (self, name));

  return text != NULL ? text : "";
}

const char *
balie_json_reader_optional_uuid (BalieJsonReader *self,
                                 const char      *name)
{
  return uuid_in (self, name, look_up (self, name));
}

gint64
balie_json_reader_int (BalieJsonReader *self,
                       const char      *name,
                       gint64           minimum,
                       gint64           maximum)
{
  return int_in (self, name, look_up_required (self, name), minimum, maximum, minimum);
}

gint64
balie_json_reader_optional_int (BalieJsonReader *self,
                                const char      *name,
                                gint64           minimum,
                                gint64           maximum,
                                gint64           fallback)
{
  return int_in (self, name, look_up (self, name), minimum, maximum, fallback);
}

gboolean
balie_json_reader_boolean (BalieJsonReader *self,
                           const char      *name)
{
  return boolean_in (self, name, look_up_required (self, name), FALSE);
}

gboolean
balie_json_reader_optional_boolean (BalieJsonReader *self,
                                    const char      *name,
                                    gboolean         fallback)
{
  return boolean_in (self, name, look_up (self, name), fallback);
}

gint64
balie_json_reader_time (BalieJsonReader *self,
                        const char      *name)
{
  return time_in (self, name, look_up_required (self, name));
}

gint64
balie_json_reader_optional_time (BalieJsonReader *self,
                                 const char      *name)
{
  return time_in (self, name, look_up (self, name));
}

guint
balie_json_reader_enum (BalieJsonReader   *self,
                        const char        *name,
                        const char *const *nicks)
{
  const char      *text = string_in (self, name, look_up_required (self, name));
  g_autofree char *allowed = NULL;

  if (text == NULL)
    return 0;

  for (guint i = 0; nicks[i] != NULL; i++)
    {
      if (strcmp (nicks[i], text) == 0)
        return i;
    }

  allowed = g_strjoinv (", ", (char **)nicks);
  take_fault (self, name, -1, g_strdup_printf ("must be one of %s", allowed));
  return 0;
}

char **
balie_json_reader_dup_strings (BalieJsonReader *self,
                               const char      *name)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonNode  *node = look_up (self, name);
  JsonArray *array = NULL;

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    array = json_node_get_array (node);
  else if (node != NULL)
    fail (self, name, "expected array");

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *item = json_array_get_element (array, i);

      if (!holds (item, G_TYPE_STRING))
        {
          take_fault (self, name, i, g_strdup ("expected string"));
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
  JsonNode *node = look_up (self, name);

  if (node == NULL)
    return NULL;

  writer = balie_json_writer_new ();
  write_node (writer, NULL, node);
  return balie_json_writer_end (writer, NULL);
}

gboolean
balie_json_reader_enter_object (BalieJsonReader *self,
                                const char      *name)
{
  JsonNode *node = look_up_required (self, name);

  if (node != NULL && !JSON_NODE_HOLDS_OBJECT (node))
    {
      fail (self, name, "expected object");
      node = NULL;
    }

  if (name != NULL)
    push_place (self, node, name, 0);
  else
    push_place_again (self, node);
  return node != NULL;
}

guint
balie_json_reader_enter_array (BalieJsonReader *self,
                               const char      *name)
{
  JsonNode *node = look_up_required (self, name);

  if (node != NULL && !JSON_NODE_HOLDS_ARRAY (node))
    {
      fail (self, name, "expected array");
      node = NULL;
    }

  if (name != NULL)
    push_place (self, node, name, 0);
  else
    push_place_again (self, node);
  return node != NULL ? json_array_get_length (json_node_get_array (node)) : 0;
}

void
balie_json_reader_enter_item (BalieJsonReader *self,
                              guint            index)
{
  JsonNode *node = get_place (self)->node;

  g_assert (node == NULL || JSON_NODE_HOLDS_ARRAY (node));

  if (node != NULL && index >= json_array_get_length (json_node_get_array (node)))
    {
      take_fault (self, NULL, index, g_strdup ("is required"));
      node = NULL;
    }
  else if (node != NULL)
    {
      node = json_array_get_element (json_node_get_array (node), index);
    }

  push_place (self, node, NULL, index);
}

void
balie_json_reader_leave (BalieJsonReader *self)
{
  g_return_if_fail (self->places->len > 1);

  check_all_asked (self);
  g_array_set_size (self->places, self->places->len - 1);
}

void
balie_json_reader_fail (BalieJsonReader *self,
                        const char      *name,
                        const char      *detail)
{
  g_return_if_fail (detail != NULL);

  fail (self, name, detail);
}

gboolean
balie_json_reader_ok (BalieJsonReader *self)
{
  return self->detail == NULL;
}

gboolean
balie_json_reader_finish (BalieJsonReader *self,
                          GError         **error)
{
  g_return_val_if_fail (self->places->len == 1, FALSE);

  check_all_asked (self);
  if (self->detail == NULL)
    return TRUE;

  g_set_error (error,
               BALIE_ERROR,
               BALIE_ERROR_INVALID,
               "%s%s%s",
               self->path,
               *self->path != '\0' ? ": " : "",
               self->detail);
  return FALSE;
}

gboolean
balie_json_reader_get_fault (BalieJsonReader *self,
                             const char     **pointer,
                             const char     **detail)
{
  if (self->detail == NULL)
    return FALSE;

  if (pointer != NULL)
    *pointer = self->pointer;
  if (detail != NULL)
    *detail = self->detail;
  return TRUE;
}
