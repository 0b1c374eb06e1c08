/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Renewing a session with the login at hand, and what becomes of it in the keyring. */
#include <string.h>

#include "balie-error.h"
#include "balie-keyring-daemon.h"
#include "balie-keyring-test.h"
#include "balie-login-keeper.h"
#include "balie-raw-server.h"

#define DEVICE "5f3c1d1e-6c0f-4a37-9b1e-0d6c6f1a2b3c"
#define GRANT(token)                                                                     \
  "{\"token\":\"" token "\",\"session_id\":\"" DEVICE "\",\"account\":{\"id\":\"" DEVICE \
  "\",\"username\":\"j.visser\",\"name\":\"Jan Visser\",\"role\":\"customer\"}}"
#define LAPSED "{\"type\":\"token-invalid\",\"status\":401}"
#define REFUSED "{\"type\":\"login-failed\",\"status\":401}"

typedef struct
{
  BalieRawServer   *server;
  BalieTransport   *transport;
  BalieLoginKeeper *keeper;
  BalieTestReply    reply;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (BalieTransport) door = NULL;

  fixture->server = balie_raw_server_new (NULL);
  fixture->transport = balie_transport_new (balie_raw_server_get_address (fixture->server), NULL);
  door = balie_transport_new (balie_raw_server_get_address (fixture->server), NULL);
  fixture->keeper = balie_login_keeper_new (fixture->transport, door, "j.visser", DEVICE);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  balie_test_reply_clear (&fixture->reply);
  g_clear_object (&fixture->keeper);
  g_clear_object (&fixture->transport);
  g_clear_object (&fixture->server);
}

static BalieKeyringState
get_state (Fixture *fixture)
{
  return balie_login_keeper_get_keyring_state (fixture->keeper);
}

static void
give_login (Fixture *fixture,
            gboolean keep)
{
  g_autoptr (BalieLogin) login = balie_login_new (balie_raw_server_get_address (fixture->server), "j.visser", "welkom");

  login->token = g_strdup ("first");
  balie_login_keeper_set_login (fixture->keeper, login, keep);
  if (keep)
    balie_test_wait_until (get_state (fixture) == BALIE_KEYRING_KEPT);
}

static BalieLogin *
look_up (Fixture *fixture)
{
  BalieKeyringState state;

  return balie_test_keyring_look_up (balie_raw_server_get_address (fixture->server), "j.visser", FALSE, &state, NULL);
}

/* Sends a request and waits for what comes of it, a renewal included. */
static void
request (Fixture *fixture)
{
  balie_test_reply_clear (&fixture->reply);
  balie_transport_request_async (fixture->transport, "GET", "/v1/me", NULL, NULL, NULL, balie_test_on_reply, &fixture->reply);
  balie_test_wait_until (fixture->reply.done);
}

static void
assert_request (Fixture    *fixture,
                guint       index,
                const char *start,
                const char *token)
{
  const char      *sent = balie_raw_server_get_request (fixture->server, index);
  g_autofree char *header = g_strdup_printf ("\r\nAuthorization: Bearer %s\r\n", token);

  g_assert_true (g_str_has_prefix (sent, start));
  if (token == NULL)
    g_assert_null (strstr (sent, "Authorization"));
  else
    g_assert_nonnull (strstr (sent, header));
}

static void
assert_token_kept (Fixture    *fixture,
                   const char *token)
{
  gboolean same = FALSE;

  /* It is brought there behind the scenes. */
  for (guint i = 0; i < 100 && !same; i++)
    {
      g_autoptr (BalieLogin) kept = look_up (fixture);

      same = kept != NULL && g_strcmp0 (kept->token, token) == 0 && strcmp (kept->password, "welkom") == 0;
    }
  g_assert_true (same);
}

