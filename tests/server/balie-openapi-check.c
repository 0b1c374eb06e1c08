/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks an answer of the server against the description of the protocol. */
#include "balie-openapi-check.h"

#include <string.h>

static const char *const methods[] = {"get", "put", "post", "patch", "delete", NULL};

/* The part of JSON schema that the description uses; another keyword in it fails the test, so that none is passed over. */
static const char *const keywords[] = {
  "$ref",
  "type",
  "const",
  "enum",
  "pattern",
  "minLength",
  "maxLength",
  "minimum",
  "maximum",
  "items",
  "properties",
  "required",
  "additionalProperties",
  "maxProperties",
  "oneOf",
  "description",
  NULL,
};

static JsonObject *
get_description (void)
{
  static JsonParser *parser;

  if (parser == NULL)
    {
      g_autoptr (GError) local_error = NULL;

      parser = json_parser_new_immutable ();
      json_parser_load_from_file (parser, OPENAPI_JSON, &local_error);
      g_assert_no_error (local_error);
    }
  return json_node_get_object (json_parser_get_root (parser));
}

static JsonObject *
get_member (JsonObject *object,
            const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* Follows `$ref: '#/components/…'`. */
static JsonObject *
resolve (JsonObject *object)
{
  while (object != NULL && json_object_has_member (object, "$ref"))
    {
      const char *reference = json_object_get_string_member (object, "$ref");
      g_auto (GStrv) parts = NULL;

      g_assert_true (g_str_has_prefix (reference, "#/"));
      parts = g_strsplit (reference + 2, "/", -1);
      object = get_description ();
      for (char **part = parts; *part != NULL; part++)
        object = get_member (object, *part);
      g_assert_nonnull (object);
    }
  return object;
}

static char *check (JsonObject *schema,
                    JsonNode   *value,
                    const char *place);

static gboolean
is_type (JsonNode   *value,
         const char *type)
{
  GType held = JSON_NODE_HOLDS_VALUE (value) ? json_node_get_value_type (value) : G_TYPE_INVALID;

  if (g_str_equal (type, "object"))
    return JSON_NODE_HOLDS_OBJECT (value);
  if (g_str_equal (type, "array"))
    return JSON_NODE_HOLDS_ARRAY (value);
  if (g_str_equal (type, "null"))
    return JSON_NODE_HOLDS_NULL (value);
  if (g_str_equal (type, "string"))
    return held == G_TYPE_STRING;
  if (g_str_equal (type, "boolean"))
    return held == G_TYPE_BOOLEAN;
  if (g_str_equal (type, "integer"))
    return held == G_TYPE_INT64;
  g_assert_not_reached ();
}

static char *
check_type (JsonNode   *type,
            JsonNode   *value,
            const char *place)
{
  JsonArray *types;

  if (JSON_NODE_HOLDS_VALUE (type))
    return is_type (value, json_node_get_string (type)) ? NULL : g_strdup_printf ("%s: expected %s", place, json_node_get_string (type));

  types = json_node_get_array (type);
  for (guint i = 0; i < json_array_get_length (types); i++)
    {
      if (is_type (value, json_array_get_string_element (types, i)))
        return NULL;
    }
  return g_strdup_printf ("%s: is of none of the types", place);
}

static char *
check_enum (JsonArray  *allowed,
            JsonNode   *value,
            const char *place)
{
  for (guint i = 0; i < json_array_get_length (allowed); i++)
    {
      if (json_node_equal (json_array_get_element (allowed, i), value))
        return NULL;
    }
  return g_strdup_printf ("%s: is none of the words", place);
}

static char *
check_string (JsonObject *schema,
              const char *value,
              const char *place)
{
  glong length = g_utf8_strlen (value, -1);

  if (json_object_has_member (schema, "pattern") && !g_regex_match_simple (json_object_get_string_member (schema, "pattern"), value, 0, 0))
    return g_strdup_printf ("%s: '%s' does not match the pattern", place, value);
  if (length < json_object_get_int_member_with_default (schema, "minLength", 0))
    return g_strdup_printf ("%s: is too short", place);
  if (length > json_object_get_int_member_with_default (schema, "maxLength", G_MAXLONG))
    return g_strdup_printf ("%s: is too long", place);
  return NULL;
}

static char *
check_integer (JsonObject *schema,
               gint64      value,
               const char *place)
{
  if (value < json_object_get_int_member_with_default (schema, "minimum", G_MININT64) ||
      value > json_object_get_int_member_with_default (schema, "maximum", G_MAXINT64))
    return g_strdup_printf ("%s: %" G_GINT64_FORMAT " is out of range", place, value);
  return NULL;
}

static char *
check_array (JsonObject *schema,
             JsonArray  *array,
             const char *place)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *item = g_strdup_printf ("%s/%u", place, i);
      char            *fault = check (get_member (schema, "items"), json_array_get_element (array, i), item);

      if (fault != NULL)
        return fault;
    }
  return NULL;
}

