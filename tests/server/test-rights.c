/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may do what: every route, asked by everybody. */
#include "balie-openapi-check.h"
#include "balie-test-desk.h"

#include <string.h>

/* What the id in a route's path is of. */
typedef enum {
  NOTHING,
  CONVERSATION,
  UPLOAD,
  ATTACHMENT,
  SESSION,
} Thing;

#define PARTS "application/partial-upload"
#define MESSAGE_ID "11111111-1111-4111-8111-111111111111"
#define SHA256 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

/* Every route, with something to say that it takes: what is refused below is refused for who asks. */
static const struct
{
  const char *method;
  const char *pattern;
  Thing       thing;
  guint       foreign; /* with the id of somebody else's; 404 when it is left out */
  guint       unknown; /* with an id of nothing; 404 when it is left out */
  const char *body;
  const char *type;
} rows[] = {
  {"GET", "/v1/desk"},
  {"GET", "/v1/health"},
  {"GET", "/v1/openapi.yaml"},
  {"POST", "/v1/sessions"},
  {"GET", "/v1/sessions"},
  {"DELETE", "/v1/sessions/current"},
  {"DELETE", "/v1/sessions/{id}", SESSION, 204, 204},
  {"GET", "/v1/me"},
  {"PATCH", "/v1/me", .body = "{}"},
  {"PUT", "/v1/me/password", .body = "{\"old\":\"x\",\"new\":\"12345678\"}"},
  {"GET", "/v1/snapshot"},
  {"GET", "/v1/sync"},
  {"GET", "/v1/events"},
  {"GET", "/v1/conversations"},
  {"PUT", "/v1/conversations/{id}", CONVERSATION, 0, 201,
   "{\"kind\":\"question\",\"subject\":\"x\",\"message\":{\"id\":\"" MESSAGE_ID "\",\"text\":\"x\"}}"},
  {"GET", "/v1/conversations/{id}", CONVERSATION},
  {"PATCH", "/v1/conversations/{id}", CONVERSATION, .body = "{\"status\":\"solved\"}"},
  {"PUT", "/v1/conversations/{id}/rating", CONVERSATION, .body = "{\"score\":5}"},
  {"PUT", "/v1/conversations/{id}/messages/{message}", CONVERSATION, .body = "{\"text\":\"x\"}"},
  {"GET", "/v1/conversations/{id}/messages", CONVERSATION},
  {"PUT", "/v1/conversations/{id}/read", CONVERSATION, .body = "{\"up_to\":1}"},
  {"POST", "/v1/conversations/{id}/typing", CONVERSATION},
  {"GET", "/v1/customers"},
  {"PUT", "/v1/uploads/{id}", UPLOAD, 0, 201, "{\"size\":5,\"sha256\":\"" SHA256 "\",\"name\":\"x\",\"type\":\"text/plain\"}"},
  {"GET", "/v1/uploads/{id}", UPLOAD},
  {"HEAD", "/v1/uploads/{id}", UPLOAD},
  {"PATCH", "/v1/uploads/{id}", UPLOAD, .body = "12345", .type = PARTS},
  {"POST", "/v1/uploads/{id}/finish", UPLOAD},
  {"GET", "/v1/attachments/{id}", ATTACHMENT},
  {"HEAD", "/v1/attachments/{id}", ATTACHMENT},
  {"GET", "/v1/articles"},
  {"GET", "/v1/articles/{name:text}"},
};

static const BalieRoute *
find_route (BalieRouter *router,
            const char  *method,
            const char  *pattern)
{
  for (guint i = 0; i < balie_router_get_n_routes (router); i++)
    {
      const BalieRoute *route = balie_router_get_route (router, i);

      /* A route that answers GET answers HEAD. */
      if (g_str_equal (route->method, g_str_equal (method, "HEAD") ? "GET" : method) && g_str_equal (route->pattern, pattern))
        return route;
    }
  return NULL;
}

/* A route that nobody thought about here fails, as does a row without a route. */
static void
test_all_routes_are_here (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  BalieRouter *router = balie_server_get_router (desk->server);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gboolean has_id = strstr (rows[i].pattern, "{id}") != NULL;

      g_test_message ("%s %s", rows[i].method, rows[i].pattern);
      g_assert_nonnull (find_route (router, rows[i].method, rows[i].pattern));
      g_assert_true (has_id == (rows[i].thing != NOTHING));
    }
  for (guint i = 0; i < balie_router_get_n_routes (router); i++)
    {
      const BalieRoute *route = balie_router_get_route (router, i);
      gboolean          found = FALSE;

      for (gsize j = 0; j < G_N_ELEMENTS (rows); j++)
        found |= g_str_equal (rows[j].method, route->method) && g_str_equal (rows[j].pattern, route->pattern);
      g_test_message ("%s %s", route->method, route->pattern);
      g_assert_true (found);
    }
}

