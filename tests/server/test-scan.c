/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program checks attachments before anybody gets them: whatever it says, or does not say, and over restarts. */
#include "balie-test-desk.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

/* Judges by the content; what it cannot say it says as soon as there is a file called `now`. */
static const char script[] =
  "#!/bin/sh\n"
  "cd \"$(dirname \"$0\")\" || exit 9\n"
  "[ \"$1\" = --option ] && [ $# = 2 ] || exit 9\n"
  "echo x >> runs\n"
  "case $(head -c 5 \"$2\") in\n"
  "  good*) exit 0;;\n"
  "  bad*) exit 1;;\n"
  "  late*) [ -e now ] && exit 1; exit 0;;\n"
  "  env*) env > environment; exit 0;;\n"
  "  hang*) [ -e now ] && exit 0; sleep 1000;;\n"
  "  wait*) while [ ! -e now ]; do sleep 0.02; done; exit 0;;\n"
  "  *) [ -e now ] && exit 0; exit 2;;\n"
  "esac\n";

static BalieTestDesk *
desk_new (void)
{
  BalieTestDesk   *desk = balie_test_desk_new ();
  const char      *path = balie_test_folder_get_file (desk->folder, "scan");
  g_autofree char *command = g_strdup_printf ("'%s' --option", path);
  g_autoptr (GError) local_error = NULL;

  g_file_set_contents (path, script, -1, &local_error);
  g_assert_no_error (local_error);
  g_assert_cmpint (g_chmod (path, 0700), ==, 0);
  balie_test_desk_stop (desk);
  balie_test_desk_set (desk, "server.scan-command", command);
  balie_test_desk_start (desk);
  return desk;
}

static void
let_go (BalieTestDesk *desk)
{
  g_assert_true (g_file_set_contents (balie_test_folder_get_file (desk->folder, "now"), "", 0, NULL));
}

static guint
count_runs (BalieTestDesk *desk)
{
  g_autofree char *runs = NULL;

  g_file_get_contents (balie_test_folder_get_file (desk->folder, "runs"), &runs, NULL, NULL);
  return runs != NULL ? (guint)strlen (runs) / 2 : 0;
}

/* Returns the id of an attachment that is in a state as soon as it is there. */
static char *
upload_as (BalieTestDesk  *desk,
           BalieTestPerson who,
           const char     *text,
           const char     *state)
{
  char            *id = g_uuid_string_random ();
  g_autofree char *path = g_strconcat ("/v1/uploads/", id, NULL);
  g_autofree char *finish_path = g_strconcat (path, "/finish", NULL);
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  g_autoptr (BalieTestAnswer) announced = balie_test_desk_call (desk, who, "PUT", path, "{\"size\":%" G_GSIZE_FORMAT ",\"sha256\":\"%s\",\"name\":\"a.txt\",\"type\":\"text/plain\"}",
                                                                strlen (text), sha256);
  const BalieTestRequest request = {
    .method = "PATCH",
    .path = path,
    .token = balie_test_desk_sign_in (desk, who),
    .content_type = "application/partial-upload",
    .header = "Upload-Offset",
    .value = "0",
    .body = body,
  };
  g_autoptr (BalieTestAnswer) sent = balie_test_desk_send (desk, &request);
  g_autoptr (BalieTestAnswer) finished = balie_test_desk_call (desk, who, "POST", finish_path, NULL);

  g_assert_cmpuint (finished->status, ==, 200);
  g_assert_cmpstr (balie_test_string (balie_test_object (finished->json, "attachment"), "state"), ==, state);
  return id;
}

static char *
upload (BalieTestDesk  *desk,
        BalieTestPerson who,
        const char     *text)
{
  return upload_as (desk, who, text, "checking");
}

static char *
dup_state (BalieTestDesk  *desk,
           BalieTestPerson who,
           const char     *id)
{
  g_autofree char *path = g_strconcat ("/v1/uploads/", id, NULL);
  g_autoptr (BalieTestAnswer) answer = balie_test_desk_call (desk, who, "GET", path, NULL);

  return g_strdup (balie_test_string (balie_test_object (answer->json, "attachment"), "state"));
}

static gboolean
has_state (BalieTestDesk  *desk,
           BalieTestPerson who,
           const char     *id,
           const char     *state)
{
  g_autofree char *its_state = dup_state (desk, who, id);

  return g_str_equal (its_state, state);
}

