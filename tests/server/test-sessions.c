/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing in and out, the caller's own account. */
#include "balie-clock.h"
#include "balie-session-store.h"
#include "balie-test-desk.h"

#define LOGIN "{\"username\":\"%s\",\"password\":\"%s\"}"

static guint
get_status (BalieTestDesk *desk,
            const char    *token)
{
  const BalieTestRequest request = {.method = "GET", .path = "/v1/me", .token = token};
  g_autoptr (BalieTestAnswer) answer = balie_test_desk_send (desk, &request);

  return answer->status;
}

static char *
sign_in_again (BalieTestDesk *desk,
               const char    *password,
               char         **session)
{
  g_autoptr (BalieTestAnswer) answer = balie_test_desk_call (desk, NOBODY, "POST", "/v1/sessions", LOGIN, "jan", password);

  g_assert_cmpuint (answer->status, ==, 201);
  if (session != NULL)
    *session = g_strdup (balie_test_string (answer->json, "session_id"));
  return g_strdup (balie_test_string (answer->json, "token"));
}

static void
test_sign_in (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (BalieTestAnswer) answer = balie_test_desk_call (desk, NOBODY, "POST", "/v1/sessions", LOGIN, " Jan ", BALIE_TEST_PASSWORD);
  JsonObject *account;

  g_assert_cmpuint (answer->status, ==, 201);
  account = balie_test_object (answer->json, "account");
  g_assert_cmpstr (balie_test_string (account, "username"), ==, "jan");
  g_assert_cmpstr (balie_test_string (account, "chat"), ==, desk->chats[JAN]);
  g_assert_cmpuint (get_status (desk, balie_test_string (answer->json, "token")), ==, 200);
}

/* An unknown name, a name that can be none, a wrong password: the answers are the same to the byte. */
static void
test_one_answer (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (BalieTestAnswer) wrong = balie_test_desk_call (desk, NOBODY, "POST", "/v1/sessions", LOGIN, "jan", "not the password");
  g_autoptr (BalieTestAnswer) unknown = balie_test_desk_call (desk, NOBODY, "POST", "/v1/sessions", LOGIN, "johan", "not the password");
  g_autoptr (BalieTestAnswer) impossible = balie_test_desk_call (desk, NOBODY, "POST", "/v1/sessions", LOGIN, "a b", "not the password");

  g_assert_cmpuint (wrong->status, ==, 401);
  g_assert_cmpstr (balie_test_string (wrong->json, "type"), ==, "login-failed");
  g_assert_true (g_bytes_equal (wrong->body, unknown->body));
  g_assert_true (g_bytes_equal (wrong->body, impossible->body));
}

static void
test_throttled (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  guint status = 401;

  for (int i = 0; i < 100 && status == 401; i++)
    {
      g_autoptr (BalieTestAnswer) answer = balie_test_desk_call (desk, NOBODY, "POST", "/v1/sessions", LOGIN, "jan", "not the password");

      status = answer->status;
      g_assert_true (status == 401 || (answer->retry_after != NULL && g_ascii_strtoll (answer->retry_after, NULL, 10) > 0));
    }
  g_assert_cmpuint (status, ==, 429);
}

static void
test_sign_out (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char       *token = sign_in_again (desk, BALIE_TEST_PASSWORD, NULL);
  const BalieTestRequest request = {.method = "DELETE", .path = "/v1/sessions/current", .token = token};
  g_autoptr (BalieTestAnswer) answer = balie_test_desk_send (desk, &request);

  g_assert_cmpuint (answer->status, ==, 204);
  g_assert_cmpuint (get_status (desk, token), ==, 401);
  g_assert_cmpuint (get_status (desk, balie_test_desk_sign_in (desk, JAN)), ==, 200);
}

static void
test_list_and_end (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *session = NULL;
  g_autofree char *token = sign_in_again (desk, BALIE_TEST_PASSWORD, &session);
  g_autofree char *path = g_strconcat ("/v1/sessions/", session, NULL);
  g_autoptr (BalieTestAnswer) by_other = balie_test_desk_call (desk, PIET, "DELETE", path, NULL);
  g_autoptr (BalieTestAnswer) list = balie_test_desk_call (desk, JAN, "GET", "/v1/sessions", NULL);
  JsonArray *sessions = balie_test_array (list->json, "sessions");
  guint      n_current = 0;

  g_assert_cmpuint (by_other->status, ==, 204);
  g_assert_cmpuint (get_status (desk, token), ==, 200);
  g_assert_cmpuint (json_array_get_length (sessions), ==, 2);
  for (guint i = 0; i < 2; i++)
    n_current += balie_test_boolean (json_array_get_object_element (sessions, i), "current");
  g_assert_cmpuint (n_current, ==, 1);

  for (int i = 0; i < 2; i++)
    {
      g_autoptr (BalieTestAnswer) ended = balie_test_desk_call (desk, JAN, "DELETE", path, NULL);

      g_assert_cmpuint (ended->status, ==, 204);
    }
  g_assert_cmpuint (get_status (desk, token), ==, 401);
}