static BalieTestAnswer *
ask (BalieTestDesk *desk,
     gsize          row,
     const char    *id,
     const char    *token)
{
  g_autoptr (GString) path = g_string_new (rows[row].pattern);
  g_autofree char *message = g_uuid_string_random ();
  g_autoptr (GBytes) body = rows[row].body != NULL ? g_bytes_new_static (rows[row].body, strlen (rows[row].body)) : NULL;
  BalieTestRequest request = {
    .method = rows[row].method,
    .token = token,
    .if_match = g_str_equal (rows[row].method, "PATCH") ? "\"v1\"" : NULL,
    .content_type = rows[row].type,
    .header = rows[row].type != NULL ? "Upload-Offset" : NULL,
    .value = "0",
    .body = body,
  };

  g_string_replace (path, "{id}", id, 0);
  g_string_replace (path, "{message}", message, 0);
  request.path = path->str;
  g_test_message ("%s %s", rows[row].method, path->str);
  return balie_test_desk_send (desk, &request);
}

/* A file of the customer's, as far as it is wanted. Returns its id. */
static char *
upload (BalieTestDesk *desk,
        gboolean       finish)
{
  char            *id = g_uuid_string_random ();
  g_autofree char *path = g_strconcat ("/v1/uploads/", id, NULL);
  g_autofree char *finish_path = g_strconcat (path, "/finish", NULL);
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "", 0);
  g_autoptr (BalieTestAnswer) announced = balie_test_desk_call (desk, JAN, "PUT", path, "{\"size\":%d,\"sha256\":\"%s\",\"name\":\"x\",\"type\":\"text/plain\"}",
                                                                finish ? 0 : 5, sha256);
  g_autoptr (BalieTestAnswer) finished = NULL;

  g_assert_cmpuint (announced->status, ==, 201);
  if (finish)
    {
      finished = balie_test_desk_call (desk, JAN, "POST", finish_path, NULL);
      g_assert_cmpuint (finished->status, ==, 200);
    }
  return id;
}

/* What one customer has: ids of things. */
typedef struct
{
  char *ids[8];
  Thing things[8];
  gsize n;
} Belongings;

static void
belongings_add (Belongings *self,
                Thing       thing,
                char       *id)
{
  self->things[self->n] = thing;
  self->ids[self->n++] = id;
}

