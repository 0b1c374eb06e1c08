/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking at a desk, signing in, resuming. */
#include <glib/gstdio.h>
#include <string.h>

#include "balie-client.h"
#include "balie-error.h"
#include "balie-json-writer.h"
#include "balie-keyring-daemon.h"
#include "balie-keyring-test.h"
#include "balie-raw-server.h"
#include "balie-test-folder.h"

#define ID "5f3c1d1e-6c0f-4a37-9b1e-0d6c6f1a2b3c"
#define GRANT_OF(token, role)                                                                                    \
  "{\"token\":\"" token "\",\"session_id\":\"" ID "\",\"account\":{\"id\":\"" ID "\",\"username\":\"j.visser\"," \
  "\"name\":\"Jan Visser\",\"role\":\"" role "\",\"chat\":\"" ID "\"}}"
#define GRANT(role) GRANT_OF ("canary-token", role)
#define PASSWORD "canary-password"

typedef struct
{
  BalieRawServer  *server;
  BalieTestFolder *folder;
  char            *data_dir;
  BalieClient     *client;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->server = balie_raw_server_new (NULL);
  fixture->folder = balie_test_folder_new ();
  fixture->data_dir = g_strdup (balie_test_folder_get_file (fixture->folder, "data"));
  fixture->client = balie_client_new (fixture->data_dir);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_clear_object (&fixture->client);
  g_clear_object (&fixture->server);
  g_clear_pointer (&fixture->data_dir, g_free);
  g_clear_pointer (&fixture->folder, balie_test_folder_free);
}

static BalieDesk *
fetch_desk (Fixture *fixture,
            GBytes **logo,
            GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  balie_client_fetch_desk_async (fixture->client, balie_raw_server_get_address (fixture->server), NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);

  return balie_client_fetch_desk_finish (fixture->client, result, logo, error);
}

static BalieSession *
sign_in (Fixture    *fixture,
         const char *username,
         gboolean    keep,
         GError    **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  balie_client_sign_in_async (fixture->client, balie_raw_server_get_address (fixture->server), username, PASSWORD, keep, NULL,
                              balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);

  return balie_client_sign_in_finish (fixture->client, result, error);
}

static BalieSession *
resume (Fixture *fixture,
        GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  balie_client_resume_async (fixture->client, balie_raw_server_get_address (fixture->server), "j.visser", NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);

  return balie_client_resume_finish (fixture->client, result, error);
}

static BalieLogin *
look_up (Fixture *fixture)
{
  BalieKeyringState state;

  return balie_test_keyring_look_up (balie_raw_server_get_address (fixture->server), "j.visser", FALSE, &state, NULL);
}

static char *
make_desk (int         api,
           const char *logo)
{
  g_autoptr (BalieDesk) desk = balie_desk_new ();
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();

  desk->api = api;
  g_free (desk->epoch);
  desk->epoch = g_strdup ("e1");
  g_free (desk->name);
  desk->name = g_strdup ("Acme Software");
  g_free (desk->logo);
  desk->logo = g_strdup (logo);
  balie_desk_write (desk, writer, NULL);

  return balie_json_writer_end (writer, NULL);
}

