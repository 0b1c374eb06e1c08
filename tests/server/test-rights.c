/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may do what: every route, asked by everybody. */
#include "balie-openapi-check.h"
#include "balie-test-desk.h"

#include <string.h>

/* A body that each route takes; what is refused here must be refused for who asks, not for what is said. */
static char *
body_for (const BalieRoute *route)
{
  g_autofree char *id = g_uuid_string_random ();

  if (g_str_has_suffix (route->pattern, "/{message}"))
    return g_strdup ("{\"text\":\"x\"}");
  if (g_str_has_suffix (route->pattern, "/rating"))
    return g_strdup ("{\"score\":5}");
  if (g_str_has_suffix (route->pattern, "/read"))
    return g_strdup ("{\"up_to\":1}");
  if (g_str_equal (route->method, "PATCH"))
    return g_strdup ("{\"status\":\"solved\"}");
  if (g_str_equal (route->method, "PUT"))
    return g_strdup_printf ("{\"kind\":\"question\",\"subject\":\"x\",\"message\":{\"id\":\"%s\",\"text\":\"x\"}}", id);
  return NULL;
}

static char *
fill_in (const char *pattern,
         const char *conversation)
{
  g_autoptr (GString) path = g_string_new (pattern);
  g_autofree char *message = g_uuid_string_random ();

  g_string_replace (path, "{id}", conversation, 0);
  g_string_replace (path, "{message}", message, 0);
  return g_strdup (path->str);
}

static BalieTestAnswer *
ask (BalieTestDesk    *desk,
     const BalieRoute *route,
     const char       *conversation,
     const char       *token)
{
  g_autofree char *path = fill_in (route->pattern, conversation);
  g_autofree char *text = body_for (route);
  g_autoptr (GBytes) body = text != NULL ? g_bytes_new (text, strlen (text)) : NULL;
  const BalieTestRequest request = {
    .method = route->method,
    .path = path,
    .token = token,
    .if_match = g_str_equal (route->method, "PATCH") ? "\"v1\"" : NULL,
    .body = body,
  };

  return balie_test_desk_send (desk, &request);
}

/* Every route with the id of somebody else's conversation answers 404, to the byte as with an id of nothing. */
static void
test_not_the_callers (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *request = balie_test_desk_ask (desk, JAN, "How?");
  g_autofree char *message = balie_test_desk_say (desk, JAN, request, "This");
  g_autofree char *nothing = g_uuid_string_random ();
  BalieRouter     *router = balie_server_get_router (desk->server);
  const char      *token = balie_test_desk_sign_in (desk, PIET);
  guint            n_asked = 0;

  for (guint i = 0; i < balie_router_get_n_routes (router); i++)
    {
      const BalieRoute *route = balie_router_get_route (router, i);
      g_autoptr (BalieTestAnswer) foreign = NULL;
      g_autoptr (BalieTestAnswer) chat = NULL;
      g_autoptr (BalieTestAnswer) unknown = NULL;

      if (!g_str_has_prefix (route->pattern, "/v1/conversations/{id}"))
        continue;

      n_asked++;
      foreign = ask (desk, route, request, token);
      chat = ask (desk, route, desk->chats[JAN], token);
      g_test_message ("%s %s", route->method, route->pattern);
      g_assert_cmpuint (foreign->status, ==, 404);
      g_assert_cmpuint (chat->status, ==, 404);
      if (g_str_equal (route->pattern, "/v1/conversations/{id}") && g_str_equal (route->method, "PUT"))
        continue;

      unknown = ask (desk, route, nothing, token);
      g_assert_cmpuint (unknown->status, ==, 404);
      g_assert_true (g_bytes_equal (foreign->body, unknown->body));
    }
  g_assert_cmpuint (n_asked, >, 6);
}

/* The id of somebody else's message in the caller's own conversation tells nothing either. */
static void
test_foreign_message (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *message = balie_test_desk_say (desk, JAN, desk->chats[JAN], "This");
  g_autofree char *path = g_strconcat ("/v1/conversations/", desk->chats[PIET], "/messages/", message, NULL);
  g_autoptr (BalieTestAnswer) answer = balie_test_desk_call (desk, PIET, "PUT", path, "{\"text\":\"This\"}");

  g_assert_cmpuint (answer->status, ==, 404);
}

static void
test_signed_out (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  BalieRouter *router = balie_server_get_router (desk->server);

  for (guint i = 0; i < balie_router_get_n_routes (router); i++)
    {
      const BalieRoute *route = balie_router_get_route (router, i);
      g_autoptr (BalieTestAnswer) answer = NULL;

      if (route->access == BALIE_ACCESS_ANYBODY)
        continue;

      answer = ask (desk, route, desk->chats[JAN], NULL);
      g_test_message ("%s %s", route->method, route->pattern);
      g_assert_cmpuint (answer->status, ==, 401);
      g_assert_cmpstr (balie_test_string (answer->json, "type"), ==, "token-invalid");
    }
}

static void
test_roles (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  BalieRouter *router = balie_server_get_router (desk->server);
  guint        n_asked = 0;

  for (guint i = 0; i < balie_router_get_n_routes (router); i++)
    {
      const BalieRoute *route = balie_router_get_route (router, i);
      BalieTestPerson   who = route->access == BALIE_ACCESS_STAFF ? JAN : SANNE;
      g_autoptr (BalieTestAnswer) answer = NULL;

      if (route->access != BALIE_ACCESS_STAFF && route->access != BALIE_ACCESS_CUSTOMER)
        continue;

      n_asked++;
      answer = ask (desk, route, desk->chats[JAN], balie_test_desk_sign_in (desk, who));
      g_test_message ("%s %s", route->method, route->pattern);
      g_assert_cmpuint (answer->status, ==, 404);
    }
  g_assert_cmpuint (n_asked, >=, 2);
}

/* Lists show what is the caller's own, and nothing else. */
static void
test_lists (void)
{
  static const char *const paths[] = {"/v1/conversations", "/v1/snapshot"};
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *request = balie_test_desk_ask (desk, JAN, "How?");

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (BalieTestAnswer) answer = balie_test_desk_call (desk, PIET, "GET", paths[i], NULL);
      JsonArray *conversations = balie_test_array (answer->json, "conversations");

      g_assert_cmpuint (json_array_get_length (conversations), ==, 1);
      g_assert_cmpstr (balie_test_string (json_array_get_object_element (conversations, 0), "id"), ==, desk->chats[PIET]);
    }
}

/* The routes and the description are the same list. */
static void
test_all_is_described (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  BalieRouter *router = balie_server_get_router (desk->server);
  guint        n_routes = balie_router_get_n_routes (router);

  for (guint i = 0; i < n_routes; i++)
    {
      const BalieRoute *route = balie_router_get_route (router, i);

      g_test_message ("%s %s", route->method, route->pattern);
      g_assert_true (balie_openapi_has_operation (route->method, route->pattern));
    }
  g_assert_cmpuint (balie_openapi_count_operations (), ==, n_routes);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rights/not-the-callers", test_not_the_callers);
  g_test_add_func ("/rights/foreign-message", test_foreign_message);
  g_test_add_func ("/rights/signed-out", test_signed_out);
  g_test_add_func ("/rights/roles", test_roles);
  g_test_add_func ("/rights/lists", test_lists);
  g_test_add_func ("/rights/all-is-described", test_all_is_described);
  return g_test_run ();
}