static void
belongings_clear (Belongings *self)
{
  for (gsize i = 0; i < self->n; i++)
    g_free (self->ids[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Belongings, belongings_clear)

static char *
get_session (BalieTestDesk  *desk,
             BalieTestPerson who)
{
  g_autoptr (BalieTestAnswer) sessions = balie_test_desk_call (desk, who, "GET", "/v1/sessions", NULL);

  return g_strdup (balie_test_string (json_array_get_object_element (balie_test_array (sessions->json, "sessions"), 0), "id"));
}

static void
fill (BalieTestDesk *desk,
      Belongings    *belongings)
{
  g_autofree char *message = g_uuid_string_random ();
  char            *request = balie_test_desk_ask (desk, JAN, "How?");
  char            *carried = upload (desk, TRUE);
  g_autofree char *path = g_strdup_printf ("/v1/conversations/%s/messages/%s", request, message);
  g_autoptr (BalieTestAnswer) said = balie_test_desk_call (desk, JAN, "PUT", path, "{\"text\":\"x\",\"attachments\":[\"%s\"]}", carried);

  g_assert_cmpuint (said->status, ==, 201);
  belongings_add (belongings, CONVERSATION, request);
  belongings_add (belongings, CONVERSATION, g_strdup (desk->chats[JAN]));
  belongings_add (belongings, UPLOAD, upload (desk, FALSE));
  belongings_add (belongings, UPLOAD, upload (desk, TRUE));
  belongings_add (belongings, ATTACHMENT, upload (desk, TRUE));
  belongings_add (belongings, ATTACHMENT, carried);
  belongings_add (belongings, SESSION, get_session (desk, JAN));
}

/* All that a customer can see, to be compared with later. */
static char *
look (BalieTestDesk    *desk,
      const Belongings *belongings)
{
  static const char *const paths[] = {[CONVERSATION] = "/v1/conversations/%s", [UPLOAD] = "/v1/uploads/%s", [ATTACHMENT] = "/v1/attachments/%s", [SESSION] = "/v1/sessions"};
  g_autoptr (GString) seen = g_string_new (NULL);

  for (gsize i = 0; i < belongings->n; i++)
    {
      g_autoptr (GString) path = g_string_new (paths[belongings->things[i]]);
      g_autoptr (BalieTestAnswer) answer = NULL;

      g_string_replace (path, "%s", belongings->ids[i], 0);
      answer = balie_test_desk_call (desk, JAN, "GET", path->str, NULL);
      g_assert_cmpuint (answer->status, ==, 200);
      g_string_append_len (seen, g_bytes_get_data (answer->body, NULL), (gssize)g_bytes_get_size (answer->body));
    }
  return g_strdup (seen->str);
}

/* Somebody else's is as good as nothing, to the byte of the answer, in every route; and it is left alone. */
static void
test_not_the_callers (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_auto (Belongings) belongings = {0};
  const char      *token = balie_test_desk_sign_in (desk, PIET);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  guint            n_asked = 0;

  fill (desk, &belongings);
  before = look (desk, &belongings);
  for (gsize row = 0; row < G_N_ELEMENTS (rows); row++)
    {
      for (gsize i = 0; i < belongings.n; i++)
        {
          g_autofree char *nothing = g_uuid_string_random ();
          g_autoptr (BalieTestAnswer) foreign = NULL;
          g_autoptr (BalieTestAnswer) unknown = NULL;

          if (belongings.things[i] != rows[row].thing)
            continue;

          n_asked++;
          foreign = ask (desk, row, belongings.ids[i], token);
          g_assert_cmpuint (foreign->status, ==, rows[row].foreign != 0 ? rows[row].foreign : 404);
          if (rows[row].unknown == 201)
            continue;

          unknown = ask (desk, row, nothing, token);
          g_assert_cmpuint (unknown->status, ==, rows[row].unknown != 0 ? rows[row].unknown : 404);
          g_assert_true (g_bytes_equal (foreign->body, unknown->body));
        }
    }
  g_assert_cmpuint (n_asked, >, 25);
  after = look (desk, &belongings);
  g_assert_cmpstr (before, ==, after);
}

/* The same things said by whose it is: so it was not refused for what was said. */
static void
test_the_callers (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_auto (Belongings) belongings = {0};
  const char *token = balie_test_desk_sign_in (desk, JAN);

  fill (desk, &belongings);
  for (gsize row = 0; row < G_N_ELEMENTS (rows); row++)
    {
      for (gsize i = 0; i < belongings.n; i++)
        {
          g_autoptr (BalieTestAnswer) own = NULL;

          /* Ending the session is for the end. */
          if (belongings.things[i] != rows[row].thing || rows[row].thing == SESSION)
            continue;

          own = ask (desk, row, belongings.ids[i], token);
          g_assert_cmpuint (own->status, !=, 401);
          g_assert_cmpuint (own->status, !=, 404);
          if (own->json != NULL && own->status == 422)
            g_assert_cmpstr (balie_test_string (own->json, "type"), !=, "invalid");
        }
    }
}

/* Uploads are their account's alone; an attachment is also of who can read the message that carries it. */
static void
test_files_and_staff (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_auto (Belongings) belongings = {0};
  const char *token = balie_test_desk_sign_in (desk, SANNE);

  fill (desk, &belongings);
  for (gsize row = 0; row < G_N_ELEMENTS (rows); row++)
    {
      for (gsize i = 0; i < belongings.n; i++)
        {
          gboolean is_carried = i == 5;
          g_autoptr (BalieTestAnswer) answer = NULL;

          if (belongings.things[i] != rows[row].thing || (rows[row].thing != UPLOAD && rows[row].thing != ATTACHMENT))
            continue;

          answer = ask (desk, row, belongings.ids[i], token);
          g_assert_cmpuint (answer->status, ==, is_carried ? 200 : 404);
        }
    }
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

/* An id that is said inside a body: somebody else's is as good as nothing, too. */
static void
test_in_bodies (void)
{
  static const struct
  {
    const char *body;
    guint       status;
  } cases[] = {
    {"{\"text\":\"x\",\"reply_to\":\"%s\"}", 422},
    {"{\"text\":\"x\",\"attachments\":[\"%s\"]}", 424},
  };
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char  *message = balie_test_desk_say (desk, JAN, desk->chats[JAN], "This");
  g_autofree char  *attachment = upload (desk, TRUE);
  const char *const foreign[] = {message, attachment};

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *id = g_uuid_string_random ();
      g_autofree char *nothing = g_uuid_string_random ();
      g_autofree char *path = g_strdup_printf ("/v1/conversations/%s/messages/%s", desk->chats[PIET], id);
      g_autoptr (GString) body = g_string_new (cases[i].body);
      g_autoptr (GString) other_body = g_string_new (cases[i].body);
      g_autoptr (BalieTestAnswer) answer = NULL;
      g_autoptr (BalieTestAnswer) unknown = NULL;
      g_autoptr (GString) text = NULL;

      g_string_replace (body, "%s", foreign[i], 0);
      g_string_replace (other_body, "%s", nothing, 0);
      answer = balie_test_desk_call (desk, PIET, "PUT", path, "%s", body->str);
      unknown = balie_test_desk_call (desk, PIET, "PUT", path, "%s", other_body->str);
      g_assert_cmpuint (answer->status, ==, cases[i].status);
      text = g_string_new_len (g_bytes_get_data (answer->body, NULL), (gssize)g_bytes_get_size (answer->body));
      g_string_replace (text, foreign[i], nothing, 0);
      g_assert_cmpmem (text->str, text->len, g_bytes_get_data (unknown->body, NULL), g_bytes_get_size (unknown->body));
    }
}

/* Without a token, with one of nobody and with one that was ended. */
static void
test_signed_out (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  BalieRouter *router = balie_server_get_router (desk->server);
  const char  *ended = balie_test_desk_sign_in (desk, JAN);
  g_autoptr (BalieTestAnswer) end = balie_test_desk_call (desk, JAN, "DELETE", "/v1/sessions/current", NULL);
  const char *const tokens[] = {NULL, ended, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
  guint             n_asked = 0;

  g_assert_cmpuint (end->status, ==, 204);
  for (gsize row = 0; row < G_N_ELEMENTS (rows); row++)
    {
      if (find_route (router, rows[row].method, rows[row].pattern)->access == BALIE_ACCESS_ANYBODY)
        continue;

      for (gsize i = 0; i < G_N_ELEMENTS (tokens); i++)
        {
          g_autoptr (BalieTestAnswer) answer = ask (desk, row, desk->chats[JAN], tokens[i]);

          n_asked++;
          g_assert_cmpuint (answer->status, ==, 401);
          if (!g_str_equal (rows[row].method, "HEAD"))
            g_assert_cmpstr (balie_test_string (answer->json, "type"), ==, "token-invalid");
        }
    }
  g_assert_cmpuint (n_asked, >, 60);
}

static void
test_roles (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  BalieRouter *router = balie_server_get_router (desk->server);
  guint        n_asked = 0;

  for (gsize row = 0; row < G_N_ELEMENTS (rows); row++)
    {
      BalieAccess     access = find_route (router, rows[row].method, rows[row].pattern)->access;
      BalieTestPerson who = access == BALIE_ACCESS_STAFF ? JAN : SANNE;
      g_autoptr (BalieTestAnswer) answer = NULL;

      if (access != BALIE_ACCESS_STAFF && access != BALIE_ACCESS_CUSTOMER)
        continue;

      n_asked++;
      answer = ask (desk, row, desk->chats[JAN], balie_test_desk_sign_in (desk, who));
      g_assert_cmpuint (answer->status, ==, 404);
    }
  g_assert_cmpuint (n_asked, >=, 3);
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
  g_test_add_func ("/rights/all-routes-are-here", test_all_routes_are_here);
  g_test_add_func ("/rights/not-the-callers", test_not_the_callers);
  g_test_add_func ("/rights/the-callers", test_the_callers);
  g_test_add_func ("/rights/files-and-staff", test_files_and_staff);
  g_test_add_func ("/rights/foreign-message", test_foreign_message);
  g_test_add_func ("/rights/in-bodies", test_in_bodies);
  g_test_add_func ("/rights/signed-out", test_signed_out);
  g_test_add_func ("/rights/roles", test_roles);
  g_test_add_func ("/rights/lists", test_lists);
  g_test_add_func ("/rights/all-is-described", test_all_is_described);
  return g_test_run ();
}