static void
test_desk (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *json = make_desk (1, "/v1/desk/logo");
  g_autoptr (BalieDesk) desk = NULL;
  g_autoptr (GBytes) logo = NULL;
  g_autoptr (GError) error = NULL;

  balie_raw_server_add_json (fixture->server, 200, NULL, json);
  balie_raw_server_add (fixture->server, "HTTP/1.1 200 OK\r\nContent-Type: image/svg+xml\r\nContent-Length: 6\r\n\r\n<svg/>", -1, BALIE_RAW_KEEP);
  desk = fetch_desk (fixture, &logo, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (desk->name, ==, "Acme Software");
  g_assert_nonnull (logo);
  g_assert_cmpmem (g_bytes_get_data (logo, NULL), g_bytes_get_size (logo), "<svg/>", 6);
  g_assert_true (g_str_has_prefix (balie_raw_server_get_request (fixture->server, 0), "GET /v1/desk HTTP/1.1\r\n"));
  g_assert_true (g_str_has_prefix (balie_raw_server_get_request (fixture->server, 1), "GET /v1/desk/logo HTTP/1.1\r\n"));
}

/* A desk whose logo cannot be had, whatever the reason, is one without a logo. */
static void
test_no_logo (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *with = make_desk (1, "/v1/desk/logo");
  g_autofree char *elsewhere = make_desk (1, "/elsewhere/logo");
  g_autofree char *without = make_desk (1, NULL);
  const struct
  {
    const char *desk;
    const char *logo;
    BalieRawEnd end;
  } cases[] = {
    {without, NULL, BALIE_RAW_KEEP},
    {elsewhere, NULL, BALIE_RAW_KEEP},
    {with, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", BALIE_RAW_KEEP},
    {with, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nno", BALIE_RAW_KEEP},
    {with, "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", BALIE_RAW_ENDLESS},
    {with, "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 10\r\n\r\nx", BALIE_RAW_CLOSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BalieDesk) desk = NULL;
      g_autoptr (GBytes) logo = NULL;
      g_autoptr (GError) error = NULL;

      balie_raw_server_add_json (fixture->server, 200, NULL, cases[i].desk);
      if (cases[i].logo != NULL)
        balie_raw_server_add (fixture->server, cases[i].logo, -1, cases[i].end);
      desk = fetch_desk (fixture, &logo, &error);
      g_assert_no_error (error);
      g_assert_nonnull (desk);
      g_assert_null (logo);
    }
}

static void
test_no_desk (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char  *newer = make_desk (2, NULL);
  const char *const cases[] = {"{}", "[]", "{\"api\":1}", "{\"api\":\"one\"}", newer};
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      balie_raw_server_add_json (fixture->server, 200, NULL, cases[i]);
      g_assert_null (fetch_desk (fixture, NULL, &error));
      g_assert_error (error, BALIE_ERROR, BALIE_ERROR_PARSE);
      g_clear_error (&error);
    }

  balie_raw_server_add (fixture->server, "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\nnone", -1, BALIE_RAW_KEEP);
  g_assert_null (fetch_desk (fixture, NULL, &error));
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_PARSE);
}

static void
test_refused (Fixture      *fixture,
              gconstpointer data)
{
  static const struct
  {
    guint       status;
    const char *json;
    BalieError  code;
  } cases[] = {
    {401, "{\"type\":\"login-failed\",\"status\":401}", BALIE_ERROR_AUTH},
    {422, "{\"type\":\"invalid\",\"status\":422}", BALIE_ERROR_AUTH},
    {429, "{\"type\":\"too-many-tries\",\"status\":429}", BALIE_ERROR_LIMIT},
    {503, "{\"type\":\"unavailable\",\"status\":503}", BALIE_ERROR_SERVER},
    {404, "{}", BALIE_ERROR_PARSE},
    {405, "{}", BALIE_ERROR_PARSE},
    {201, "{}", BALIE_ERROR_PARSE},
    {201, GRANT_OF ("", "customer"), BALIE_ERROR_PARSE},
    {201, GRANT_OF ("a\\r\\nX-Evil: b", "customer"), BALIE_ERROR_PARSE},
    {201, GRANT_OF ("caf\303\251", "customer"), BALIE_ERROR_PARSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      BalieLogin *kept;

      balie_raw_server_add_json (fixture->server, cases[i].status, NULL, cases[i].json);
      g_assert_null (sign_in (fixture, "j.visser", TRUE, &error));
      g_assert_error (error, BALIE_ERROR, (int)cases[i].code);
      kept = look_up (fixture);
      g_assert_null (kept);
    }
}

static void
test_staff (Fixture      *fixture,
            gconstpointer data)
{
  const char *request;
  g_autoptr (GError) error = NULL;

  balie_raw_server_add_json (fixture->server, 201, NULL, GRANT ("staff"));
  balie_raw_server_add (fixture->server, "HTTP/1.1 204 No Content\r\n\r\n", -1, BALIE_RAW_KEEP);
  g_assert_null (sign_in (fixture, "sanne", TRUE, &error));
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_FORBIDDEN);

  /* The session that it made is not left behind. */
  balie_test_wait_until (balie_raw_server_get_n_requests (fixture->server) == 2);
  request = balie_raw_server_get_request (fixture->server, 1);
  g_assert_true (g_str_has_prefix (request, "DELETE /v1/sessions/current "));
  g_assert_nonnull (strstr (request, "Bearer canary-token\r\n"));
}

/* Whether any file in the data folder holds @text, or anybody else may look at one. */
static guint
check_private (const char *folder,
               const char *text)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GStatBuf attributes;
  guint    n_files = 0;

  g_assert_cmpint (g_stat (folder, &attributes), ==, 0);
  g_assert_cmpint (attributes.st_mode & 0777, ==, 0700);
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *contents = NULL;
      gsize            length;

      g_assert_cmpint (g_stat (path, &attributes), ==, 0);
      if (S_ISDIR (attributes.st_mode))
        {
          n_files += check_private (path, text);
          continue;
        }

      g_assert_cmpint (attributes.st_mode & 0777, ==, 0600);
      g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
      g_assert_true (memmem (contents, length, text, strlen (text)) == NULL);
      n_files++;
    }

  return n_files;
}