static BalieTestAnswer *
put_message (BalieTestDesk  *desk,
             BalieTestPerson who,
             const char     *attachment,
             const char     *more)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *path = g_strconcat ("/v1/conversations/", desk->chats[JAN], "/messages/", id, NULL);

  return balie_test_desk_call (desk, who, "PUT", path, "{\"text\":\"x\",\"attachments\":[\"%s\"]%s}", attachment, more);
}

static void
assert_fetched (BalieTestDesk  *desk,
                BalieTestPerson who,
                const char     *id,
                guint           status,
                const char     *type)
{
  g_autofree char *path = g_strconcat ("/v1/attachments/", id, NULL);
  g_autoptr (BalieTestAnswer) answer = balie_test_desk_call (desk, who, "GET", path, NULL);

  g_assert_cmpuint (answer->status, ==, status);
  if (type != NULL)
    g_assert_cmpstr (balie_test_string (answer->json, "type"), ==, type);
}

static char *
dup_position (BalieTestDesk  *desk,
              BalieTestPerson who)
{
  g_autoptr (BalieTestAnswer) snapshot = balie_test_desk_call (desk, who, "GET", "/v1/snapshot", NULL);

  return g_strdup (balie_test_string (snapshot->json, "next"));
}

/* The state that the events since a position say the attachment has; "" when none says anything. */
static char *
dup_changed_state (BalieTestDesk  *desk,
                   BalieTestPerson who,
                   const char     *since)
{
  g_autofree char *path = g_strconcat ("/v1/sync?since=", since, NULL);
  g_autoptr (BalieTestAnswer) answer = balie_test_desk_call (desk, who, "GET", path, NULL);
  JsonArray  *events = balie_test_array (answer->json, "events");
  const char *state = "";

  for (guint i = 0; i < json_array_get_length (events); i++)
    {
      JsonObject *event = json_array_get_object_element (events, i);

      if (g_str_equal (balie_test_string (event, "type"), "message.changed"))
        state = balie_test_string (json_array_get_object_element (balie_test_array (balie_test_object (balie_test_object (event, "data"), "message"), "attachments"), 0), "state");
    }
  return g_strdup (state);
}

static void
assert_changed (BalieTestDesk  *desk,
                BalieTestPerson who,
                const char     *since,
                const char     *state)
{
  g_autofree char *changed = dup_changed_state (desk, who, since);

  g_assert_cmpstr (changed, ==, state);
}

/* A message carries what is being checked, nobody gets it until it is good, and then both sides are told. What the list shows afterwards is what
 * the list before and the events make of it. */
static void
test_good (void)
{
  g_autoptr (BalieTestDesk) desk = desk_new ();
  g_autofree char *id = upload (desk, JAN, "wait for it");
  g_autoptr (BalieTestAnswer) message = put_message (desk, JAN, id, "");
  g_autofree char *jan_since = dup_position (desk, JAN);
  g_autofree char *piet_since = dup_position (desk, PIET);
  g_autofree char *sanne_since = dup_position (desk, SANNE);
  g_autofree char *list_path = g_strconcat ("/v1/conversations/", desk->chats[JAN], "/messages", NULL);
  g_autoptr (BalieTestAnswer) before = balie_test_desk_get_conversation (desk, JAN, desk->chats[JAN]);
  g_autoptr (BalieTestAnswer) after = NULL;
  g_autoptr (BalieTestAnswer) list = NULL;

  g_assert_cmpuint (message->status, ==, 201);
  assert_fetched (desk, JAN, id, 409, "attachment-checking");
  assert_fetched (desk, SANNE, id, 409, "attachment-checking");
  assert_fetched (desk, PIET, id, 404, "not-found");

  let_go (desk);
  balie_test_wait_until (has_state (desk, JAN, id, "ready"));
  assert_fetched (desk, JAN, id, 200, NULL);
  assert_fetched (desk, SANNE, id, 200, NULL);
  assert_fetched (desk, PIET, id, 404, "not-found");
  assert_changed (desk, JAN, jan_since, "ready");
  assert_changed (desk, SANNE, sanne_since, "ready");
  assert_changed (desk, PIET, piet_since, "");

  list = balie_test_desk_call (desk, SANNE, "GET", list_path, NULL);
  g_assert_cmpstr (balie_test_string (json_array_get_object_element (balie_test_array (json_array_get_object_element (balie_test_array (list->json, "messages"), 0), "attachments"), 0), "state"), ==, "ready");
  after = balie_test_desk_get_conversation (desk, JAN, desk->chats[JAN]);
  g_assert_cmpstr (after->etag, ==, before->etag);
}