static char *
check_object (JsonObject *schema,
              JsonObject *object,
              const char *place)
{
  JsonObject    *properties = get_member (schema, "properties");
  JsonArray     *required = json_object_has_member (schema, "required") ? json_object_get_array_member (schema, "required") : NULL;
  JsonObjectIter iter;
  const char    *name;
  JsonNode      *value;

  if (json_object_get_size (object) > json_object_get_int_member_with_default (schema, "maxProperties", G_MAXINT))
    return g_strdup_printf ("%s: has too many members", place);
  for (guint i = 0; required != NULL && i < json_array_get_length (required); i++)
    {
      if (!json_object_has_member (object, json_array_get_string_element (required, i)))
        return g_strdup_printf ("%s/%s: is missing", place, json_array_get_string_element (required, i));
    }

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &value))
    {
      g_autofree char *member = g_strconcat (place, "/", name, NULL);
      JsonObject      *its_schema = get_member (properties, name);
      char            *fault = its_schema != NULL ? check (its_schema, value, member) : g_strdup_printf ("%s: is not described", member);

      if (fault != NULL)
        return fault;
    }
  return NULL;
}

static char *
check_one_of (JsonArray  *schemas,
              JsonNode   *value,
              const char *place)
{
  g_autoptr (GString) faults = g_string_new (NULL);
  guint n_good = 0;

  for (guint i = 0; i < json_array_get_length (schemas); i++)
    {
      g_autofree char *fault = check (json_array_get_object_element (schemas, i), value, place);

      n_good += fault == NULL;
      g_string_append_printf (faults, "; %s", fault != NULL ? fault : "good");
    }
  return n_good == 1 ? NULL : g_strdup_printf ("%s: is %u of the variants%s", place, n_good, faults->str);
}

static void
check_keywords (JsonObject *schema)
{
  JsonObjectIter iter;
  const char    *name;

  json_object_iter_init (&iter, schema);
  while (json_object_iter_next (&iter, &name, NULL))
    {
      if (!g_strv_contains (keywords, name))
        g_error ("The description uses %s, which this does not check", name);
    }
}

static char *
check (JsonObject *schema,
       JsonNode   *value,
       const char *place)
{
  char *fault = NULL;

  g_assert_nonnull (schema);
  check_keywords (schema);
  schema = resolve (schema);
  check_keywords (schema);
  if (json_object_has_member (schema, "type"))
    fault = check_type (json_object_get_member (schema, "type"), value, place);
  if (fault == NULL && json_object_has_member (schema, "enum"))
    fault = check_enum (json_object_get_array_member (schema, "enum"), value, place);
  if (fault == NULL && json_object_has_member (schema, "const") && !json_node_equal (json_object_get_member (schema, "const"), value))
    fault = g_strdup_printf ("%s: is another value", place);
  if (fault == NULL && json_object_has_member (schema, "oneOf"))
    fault = check_one_of (json_object_get_array_member (schema, "oneOf"), value, place);
  if (fault != NULL || json_object_has_member (schema, "oneOf"))
    return fault;

  if (JSON_NODE_HOLDS_OBJECT (value))
    return check_object (schema, json_node_get_object (value), place);
  if (JSON_NODE_HOLDS_ARRAY (value))
    return check_array (schema, json_node_get_array (value), place);
  if (is_type (value, "string"))
    return check_string (schema, json_node_get_string (value), place);
  if (is_type (value, "integer"))
    return check_integer (schema, json_node_get_int (value), place);
  return NULL;
}