static void
assert_data_is_private (Fixture    *fixture,
                        const char *text)
{
  g_assert_cmpuint (check_private (fixture->data_dir, text), >=, 2);
}

static void
test_kept_and_resumed (Fixture      *fixture,
                       gconstpointer data)
{
  g_autoptr (BalieSession) session = NULL;
  g_autoptr (BalieSession) resumed = NULL;
  g_autoptr (BalieLogin) kept = NULL;
  g_autoptr (GError) error = NULL;
  guint n_requests;

  /* However the name was typed, it is kept as the server has it. */
  balie_raw_server_add_json (fixture->server, 201, NULL, GRANT ("customer"));
  session = sign_in (fixture, "J.Visser", TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (balie_session_get_account (session)->name, ==, "Jan Visser");
  balie_test_wait_until (balie_session_get_keyring_state (session) == BALIE_KEYRING_KEPT);
  kept = look_up (fixture);
  g_assert_nonnull (kept);
  g_assert_cmpstr (kept->password, ==, PASSWORD);
  g_assert_cmpstr (kept->token, ==, "canary-token");
  g_assert_cmpstr (kept->account, ==, ID);
  balie_session_close (session);
  assert_data_is_private (fixture, "canary");

  n_requests = balie_raw_server_get_n_requests (fixture->server);
  resumed = resume (fixture, &error);
  g_assert_no_error (error);
  g_assert_nonnull (resumed);
  g_assert_cmpstr (balie_session_get_account (resumed)->name, ==, "Jan Visser");
  balie_test_wait_until (balie_session_get_keyring_state (resumed) == BALIE_KEYRING_KEPT &&
                         balie_raw_server_get_n_requests (fixture->server) > n_requests);
  g_assert_nonnull (strstr (balie_raw_server_get_request (fixture->server, n_requests), "Bearer canary-token\r\n"));
  balie_session_close (resumed);
}

static void
test_not_kept (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (BalieSession) session = NULL;
  g_autoptr (GError) error = NULL;
  BalieLogin *kept;

  balie_raw_server_add_json (fixture->server, 201, NULL, GRANT ("customer"));
  session = sign_in (fixture, "j.visser", FALSE, &error);
  g_assert_no_error (error);
  balie_test_drain ();
  g_assert_cmpint (balie_session_get_keyring_state (session), ==, BALIE_KEYRING_NONE);
  kept = look_up (fixture);
  g_assert_null (kept);
  balie_session_close (session);
  assert_data_is_private (fixture, "canary");
}

static guint
count_caches (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->data_dir, 0, NULL);
  guint n_caches = 0;

  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      if (strstr (name, ".db") != NULL)
        n_caches++;
    }

  return n_caches;
}

static void
test_nothing_to_resume (Fixture      *fixture,
                        gconstpointer data)
{
  g_autoptr (BalieSession) session = NULL;
  g_autoptr (GError) error = NULL;

  session = resume (fixture, &error);
  g_assert_no_error (error);
  g_assert_null (session);
  g_assert_cmpuint (balie_raw_server_get_n_requests (fixture->server), ==, 0);
  g_assert_cmpuint (count_caches (fixture), ==, 0);
}