/* A refused one is given to nobody, and no message carries it from then on; one that was sent before says so. */
static void
test_bad (void)
{
  g_autoptr (BalieTestDesk) desk = desk_new ();
  g_autofree char *id = upload (desk, JAN, "bad");
  g_autofree char *since = dup_position (desk, SANNE);
  g_autofree char *foreign = NULL;
  g_autoptr (BalieTestAnswer) message = NULL;
  g_autoptr (BalieTestAnswer) guessed = NULL;

  balie_test_wait_until (has_state (desk, JAN, id, "refused"));
  assert_fetched (desk, JAN, id, 409, "attachment-refused");
  assert_fetched (desk, SANNE, id, 404, "not-found");
  message = put_message (desk, JAN, id, "");
  g_assert_cmpuint (message->status, ==, 422);
  g_assert_cmpstr (balie_test_string (message->json, "type"), ==, "attachment-refused");
  assert_changed (desk, SANNE, since, "");

  /* That it was refused is not for others to know. */
  guessed = put_message (desk, SANNE, id, "");
  g_assert_cmpuint (guessed->status, ==, 424);
}

/* One file that two attachments share: what the second check finds out holds for the first as well, also where it was sent. */
static void
test_bad_later (void)
{
  g_autoptr (BalieTestDesk) desk = desk_new ();
  g_autofree char *first = upload (desk, JAN, "late");
  g_autofree char *second = NULL;
  g_autofree char *elsewhere = upload (desk, PIET, "late");
  g_autofree char *since = NULL;
  g_autoptr (BalieTestAnswer) message = put_message (desk, JAN, first, "");

  g_assert_cmpuint (message->status, ==, 201);
  balie_test_wait_until (has_state (desk, JAN, first, "ready") && has_state (desk, PIET, elsewhere, "ready"));
  since = dup_position (desk, SANNE);
  let_go (desk);
  second = upload (desk, JAN, "late");
  balie_test_wait_until (has_state (desk, JAN, second, "refused"));
  g_assert_true (has_state (desk, JAN, first, "refused"));
  g_assert_true (has_state (desk, PIET, elsewhere, "ready"));
  assert_fetched (desk, SANNE, first, 409, "attachment-refused");
  assert_changed (desk, SANNE, since, "refused");
}

/* Content that was refused does not come back when the desk does not check any more. */
static void
test_bad_again (void)
{
  g_autoptr (BalieTestDesk) desk = desk_new ();
  g_autofree char *first = upload (desk, JAN, "bad");
  g_autofree char *second = NULL;

  balie_test_wait_until (has_state (desk, JAN, first, "refused"));
  balie_test_desk_stop (desk);
  g_hash_table_remove_all (desk->settings);
  balie_test_desk_start (desk);
  second = upload_as (desk, JAN, "bad", "refused");
  assert_fetched (desk, JAN, first, 409, "attachment-refused");
  assert_fetched (desk, JAN, second, 409, "attachment-refused");
}

static gpointer
run_sql (BalieTransaction *transaction,
         gpointer          input,
         GError          **error)
{
  balie_db_exec (transaction->db, input, error);
  return NULL;
}

static void
sql_run (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GError) local_error = NULL;
  gboolean *done = user_data;

  balie_desk_service_run_finish (BALIE_DESK_SERVICE (source), result, &local_error);
  g_assert_no_error (local_error);
  *done = TRUE;
}

static void
change_database (BalieTestDesk *desk,
                 const char    *sql)
{
  gboolean done = FALSE;

  balie_desk_service_write_async (balie_server_get_service (desk->server), run_sql, NULL, (gpointer)sql, NULL, NULL, sql_run, &done);
  balie_test_wait_until (done);
}

/* A verdict that the database does not take, for a while, is not lost with it. */
static void
test_not_kept (void)
{
  g_autoptr (BalieTestDesk) desk = desk_new ();
  g_autofree char *id = upload (desk, JAN, "wait");

  change_database (desk, "CREATE TRIGGER full BEFORE UPDATE OF state ON attachment BEGIN SELECT raise (ABORT, 'no room'); END");
  let_go (desk);
  balie_test_wait_until (count_runs (desk) == 2);
  g_assert_true (has_state (desk, JAN, id, "checking"));
  change_database (desk, "DROP TRIGGER full");
  balie_test_wait_until (has_state (desk, JAN, id, "ready"));
}

