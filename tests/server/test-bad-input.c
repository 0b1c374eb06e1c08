/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is no acceptable request is refused, and the answer says where. */
#include "balie-test-desk.h"

#include <string.h>

#define DEEP_8 "[[[[[[[["
#define DEEP_32 DEEP_8 DEEP_8 DEEP_8 DEEP_8

/* The body of a message, what it is answered, and where its fault is. */
static const struct
{
  const char *body;
  guint       status;
  const char *pointer;
} cases[] = {
  {"{\"text\":\"plain\"}", 201, NULL},
  {"{\"text\":\"two\\nlines\\tand a tab\"}", 201, NULL},
  {"{\"text\":\"日本語 العربية עברית Zoë \U0001f600 e\u0301\"}", 201, NULL},
  {"{\"text\":\"\u202egnp.exe\u202c\"}", 201, NULL},
  {"{\"text\":\"'; DROP TABLE message; --\"}", 201, NULL},
  {"{\"text\":\"<b>&amp;</b> %s %n \\\\\"}", 201, NULL},
  {"", 400, NULL},
  {"{", 400, NULL},
  {"[]", 400, NULL},
  {"\"text\"", 400, NULL},
  {"{\"text\":\"x\"} {}", 400, NULL},
  {"{\"text\":\"x\",\"text\":\"y\"}", 400, NULL},
  {"{\"text\":\"\xff\xfe\"}", 400, NULL},
  {"{\"text\":\"\xed\xa0\x80\"}", 400, NULL},
  {"{\"text\":\"a\\u0000b\"}", 400, NULL},
  {"{\"text\":\"\\ud800\"}", 400, NULL},
  {"{\"text\":" DEEP_32, 400, NULL},
  {"{}", 422, "/text"},
  {"{\"text\":null}", 422, "/text"},
  {"{\"text\":7}", 422, "/text"},
  {"{\"text\":[\"x\"]}", 422, "/text"},
  {"{\"text\":\"\"}", 422, "/text"},
  {"{\"text\":\" \\n \"}", 422, "/text"},
  {"{\"text\":\"a\\u0007b\"}", 422, "/text"},
  {"{\"text\":\"a\\rb\"}", 422, "/text"},
  {"{\"text\":\"a\\u007fb\"}", 422, "/text"},
  {"{\"text\":\"a\302\205b\"}", 422, "/text"},
  {"{\"text\":\"x\",\"reply_to\":\"7\"}", 422, "/reply_to"},
  {"{\"text\":\"x\",\"colour\":\"red\"}", 422, "/colour"},
  {"{\"text\":\"x\",\"attachments\":[]}", 201, NULL},
  {"{\"text\":\"x\",\"attachments\":7}", 422, "/attachments"},
  {"{\"text\":\"x\",\"attachments\":[\"7\"]}", 422, "/attachments/0"},
  {"{\"text\":\"\",\"attachments\":[]}", 422, "/text"},
};

static BalieTestAnswer *
put (BalieTestDesk *desk,
     GBytes        *body,
     const char    *content_type)
{
  g_autofree char       *id = g_uuid_string_random ();
  g_autofree char       *path = g_strconcat ("/v1/conversations/", desk->chats[JAN], "/messages/", id, NULL);
  const BalieTestRequest request = {
    .method = "PUT",
    .path = path,
    .token = balie_test_desk_sign_in (desk, JAN),
    .body = body,
    .content_type = content_type,
  };

  return balie_test_desk_send (desk, &request);
}

static void
test_bodies (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new_static (cases[i].body, strlen (cases[i].body));
      g_autoptr (BalieTestAnswer) answer = put (desk, body, NULL);

      g_test_message ("%" G_GSIZE_FORMAT ": %u", i, answer->status);
      g_assert_cmpuint (answer->status, ==, cases[i].status);
      if (cases[i].pointer != NULL)
        {
          JsonArray *errors = balie_test_array (answer->json, "errors");

          g_assert_cmpstr (balie_test_string (json_array_get_object_element (errors, 0), "pointer"), ==, cases[i].pointer);
        }
    }
}

static BalieTestAnswer *
put_length (BalieTestDesk *desk,
            const char    *character,
            guint          n_characters)
{
  g_autoptr (GString) text = g_string_new ("{\"text\":\"");
  g_autoptr (GBytes) body = NULL;

  for (guint i = 0; i < n_characters; i++)
    g_string_append (text, character);
  g_string_append (text, "\"}");
  body = g_bytes_new (text->str, text->len);
  return put (desk, body, NULL);
}