/* Whether a path is one of a pattern; a literal pattern is tried first by the caller. */
static gboolean
matches (const char *pattern,
         const char *path)
{
  g_auto (GStrv) ours = g_strsplit (pattern, "/", -1);
  g_auto (GStrv) theirs = g_strsplit (path, "/", -1);

  if (g_strv_length (ours) != g_strv_length (theirs))
    return FALSE;
  for (guint i = 0; ours[i] != NULL; i++)
    {
      if (ours[i][0] != '{' && !g_str_equal (ours[i], theirs[i]))
        return FALSE;
    }
  return TRUE;
}

static JsonObject *
find_path (const char *path)
{
  JsonObject    *paths = get_member (get_description (), "paths");
  JsonObjectIter iter;
  const char    *pattern;
  JsonNode      *node;

  if (json_object_has_member (paths, path))
    return get_member (paths, path);

  json_object_iter_init (&iter, paths);
  while (json_object_iter_next (&iter, &pattern, &node))
    {
      if (matches (pattern, path))
        return json_node_get_object (node);
    }
  return NULL;
}

static char *
check_body (JsonObject *content,
            const char *content_type,
            GBytes     *body)
{
  JsonObject *media = get_member (content, content_type != NULL ? content_type : "");
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) local_error = NULL;

  /* A file may be of any type, but a problem is none. */
  if (media == NULL && g_strcmp0 (content_type, "application/problem+json") != 0)
    media = get_member (content, "*/*");
  if (media == NULL)
    return g_strdup_printf ("content type %s is not described", content_type);
  if (!json_object_has_member (media, "schema"))
    return NULL;

  parser = json_parser_new ();
  if (!json_parser_load_from_data (parser, g_bytes_get_data (body, NULL), (gssize)g_bytes_get_size (body), &local_error))
    return g_strdup (local_error->message);
  return check (get_member (media, "schema"), json_parser_get_root (parser), "");
}

char *
balie_openapi_check_answer (const char *method,
                            const char *path,
                            guint       status,
                            const char *content_type,
                            GBytes     *body)
{
  g_autofree char *verb = g_ascii_strdown (method, -1);
  g_autofree char *code = g_strdup_printf ("%u", status);
  JsonObject      *operation = get_member (find_path (path), verb);
  JsonObject      *responses = get_member (operation, "responses");
  JsonObject      *response = resolve (get_member (responses, code));
  gsize            size = body != NULL ? g_bytes_get_size (body) : 0;

  /* What is no operation at all is answered with a problem. */
  if (operation == NULL && status >= 400)
    response = resolve (get_member (get_member (get_member (get_description (), "components"), "responses"), "Problem"));
  else if (operation == NULL)
    return g_strdup ("the operation is not described");
  else if (response == NULL && status >= 400)
    response = resolve (get_member (responses, "default"));

  if (response == NULL)
    return g_strdup_printf ("status %u is not described", status);
  if (!json_object_has_member (response, "content") || g_str_equal (verb, "head"))
    return size == 0 ? NULL : g_strdup ("there is a body, which is not described");
  return check_body (get_member (response, "content"), content_type, body);
}

char *
balie_openapi_check_value (const char *schema,
                           JsonNode   *value)
{
  return check (get_member (get_member (get_member (get_description (), "components"), "schemas"), schema), value, "");
}

gboolean
balie_openapi_has_operation (const char *method,
                             const char *pattern)
{
  g_autofree char *verb = g_ascii_strdown (method, -1);
  g_autoptr (GString) path = g_string_new (pattern);

  /* What a parameter may be is said in the description apart from its name. */
  g_string_replace (path, ":text}", "}", 0);
  return get_member (get_member (get_member (get_description (), "paths"), path->str), verb) != NULL;
}

guint
balie_openapi_count_operations (void)
{
  JsonObject    *paths = get_member (get_description (), "paths");
  JsonObjectIter iter;
  JsonNode      *node;
  guint          n_operations = 0;

  json_object_iter_init (&iter, paths);
  while (json_object_iter_next (&iter, NULL, &node))
    {
      for (guint i = 0; methods[i] != NULL; i++)
        n_operations += json_object_has_member (json_node_get_object (node), methods[i]);
    }
  return n_operations;
}
