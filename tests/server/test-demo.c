/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The demo desk: what it begins with, and the colleague who answers. */
#include "balie-demo-seed.h"
#include "balie-demo.h"
#include "balie-test-desk.h"

static void
assert_count (BalieDb    *db,
              const char *sql,
              gint64      n)
{
  g_autoptr (GError) local_error = NULL;
  BalieStatement *statement = balie_db_prepare (db, sql);

  g_test_message ("%s", sql);
  g_assert_true (balie_statement_next (statement, &local_error));
  g_assert_cmpint (balie_statement_get_int (statement, 0), ==, n);
  balie_statement_reset (statement);
}

static guint
count_files (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  guint n = 0;

  g_assert_nonnull (folder);
  while (g_dir_read_name (folder) != NULL)
    n++;
  return n;
}

static void
test_seed (void)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  g_autoptr (BalieServerConfig) config = balie_server_config_new ();
  g_autoptr (BalieDb) db = NULL;
  g_autoptr (GError) local_error = NULL;
  BalieStatement *statement;
  gint64          n_statuses;

  balie_server_config_set (config, "server.data", balie_test_folder_get_path (folder));
  g_assert_true (balie_server_config_load (config, &local_error));
  for (int i = 0; i < 2; i++)
    {
      balie_demo_seed (config, &local_error);
      g_assert_no_error (local_error);
    }

  db = balie_db_open (balie_test_folder_get_file (folder, "desk.db"), BALIE_DB_READ_ONLY, &local_error);
  g_assert_no_error (local_error);
  statement = balie_db_prepare (db, "SELECT COUNT(DISTINCT status), COUNT(DISTINCT number) FROM conversation WHERE number IS NOT NULL");
  g_assert_true (balie_statement_next (statement, &local_error));
  n_statuses = balie_statement_get_int (statement, 0);
  g_assert_cmpint (n_statuses, ==, 5);
  g_assert_cmpint (balie_statement_get_int (statement, 1), >=, 8);
  balie_statement_reset (statement);

  statement = balie_db_prepare (db, "SELECT subject, status FROM conversation WHERE number = 1042");
  g_assert_true (balie_statement_next (statement, &local_error));
  g_assert_cmpstr (balie_statement_get_text (statement, 0), ==, "Invoice export stops at 500 lines");
  g_assert_cmpstr (balie_statement_get_text (statement, 1), ==, "waiting");
  balie_statement_reset (statement);

  /* Files, a picture among them, a rating and a request that follows another. */
  assert_count (db, "SELECT count(*) FROM attachment WHERE message IS NOT NULL AND state = 'ready'", 2);
  assert_count (db, "SELECT count(*) FROM attachment WHERE width = 900 AND height = 560", 1);
  assert_count (db, "SELECT count(*) FROM conversation WHERE rating = 5 AND rating_comment IS NOT NULL", 1);
  assert_count (db, "SELECT count(*) FROM conversation JOIN conversation AS followed ON followed.id = conversation.follows WHERE followed.number = 1008", 1);
  g_assert_cmpuint (count_files (balie_test_folder_get_file (folder, "files")), ==, 2);
}

/* A desk that has accounts is not filled. */
static void
test_left_alone (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (BalieServerConfig) config = balie_server_config_new ();
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieTestAnswer) list = NULL;

  balie_test_desk_stop (desk);
  balie_server_config_set (config, "server.data", balie_test_folder_get_path (desk->folder));
  g_assert_true (balie_server_config_load (config, &local_error));
  balie_demo_seed (config, &local_error);
  g_assert_no_error (local_error);
  balie_test_desk_start (desk);
  list = balie_test_desk_call (desk, SANNE, "GET", "/v1/customers", NULL);
  g_assert_cmpuint (json_array_get_length (balie_test_array (list->json, "customers")), ==, 2);
}