static void
test_lengths (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (BalieTestAnswer) most = put_length (desk, "a", 16384);
  g_autoptr (BalieTestAnswer) most_wide = put_length (desk, "日", 16384);
  g_autoptr (BalieTestAnswer) one_more = put_length (desk, "a", 16385);
  g_autoptr (BalieTestAnswer) largest = put_length (desk, "a", 256 * 1024 - strlen ("{\"text\":\"\"}"));
  g_autoptr (BalieTestAnswer) too_large = put_length (desk, "a", 256 * 1024 - strlen ("{\"text\":\"\"}") + 1);

  g_assert_cmpuint (most->status, ==, 201);
  g_assert_cmpuint (most_wide->status, ==, 201);
  g_assert_cmpuint (one_more->status, ==, 422);
  g_assert_cmpuint (largest->status, ==, 422);
  g_assert_cmpuint (too_large->status, ==, 413);
  g_assert_cmpstr (balie_test_string (too_large->json, "type"), ==, "too-large");
}

static void
test_content_type (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"text\":\"x\"}", strlen ("{\"text\":\"x\"}"));
  g_autoptr (BalieTestAnswer) form = put (desk, body, "application/x-www-form-urlencoded");
  g_autoptr (BalieTestAnswer) with_charset = put (desk, body, "application/json; charset=utf-8");

  g_assert_cmpuint (form->status, ==, 415);
  g_assert_cmpuint (with_charset->status, ==, 201);
}

static void
test_requests (void)
{
  static const struct
  {
    const char *body;
    const char *pointer;
  } bodies[] = {
    {"{\"kind\":\"question\",\"subject\":\"two\\nlines\",\"message\":{\"id\":\"6f1b2c3d-0000-4000-8000-000000000001\",\"text\":\"x\"}}", "/subject"},
    {"{\"kind\":\"question\",\"subject\":\"\",\"message\":{\"id\":\"6f1b2c3d-0000-4000-8000-000000000001\",\"text\":\"x\"}}", "/subject"},
    {"{\"kind\":\"rant\",\"subject\":\"x\",\"message\":{\"id\":\"6f1b2c3d-0000-4000-8000-000000000001\",\"text\":\"x\"}}", "/kind"},
    {"{\"kind\":\"question\",\"subject\":\"x\"}", "/message"},
    {"{\"kind\":\"question\",\"subject\":\"x\",\"message\":{\"id\":\"6F1B2C3D-0000-4000-8000-000000000001\",\"text\":\"x\"}}", "/message/id"},
    {"{\"kind\":\"question\",\"subject\":\"x\",\"message\":{\"id\":\"6f1b2c3d-0000-4000-8000-000000000001\",\"text\":\"x\",\"internal\":true}}", "/message/internal"},
    {"{\"kind\":\"question\",\"subject\":\"x\",\"urgency\":\"very\",\"message\":{\"id\":\"6f1b2c3d-0000-4000-8000-000000000001\",\"text\":\"x\"}}", "/urgency"},
  };
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autofree char *id = g_uuid_string_random ();
      g_autofree char *path = g_strconcat ("/v1/conversations/", id, NULL);
      g_autoptr (BalieTestAnswer) answer = balie_test_desk_call (desk, JAN, "PUT", path, "%s", bodies[i].body);
      JsonArray *errors;

      g_test_message ("%s", bodies[i].pointer);
      g_assert_cmpuint (answer->status, ==, 422);
      errors = balie_test_array (answer->json, "errors");
      g_assert_cmpstr (balie_test_string (json_array_get_object_element (errors, 0), "pointer"), ==, bodies[i].pointer);
    }
}

static void
test_queries (void)
{
  static const struct
  {
    const char *path;
    guint       status;
  } queries[] = {
    {"/v1/sync", 422},
    {"/v1/sync?since=x.1&limit=0", 422},
    {"/v1/sync?since=x.1&limit=many", 422},
    {"/v1/sync?since=x.1&colour=red", 422},
    {"/v1/me?verbose=1", 422},
    {"/v1/snapshot?cursor=7", 422},
    {"/v1/conversations?cursor=7", 422},
    {"/v1/conversations?limit=101", 422},
    {"/v1/conversations/7", 404},
    {"/v1/conversations/../desk/x", 404},
    {"/v1/nothing", 404},
    {"/", 404},
  };
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr (BalieTestAnswer) answer = balie_test_desk_call (desk, JAN, "GET", queries[i].path, NULL);

      g_test_message ("%s: %u", queries[i].path, answer->status);
      g_assert_cmpuint (answer->status, ==, queries[i].status);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bad-input/bodies", test_bodies);
  g_test_add_func ("/bad-input/lengths", test_lengths);
  g_test_add_func ("/bad-input/content-type", test_content_type);
  g_test_add_func ("/bad-input/requests", test_requests);
  g_test_add_func ("/bad-input/queries", test_queries);
  return g_test_run ();
}