/* The server has no word of it, and remembers who had the token: it is refused all the same, to read and to write. */
static void
test_ended_beside (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  const char      *token = balie_test_desk_sign_in (desk, JAN);
  g_autofree char *path = g_strconcat ("/v1/conversations/", desk->chats[JAN], "/messages/5e3f3c5e-4b9c-4b7e-9d53-3b8c3f0f7a11", NULL);
  g_autoptr (BalieTestAnswer) write = NULL;
  g_autoptr (GPtrArray) ended = NULL;
  g_autoptr (BalieDb) db = NULL;
  g_autoptr (GError) local_error = NULL;

  g_assert_cmpuint (get_status (desk, token), ==, 200);

  db = balie_db_open (balie_test_folder_get_file (desk->folder, "desk.db"), BALIE_DB_READ_WRITE, &local_error);
  g_assert_no_error (local_error);
  ended = balie_session_store_end_all (db, desk->accounts[JAN], NULL, &local_error);
  g_assert_no_error (local_error);
  g_assert_cmpuint (ended->len, ==, 1);

  write = balie_test_desk_call (desk, JAN, "PUT", path, "{\"text\":\"Still here\"}");
  g_assert_cmpuint (write->status, ==, 401);
  g_assert_cmpstr (balie_test_string (write->json, "type"), ==, "token-invalid");
  g_assert_cmpuint (get_status (desk, token), ==, 401);
}

static void
test_expiry (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  const char *token = balie_test_desk_sign_in (desk, JAN);

  balie_clock_shift (BALIE_SESSION_LIFETIME - 60000);
  g_assert_cmpuint (get_status (desk, token), ==, 200);
  balie_clock_shift (BALIE_SESSION_LIFETIME + 1000);
  g_assert_cmpuint (get_status (desk, token), ==, 401);
  balie_clock_shift (0);
}

static void
test_tokens (void)
{
  static const char *const tokens[] = {
    "",
    "x",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "' OR 1=1 --",
  };
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (tokens); i++)
    g_assert_cmpuint (get_status (desk, tokens[i]), ==, 401);
  g_assert_cmpuint (get_status (desk, NULL), ==, 401);
}

static void
test_preferences (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (BalieTestAnswer) changed = balie_test_desk_call (desk, JAN, "PATCH", "/v1/me", "{\"language\":\"nl\",\"notify_by_email\":false}");
  g_autoptr (BalieTestAnswer) part = balie_test_desk_call (desk, JAN, "PATCH", "/v1/me", "{\"notify_by_email\":true}");
  g_autoptr (BalieTestAnswer) unknown = balie_test_desk_call (desk, JAN, "PATCH", "/v1/me", "{\"language\":\"tlh\"}");
  g_autoptr (BalieTestAnswer) me = balie_test_desk_call (desk, JAN, "GET", "/v1/me", NULL);

  g_assert_cmpuint (changed->status, ==, 200);
  g_assert_false (balie_test_boolean (changed->json, "notify_by_email"));
  g_assert_cmpuint (part->status, ==, 200);
  g_assert_cmpuint (unknown->status, ==, 422);
  g_assert_cmpstr (balie_test_string (me->json, "language"), ==, "nl");
  g_assert_true (balie_test_boolean (me->json, "notify_by_email"));
}

static void
test_password (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *other = sign_in_again (desk, BALIE_TEST_PASSWORD, NULL);
  g_autoptr (BalieTestAnswer) wrong = balie_test_desk_call (desk, JAN, "PUT", "/v1/me/password", "{\"old\":\"guessed\",\"new\":\"a new password\"}");
  g_autoptr (BalieTestAnswer) weak = balie_test_desk_call (desk, JAN, "PUT", "/v1/me/password", "{\"old\":\"%s\",\"new\":\"short\"}", BALIE_TEST_PASSWORD);
  g_autoptr (BalieTestAnswer) changed = balie_test_desk_call (desk, JAN, "PUT", "/v1/me/password", "{\"old\":\"%s\",\"new\":\"a new password\"}", BALIE_TEST_PASSWORD);
  g_autofree char *renewed = NULL;
  g_autoptr (BalieTestAnswer) before = NULL;

  g_assert_cmpuint (wrong->status, ==, 422);
  g_assert_cmpuint (weak->status, ==, 422);
  g_assert_cmpuint (changed->status, ==, 204);
  g_assert_cmpuint (get_status (desk, other), ==, 401);
  g_assert_cmpuint (get_status (desk, balie_test_desk_sign_in (desk, JAN)), ==, 200);
  renewed = sign_in_again (desk, "a new password", NULL);
  before = balie_test_desk_call (desk, NOBODY, "POST", "/v1/sessions", LOGIN, "jan", BALIE_TEST_PASSWORD);
  g_assert_cmpuint (before->status, ==, 401);
}

static void
test_customers (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (BalieTestAnswer) first = balie_test_desk_call (desk, SANNE, "GET", "/v1/customers?limit=1", NULL);
  g_autofree char *path = g_strconcat ("/v1/customers?limit=1&cursor=", balie_test_string (first->json, "next"), NULL);
  g_autoptr (BalieTestAnswer) second = balie_test_desk_call (desk, SANNE, "GET", path, NULL);

  g_assert_cmpstr (balie_test_string (json_array_get_object_element (balie_test_array (first->json, "customers"), 0), "username"), ==, "jan");
  g_assert_cmpstr (balie_test_string (json_array_get_object_element (balie_test_array (second->json, "customers"), 0), "username"), ==, "piet");
  g_assert_false (json_object_has_member (second->json, "next"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sessions/sign-in", test_sign_in);
  g_test_add_func ("/sessions/one-answer", test_one_answer);
  g_test_add_func ("/sessions/throttled", test_throttled);
  g_test_add_func ("/sessions/sign-out", test_sign_out);
  g_test_add_func ("/sessions/list-and-end", test_list_and_end);
  g_test_add_func ("/sessions/ended-beside", test_ended_beside);
  g_test_add_func ("/sessions/expiry", test_expiry);
  g_test_add_func ("/sessions/tokens", test_tokens);
  g_test_add_func ("/sessions/preferences", test_preferences);
  g_test_add_func ("/sessions/password", test_password);
  g_test_add_func ("/sessions/customers", test_customers);
  return g_test_run ();
}
