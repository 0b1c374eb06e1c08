/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads one JSON document by type, and says where it is wrong. */
#define G_LOG_DOMAIN "balie-base"

#include "config.h"

#include "balie-json-reader.h"

#include "balie-error.h"
#include "balie-json-reader-private.h"
#include "balie-json-scan-private.h"

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
          balie_json_reader_fail (self, name, "is unknown");
          return;
        }
    }
}

void
balie_json_reader_take_fault (BalieJsonReader *self,
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

JsonNode *
balie_json_reader_look_up (BalieJsonReader *self,
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
          balie_json_reader_fail (self, NULL, "expected object");
          return NULL;
        }
      if (place->asked != NULL)
        g_hash_table_add (place->asked, g_strdup (name));
      node = json_object_get_member (json_node_get_object (node), name);
    }

  return node == NULL || JSON_NODE_HOLDS_NULL (node) ? NULL : node;
}

JsonNode *
balie_json_reader_look_up_required (BalieJsonReader *self,
                                    const char      *name)
{
  JsonNode *node = balie_json_reader_look_up (self, name);

  if (node == NULL)
    balie_json_reader_fail (self, name, "is required");
  return node;
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
  return balie_json_reader_look_up (self, name) != NULL;
}

gboolean
balie_json_reader_is_null (BalieJsonReader *self,
                           const char      *name)
{
  JsonNode *node = get_place (self)->node;

  if (balie_json_reader_look_up (self, name) != NULL || self->detail != NULL || node == NULL)
    return FALSE;
  return json_object_has_member (json_node_get_object (node), name);
}

gboolean
balie_json_reader_enter_object (BalieJsonReader *self,
                                const char      *name)
{
  JsonNode *node = balie_json_reader_look_up_required (self, name);

  if (node != NULL && !JSON_NODE_HOLDS_OBJECT (node))
    {
      balie_json_reader_fail (self, name, "expected object");
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
  JsonNode *node = balie_json_reader_look_up_required (self, name);

  if (node != NULL && !JSON_NODE_HOLDS_ARRAY (node))
    {
      balie_json_reader_fail (self, name, "expected array");
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
      balie_json_reader_take_fault (self, NULL, index, g_strdup ("is required"));
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

  balie_json_reader_take_fault (self, name, -1, g_strdup (detail));
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