/* Closed before the keyring has answered, it stays so. */
static void
test_resumed_and_closed (Fixture      *fixture,
                         gconstpointer data)
{
  g_autoptr (BalieSession) session = NULL;
  g_autoptr (BalieSession) resumed = NULL;
  g_autoptr (GError) error = NULL;
  guint n_requests;

  balie_raw_server_add_json (fixture->server, 201, NULL, GRANT ("customer"));
  session = sign_in (fixture, "j.visser", TRUE, &error);
  g_assert_no_error (error);
  balie_test_wait_until (balie_session_get_keyring_state (session) == BALIE_KEYRING_KEPT);
  balie_session_close (session);
  balie_test_wait_until (balie_raw_server_get_n_open (fixture->server) == 0);

  n_requests = balie_raw_server_get_n_requests (fixture->server);
  resumed = resume (fixture, &error);
  g_assert_no_error (error);
  balie_session_close (resumed);
  balie_test_wait_until (balie_session_get_keyring_state (resumed) == BALIE_KEYRING_KEPT);
  balie_test_drain ();
  g_assert_cmpuint (balie_raw_server_get_n_requests (fixture->server), ==, n_requests);
}

/* The cache is lost, the login is not. */
static void
test_resumed_without_cache (Fixture      *fixture,
                            gconstpointer data)
{
  g_autoptr (BalieLogin) login = balie_login_new (balie_raw_server_get_address (fixture->server), "j.visser", PASSWORD);
  g_autoptr (BalieSession) session = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (balie_test_keyring_store (login, NULL), ==, BALIE_KEYRING_KEPT);
  balie_raw_server_add_json (fixture->server, 201, NULL, GRANT ("customer"));
  session = resume (fixture, &error);
  g_assert_no_error (error);
  g_assert_nonnull (session);
  g_assert_cmpstr (balie_session_get_account (session)->id, ==, ID);
  balie_session_close (session);
  g_assert_cmpuint (count_caches (fixture), >=, 1);
}

static void
test_offline (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  balie_raw_server_add (fixture->server, "", 0, BALIE_RAW_CLOSE);
  g_assert_null (sign_in (fixture, "j.visser", TRUE, &error));
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_OFFLINE);
}

static void
test_no_place (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (fixture->data_dir, "a file", -1, NULL));
  g_assert_null (sign_in (fixture, "j.visser", TRUE, &error));
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_STORAGE);
}

/* One installation is one device, whoever signs in and however often. */
static void
test_device (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->data_dir, "device", NULL);
  g_autofree char *id = NULL;
  g_autofree char *member = NULL;

  for (guint i = 0; i < 2; i++)
    {
      balie_raw_server_add_json (fixture->server, 401, NULL, "{\"type\":\"login-failed\",\"status\":401}");
      g_assert_null (sign_in (fixture, "j.visser", TRUE, NULL));
    }
  g_assert_true (g_file_get_contents (path, &id, NULL, NULL));
  member = g_strdup_printf ("\"device_id\":\"%s\"", g_strstrip (id));
  g_assert_true (g_uuid_string_is_valid (id));
  g_assert_nonnull (strstr (balie_raw_server_get_request (fixture->server, 0), member));
  g_assert_nonnull (strstr (balie_raw_server_get_request (fixture->server, 1), member));
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture      *fixture,
                  gconstpointer data);
  } tests[] = {
    {"/client/desk", test_desk},
    {"/client/desk/no-logo", test_no_logo},
    {"/client/desk/none", test_no_desk},
    {"/client/sign-in/refused", test_refused},
    {"/client/sign-in/staff", test_staff},
    {"/client/sign-in/kept-and-resumed", test_kept_and_resumed},
    {"/client/sign-in/not-kept", test_not_kept},
    {"/client/sign-in/offline", test_offline},
    {"/client/sign-in/no-place", test_no_place},
    {"/client/sign-in/device", test_device},
    {"/client/resume/nothing", test_nothing_to_resume},
    {"/client/resume/closed", test_resumed_and_closed},
    {"/client/resume/without-cache", test_resumed_without_cache},
  };
  BalieKeyringDaemon *keyring;
  int                 status;

  g_test_init (&argc, &argv, NULL);
  keyring = balie_keyring_daemon_new ();
  if (keyring == NULL)
    {
      g_print ("1..0 # SKIP there is no gnome-keyring-daemon\n");
      return 0;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  status = g_test_run ();

  balie_keyring_daemon_free (keyring);
  return status;
}