/* What hangs on a note is told to staff alone. */
static void
test_note (void)
{
  g_autoptr (BalieTestDesk) desk = desk_new ();
  g_autofree char *id = upload (desk, SANNE, "wait");
  g_autoptr (BalieTestAnswer) message = put_message (desk, SANNE, id, ",\"internal\":true");
  g_autofree char *jan_since = dup_position (desk, JAN);
  g_autofree char *sanne_since = dup_position (desk, SANNE);

  g_assert_cmpuint (message->status, ==, 201);
  let_go (desk);
  balie_test_wait_until (has_state (desk, SANNE, id, "ready"));
  assert_changed (desk, SANNE, sanne_since, "ready");
  assert_changed (desk, JAN, jan_since, "");
}

/* A program that fails is run again until it says something. */
static void
test_fails (void)
{
  g_autoptr (BalieTestDesk) desk = desk_new ();
  g_autofree char *id = upload (desk, JAN, "?");

  balie_test_wait_until (count_runs (desk) >= 2);
  g_assert_true (has_state (desk, JAN, id, "checking"));
  let_go (desk);
  balie_test_wait_until (has_state (desk, JAN, id, "ready"));
}

/* One that hangs is ended, with what it began, and run again. */
static void
test_hangs (void)
{
  g_autoptr (BalieTestDesk) desk = desk_new ();
  g_autofree char *id = NULL;

  balie_scanner_set_time_limit (balie_uploads_get_scanner (balie_server_get_uploads (desk->server)), 100);
  id = upload (desk, JAN, "hang");
  balie_test_wait_until (count_runs (desk) >= 2);
  g_assert_true (has_state (desk, JAN, id, "checking"));
  let_go (desk);
  balie_test_wait_until (has_state (desk, JAN, id, "ready"));
}

/* What is not finished when the server ends is done by the next one; two at a time, all of them. */
static void
test_restart (void)
{
  g_autoptr (BalieTestDesk) desk = desk_new ();
  char *ids[5];

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree char *text = g_strdup_printf ("wait %u", (guint)i);

      ids[i] = upload (desk, JAN, text);
    }
  balie_test_wait_until (count_runs (desk) == 2);
  balie_test_desk_stop (desk);
  balie_test_desk_start (desk);
  balie_test_wait_until (count_runs (desk) == 4);
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    g_assert_true (has_state (desk, JAN, ids[i], "checking"));

  let_go (desk);
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      balie_test_wait_until (has_state (desk, JAN, ids[i], "ready"));
      g_free (ids[i]);
    }
  g_assert_cmpuint (count_runs (desk), ==, 7);
}

/* A desk that does not check any more lets go of what was to be checked. */
static void
test_taken_away (void)
{
  g_autoptr (BalieTestDesk) desk = desk_new ();
  g_autofree char *id = upload (desk, JAN, "wait");
  g_autoptr (BalieTestAnswer) message = put_message (desk, JAN, id, "");
  g_autofree char *since = dup_position (desk, JAN);

  balie_test_desk_stop (desk);
  g_hash_table_remove_all (desk->settings);
  balie_test_desk_start (desk);
  balie_test_wait_until (has_state (desk, JAN, id, "ready"));
  assert_changed (desk, JAN, since, "ready");
}

/* The program gets nothing of what the server has around it. */
static void
test_environment (void)
{
  g_autoptr (BalieTestDesk) desk = NULL;
  g_autofree char *id = NULL;
  g_autofree char *environment = NULL;

  g_assert_true (g_setenv ("BALIE_TEST_SECRET", "canary", TRUE));
  desk = desk_new ();
  id = upload (desk, JAN, "env");
  balie_test_wait_until (has_state (desk, JAN, id, "ready"));
  g_assert_true (g_file_get_contents (balie_test_folder_get_file (desk->folder, "environment"), &environment, NULL, NULL));
  g_assert_nonnull (strstr (environment, "PATH="));
  g_assert_null (strstr (environment, "canary"));
  g_assert_null (strstr (environment, "HOME="));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scan/good", test_good);
  g_test_add_func ("/scan/bad", test_bad);
  g_test_add_func ("/scan/bad-later", test_bad_later);
  g_test_add_func ("/scan/bad-again", test_bad_again);
  g_test_add_func ("/scan/not-kept", test_not_kept);
  g_test_add_func ("/scan/note", test_note);
  g_test_add_func ("/scan/fails", test_fails);
  g_test_add_func ("/scan/hangs", test_hangs);
  g_test_add_func ("/scan/restart", test_restart);
  g_test_add_func ("/scan/taken-away", test_taken_away);
  g_test_add_func ("/scan/environment", test_environment);
  return g_test_run ();
}