static void
test_renewed (Fixture      *fixture,
              gconstpointer data)
{
  const char *body;

  give_login (fixture, TRUE);
  assert_token_kept (fixture, "first");
  balie_raw_server_add_json (fixture->server, 401, NULL, LAPSED);
  balie_raw_server_add_json (fixture->server, 201, NULL, GRANT ("second"));
  balie_raw_server_add_json (fixture->server, 200, NULL, "{}");
  request (fixture);
  g_assert_no_error (fixture->reply.error);
  g_assert_cmpuint (fixture->reply.answer->status, ==, 200);
  assert_request (fixture, 0, "GET /v1/me ", "first");
  assert_request (fixture, 1, "POST /v1/sessions ", NULL);
  assert_request (fixture, 2, "GET /v1/me ", "second");
  assert_token_kept (fixture, "second");

  body = strstr (balie_raw_server_get_request (fixture->server, 1), "\r\n\r\n");
  g_assert_nonnull (strstr (body, "\"username\":\"j.visser\""));
  g_assert_nonnull (strstr (body, "\"password\":\"welkom\""));
  g_assert_nonnull (strstr (body, "\"device_id\":\"" DEVICE "\""));
}

/* A password that was refused is not tried again, not by this run of the program nor by the next. */
static void
test_refused (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (BalieLogin) kept = NULL;

  give_login (fixture, TRUE);
  balie_raw_server_add_json (fixture->server, 401, NULL, LAPSED);
  balie_raw_server_add_json (fixture->server, 401, NULL, REFUSED);
  request (fixture);
  g_assert_no_error (fixture->reply.error);
  g_assert_cmpuint (fixture->reply.answer->status, ==, 401);
  balie_test_wait_until (get_state (fixture) == BALIE_KEYRING_NONE);
  kept = look_up (fixture);
  g_assert_null (kept);

  balie_raw_server_add_json (fixture->server, 401, NULL, LAPSED);
  request (fixture);
  g_assert_cmpuint (fixture->reply.answer->status, ==, 401);
  g_assert_cmpuint (balie_raw_server_get_n_requests (fixture->server), ==, 3);
}

/* That the server cannot be reached says nothing about the login. */
static void
test_offline (Fixture      *fixture,
              gconstpointer data)
{
  give_login (fixture, TRUE);
  balie_raw_server_add_json (fixture->server, 401, NULL, LAPSED);
  balie_raw_server_add (fixture->server, "", 0, BALIE_RAW_CLOSE);
  request (fixture);
  g_assert_error (fixture->reply.error, BALIE_ERROR, BALIE_ERROR_OFFLINE);
  assert_token_kept (fixture, "first");

  balie_raw_server_add_json (fixture->server, 401, NULL, LAPSED);
  balie_raw_server_add_json (fixture->server, 201, NULL, GRANT ("second"));
  balie_raw_server_add_json (fixture->server, 200, NULL, "{}");
  request (fixture);
  g_assert_no_error (fixture->reply.error);
  g_assert_cmpuint (fixture->reply.answer->status, ==, 200);
}

/* A server that says when to come again is not asked before. */
static void
test_too_often (Fixture      *fixture,
                gconstpointer data)
{
  give_login (fixture, FALSE);
  balie_raw_server_add_json (fixture->server, 401, NULL, LAPSED);
  balie_raw_server_add_json (fixture->server, 429, "Retry-After: 3600\r\n", "{\"type\":\"too-many-tries\",\"status\":429}");
  request (fixture);
  g_assert_error (fixture->reply.error, BALIE_ERROR, BALIE_ERROR_LIMIT);

  balie_raw_server_add_json (fixture->server, 401, NULL, LAPSED);
  request (fixture);
  g_assert_error (fixture->reply.error, BALIE_ERROR, BALIE_ERROR_LIMIT);
  g_assert_cmpuint (balie_raw_server_get_n_requests (fixture->server), ==, 3);
}