static gboolean
is_staffed (BalieTestDesk *desk)
{
  g_autoptr (BalieTestAnswer) answer = balie_test_desk_call (desk, NOBODY, "GET", "/v1/desk", NULL);

  return balie_test_boolean (balie_test_object (answer->json, "state"), "staffed");
}

static gint64
get_count (BalieTestDesk *desk,
           const char    *conversation)
{
  g_autoptr (BalieTestAnswer) answer = balie_test_desk_get_conversation (desk, JAN, conversation);

  return balie_test_int (answer->json, "count");
}

static gboolean
has_status (BalieTestDesk *desk,
            const char    *conversation,
            const char    *status)
{
  g_autoptr (BalieTestAnswer) answer = balie_test_desk_get_conversation (desk, JAN, conversation);

  return g_str_equal (balie_test_string (answer->json, "status"), status);
}

static void
test_chat (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (BalieDemo) demo = balie_demo_new (desk->server);
  g_autofree char *said = NULL;

  balie_demo_set_pace (demo, 1);
  balie_test_wait_until (is_staffed (desk));
  for (int i = 0; i < 4; i++)
    {
      g_free (said);
      said = balie_test_desk_say (desk, JAN, desk->chats[JAN], "Hello?");
      balie_test_wait_until (get_count (desk, desk->chats[JAN]) == 2 * i + 2);
    }
  g_clear_object (&demo);
}

static void
test_request (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (BalieDemo) demo = balie_demo_new (desk->server);
  g_autofree char *request = NULL;
  g_autofree char *said = NULL;

  balie_demo_set_pace (demo, 1);
  balie_test_wait_until (is_staffed (desk));
  request = balie_test_desk_ask (desk, JAN, "How?");
  balie_test_wait_until (has_status (desk, request, "waiting"));
  said = balie_test_desk_say (desk, JAN, request, "Since yesterday");
  balie_test_wait_until (has_status (desk, request, "solved"));
}

/* A file that was asked for is thanked for. */
static void
test_file (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (BalieDemo) demo = balie_demo_new (desk->server);
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *message = g_uuid_string_random ();
  g_autofree char *path = g_strconcat ("/v1/uploads/", id, NULL);
  g_autofree char *finish_path = g_strconcat (path, "/finish", NULL);
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "", 0);
  g_autofree char *request = NULL;
  g_autofree char *message_path = NULL;
  g_autoptr (BalieTestAnswer) announced = NULL;
  g_autoptr (BalieTestAnswer) finished = NULL;
  g_autoptr (BalieTestAnswer) said = NULL;
  g_autoptr (BalieTestAnswer) solved = NULL;

  balie_demo_set_pace (demo, 1);
  balie_test_wait_until (is_staffed (desk));
  request = balie_test_desk_ask (desk, JAN, "How?");
  balie_test_wait_until (has_status (desk, request, "waiting"));
  announced = balie_test_desk_call (desk, JAN, "PUT", path, "{\"size\":0,\"sha256\":\"%s\",\"name\":\"x.log\",\"type\":\"text/plain\"}", sha256);
  finished = balie_test_desk_call (desk, JAN, "POST", finish_path, NULL);
  message_path = g_strconcat ("/v1/conversations/", request, "/messages/", message, NULL);
  said = balie_test_desk_call (desk, JAN, "PUT", message_path, "{\"text\":\"\",\"attachments\":[\"%s\"]}", id);
  g_assert_cmpuint (said->status, ==, 201);
  balie_test_wait_until (has_status (desk, request, "solved"));
  solved = balie_test_desk_get_conversation (desk, JAN, request);
  g_assert_true (g_str_has_prefix (balie_test_string (balie_test_object (solved->json, "last"), "text"), "Thank you for the file"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/seed", test_seed);
  g_test_add_func ("/demo/left-alone", test_left_alone);
  g_test_add_func ("/demo/chat", test_chat);
  g_test_add_func ("/demo/request", test_request);
  g_test_add_func ("/demo/file", test_file);
  return g_test_run ();
}