/* Without leave to keep it, nothing is kept, and what was kept before goes. */
static void
test_not_kept (Fixture      *fixture,
               gconstpointer data)
{
  BalieLogin *kept;

  give_login (fixture, TRUE);
  assert_token_kept (fixture, "first");
  give_login (fixture, FALSE);
  balie_test_wait_until (get_state (fixture) == BALIE_KEYRING_NONE);
  kept = look_up (fixture);
  g_assert_null (kept);

  /* It renews all the same, in memory. */
  balie_raw_server_add_json (fixture->server, 401, NULL, LAPSED);
  balie_raw_server_add_json (fixture->server, 201, NULL, GRANT ("second"));
  balie_raw_server_add_json (fixture->server, 200, NULL, "{}");
  request (fixture);
  g_assert_no_error (fixture->reply.error);
  g_assert_cmpuint (fixture->reply.answer->status, ==, 200);
  balie_test_drain ();
  kept = look_up (fixture);
  g_assert_null (kept);
}

static void
test_looked_up (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (GAsyncResult) nothing = NULL;
  g_autoptr (GAsyncResult) something = NULL;
  g_autoptr (BalieLogin) login = balie_login_new (balie_raw_server_get_address (fixture->server), "j.visser", "welkom");
  g_autoptr (GError) error = NULL;

  balie_login_keeper_look_up_async (fixture->keeper, FALSE, NULL, balie_test_on_result, &nothing);
  balie_test_wait_until (nothing != NULL);
  g_assert_false (balie_login_keeper_look_up_finish (fixture->keeper, nothing, &error));
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_AUTH);
  g_clear_error (&error);

  login->token = g_strdup ("kept");
  g_assert_cmpint (balie_test_keyring_store (login, NULL), ==, BALIE_KEYRING_KEPT);
  balie_login_keeper_look_up_async (fixture->keeper, FALSE, NULL, balie_test_on_result, &something);
  balie_test_wait_until (something != NULL);
  g_assert_true (balie_login_keeper_look_up_finish (fixture->keeper, something, &error));
  g_assert_no_error (error);
  g_assert_cmpint (get_state (fixture), ==, BALIE_KEYRING_KEPT);

  balie_raw_server_add_json (fixture->server, 200, NULL, "{}");
  request (fixture);
  assert_request (fixture, 0, "GET /v1/me ", "kept");
}

static void
test_forgotten (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  BalieLogin *kept;

  give_login (fixture, TRUE);
  balie_login_keeper_operations.forget_async (fixture->keeper, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  g_assert_true (balie_login_keeper_operations.forget_finish (fixture->keeper, result, &error));
  g_assert_no_error (error);
  g_assert_cmpint (get_state (fixture), ==, BALIE_KEYRING_NONE);
  kept = look_up (fixture);
  g_assert_null (kept);

  balie_raw_server_add_json (fixture->server, 401, NULL, LAPSED);
  request (fixture);
  assert_request (fixture, 0, "GET /v1/me ", NULL);
  g_assert_cmpuint (fixture->reply.answer->status, ==, 401);
}

int
main (int    argc,
      char **argv)
{
  BalieKeyringDaemon *keyring;
  int                 status;

  g_test_init (&argc, &argv, NULL);
  keyring = balie_keyring_daemon_new ();
  if (keyring == NULL)
    {
      g_print ("1..0 # SKIP there is no gnome-keyring-daemon\n");
      return 0;
    }

  g_test_add ("/login-keeper/renewed", Fixture, NULL, set_up, test_renewed, tear_down);
  g_test_add ("/login-keeper/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/login-keeper/offline", Fixture, NULL, set_up, test_offline, tear_down);
  g_test_add ("/login-keeper/too-often", Fixture, NULL, set_up, test_too_often, tear_down);
  g_test_add ("/login-keeper/not-kept", Fixture, NULL, set_up, test_not_kept, tear_down);
  g_test_add ("/login-keeper/looked-up", Fixture, NULL, set_up, test_looked_up, tear_down);
  g_test_add ("/login-keeper/forgotten", Fixture, NULL, set_up, test_forgotten, tear_down);
  status = g_test_run ();

  balie_keyring_daemon_free (keyring);
  return status;
}
