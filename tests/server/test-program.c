/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program itself: its commands, its exit codes, and what is left when it is killed. */
#include "balie-clock.h"
#include "balie-test-folder.h"
#include "balie-test-process.h"
#include "balie-test-wait.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <signal.h>
#include <string.h>

#define PASSWORD "a password for tests\n"

/* What a command left. */
typedef struct
{
  int   status;
  char *output;
  char *errors;
} Outcome;

static void
outcome_free (Outcome *self)
{
  g_free (self->output);
  g_free (self->errors);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Outcome, outcome_free)

static Outcome *
run (const char *input,
     ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) local_error = NULL;
  Outcome    *self = g_new0 (Outcome, 1);
  const char *argument;
  va_list     list;

  g_ptr_array_add (arguments, (gpointer)SERVER_PROGRAM);
  va_start (list, input);
  while ((argument = va_arg (list, const char *)) != NULL)
    g_ptr_array_add (arguments, (gpointer)argument);
  va_end (list);
  g_ptr_array_add (arguments, NULL);

  process = g_subprocess_newv ((const char *const *)arguments->pdata, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &local_error);
  g_assert_no_error (local_error);
  g_subprocess_communicate_utf8 (process, input != NULL ? input : "", NULL, &self->output, &self->errors, &local_error);
  g_assert_no_error (local_error);
  self->status = g_subprocess_get_exit_status (process);
  return self;
}

#define assert_exit(code, input, ...)                             \
  G_STMT_START                                                    \
  {                                                               \
    g_autoptr (Outcome) outcome = run (input, __VA_ARGS__, NULL); \
                                                                  \
    g_test_message ("%s", outcome->errors);                       \
    g_assert_cmpint (outcome->status, ==, code);                  \
  }                                                               \
  G_STMT_END

/* A server that runs, and a client for it. */
typedef struct
{
  GSubprocess *process;
  char        *address;
  SoupSession *client;
} Running;

/* As it is at some time, with another setting. */
static Running *
serve_with (const char *data,
            const char *clock,
            const char *setting)
{
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GError) local_error = NULL;
  Running *self = g_new0 (Running, 1);

  self->process = balie_test_process_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                                          SERVER_PROGRAM, "serve", "--data", data, "--listen", "127.0.0.1:0", "--print-address",
                                          "--clock", clock, setting, NULL);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  self->address = g_data_input_stream_read_line (output, NULL, NULL, &local_error);
  g_assert_no_error (local_error);
  g_assert_nonnull (self->address);
  self->client = soup_session_new_with_options ("max-conns", 16, "max-conns-per-host", 16, NULL);
  return self;
}

static Running *
serve (const char *data)
{
  g_autofree char *now = balie_time_to_string (balie_clock_now ());

  return serve_with (data, now, NULL);
}

static int
end (Running *self,
     int      signal)
{
  int status = -1;

  if (signal != 0)
    g_subprocess_send_signal (self->process, signal);
  g_subprocess_wait (self->process, NULL, NULL);
  if (g_subprocess_get_if_exited (self->process))
    status = g_subprocess_get_exit_status (self->process);
  g_object_unref (self->process);
  g_object_unref (self->client);
  g_free (self->address);
  g_free (self);
  return status;
}

static SoupMessage *
message_new (Running    *self,
             const char *method,
             const char *path,
             const char *token,
             const char *body)
{
  g_autofree char *uri = g_strconcat (self->address, path, NULL);
  SoupMessage     *message = soup_message_new (method, uri);
  g_autofree char *authorization = g_strconcat ("Bearer ", token, NULL);

  if (token != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", authorization);
  if (g_str_equal (method, "PATCH"))
    soup_message_headers_replace (soup_message_get_request_headers (message), "If-Match", "\"v1\"");
  if (body != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (message, "application/json", bytes);
    }
  return message;
}

/* Returns the answer's document; the status is checked unless it is 0. */
static JsonNode *
call (Running    *self,
      const char *method,
      const char *path,
      const char *token,
      const char *body,
      guint       status)
{
  g_autoptr (SoupMessage) message = message_new (self, method, path, token, body);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) answer = soup_session_send_and_read (self->client, message, NULL, &local_error);
  g_autoptr (JsonParser) parser = json_parser_new ();

  g_assert_no_error (local_error);
  g_assert_cmpuint (soup_message_get_status (message), ==, status);
  if (g_bytes_get_size (answer) == 0)
    return NULL;
  json_parser_load_from_data (parser, g_bytes_get_data (answer, NULL), (gssize)g_bytes_get_size (answer), &local_error);
  g_assert_no_error (local_error);
  return json_parser_steal_root (parser);
}

static char *
sign_in (Running *self,
         char   **chat)
{
  g_autoptr (JsonNode) answer = call (self, "POST", "/v1/sessions", NULL, "{\"username\":\"jan\",\"password\":\"a password for tests\"}", 201);
  JsonObject *object = json_node_get_object (answer);

  *chat = g_strdup (json_object_get_string_member (json_object_get_object_member (object, "account"), "chat"));
  return g_strdup (json_object_get_string_member (object, "token"));
}

static void
test_usage (void)
{
  g_autoptr (Outcome) version = run (NULL, "--version", NULL);
  g_autoptr (Outcome) help = run (NULL, "--help", NULL);

  g_assert_cmpint (version->status, ==, 0);
  g_assert_true (g_str_has_prefix (version->output, "balie-server "));
  g_assert_cmpint (help->status, ==, 0);
  g_assert_nonnull (strstr (help->output, "account"));
  assert_exit (2, NULL, "frobnicate");
  assert_exit (2, NULL, "serve", "--frobnicate");
  assert_exit (2, NULL, "hours");
  assert_exit (2, NULL, "account", "--data", "/nonexistent");
  assert_exit (3, NULL, "serve");
}

static void
test_accounts (void)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  const char *data = balie_test_folder_get_path (folder);
  g_autoptr (Outcome) list = NULL;

  assert_exit (4, NULL, "account", "list", "--data", data);
  assert_exit (0, PASSWORD, "account", "add", "--data", data, "--role", "customer", "--name", "Jan Visser", "--email", "jan@example.nl", "Jan");
  assert_exit (0, PASSWORD, "account", "add", "--data", data, "--role", "staff", "--name", "Sanne de Boer", "sanne");
  assert_exit (5, PASSWORD, "account", "add", "--data", data, "jan");
  assert_exit (3, PASSWORD, "account", "add", "--data", data, "--role", "boss", "piet");
  assert_exit (3, PASSWORD, "account", "add", "--data", data, "--email", "nowhere", "piet");
  assert_exit (3, PASSWORD, "account", "add", "--data", data, "two words");
  assert_exit (3, "short\n", "account", "add", "--data", data, "piet");
  assert_exit (3, "", "account", "add", "--data", data, "piet");
  assert_exit (4, NULL, "account", "disable", "--data", data, "piet");
  assert_exit (4, PASSWORD, "account", "password", "--data", data, "piet");
  assert_exit (0, NULL, "account", "disable", "--data", data, "sanne");

  list = run (NULL, "account", "list", "--data", data, NULL);
  g_assert_cmpstr (list->output, ==,
                   "jan\tcustomer\tenabled\tJan Visser\tjan@example.nl\n"
                   "sanne\tstaff\tdisabled\tSanne de Boer\t\n");
}

/* A stream that is open, as a thread that reads it to its end sees it. */
static gpointer
read_to_end (gpointer data)
{
  GInputStream *stream = data;
  char          buffer[256];

  while (g_input_stream_read (stream, buffer, sizeof buffer, NULL, NULL) > 0)
    ;
  return NULL;
}

/* Commands work beside a server that runs; disabling an account ends its streams and refuses its token. */
static void
test_beside_a_server (void)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  const char      *data = balie_test_folder_get_path (folder);
  Running         *server = serve (data);
  g_autofree char *chat = NULL;
  g_autofree char *token = NULL;
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (JsonNode) refused = NULL;
  GThread *reader;

  assert_exit (0, PASSWORD, "account", "add", "--data", data, "jan");
  assert_exit (5, NULL, "serve", "--data", data, "--listen", "127.0.0.1:0");
  assert_exit (0, NULL, "check", "--data", data);
  token = sign_in (server, &chat);
  message = message_new (server, "GET", "/v1/events", token, NULL);
  stream = soup_session_send (server->client, message, NULL, &local_error);
  g_assert_no_error (local_error);
  reader = g_thread_new ("reader", read_to_end, stream);

  assert_exit (0, NULL, "account", "disable", "--data", data, "jan");
  g_thread_join (reader);
  refused = call (server, "GET", "/v1/me", token, NULL, 401);
  assert_exit (0, PASSWORD, "account", "password", "--data", data, "jan");
  g_free (token);
  g_free (chat);
  token = sign_in (server, &chat);
  g_assert_cmpint (end (server, SIGTERM), ==, 0);
}

/* The server has just seen the token, and may not have noticed the command yet. */
static void
test_disabled_at_once (void)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  const char      *data = balie_test_folder_get_path (folder);
  Running         *server = serve (data);
  g_autofree char *chat = NULL;
  g_autofree char *token = NULL;
  g_autoptr (JsonNode) before = NULL;
  g_autoptr (JsonNode) after = NULL;

  assert_exit (0, PASSWORD, "account", "add", "--data", data, "jan");
  token = sign_in (server, &chat);
  before = call (server, "GET", "/v1/me", token, NULL, 200);
  assert_exit (0, NULL, "account", "disable", "--data", data, "jan");
  after = call (server, "GET", "/v1/me", token, NULL, 401);
  g_assert_cmpint (end (server, SIGTERM), ==, 0);
}

/* Others can use nothing of what the server keeps. */
static void
assert_private (const char *path)
{
  g_autoptr (GDir) folder = NULL;
  GStatBuf    status;
  const char *name;

  g_test_message ("%s", path);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 077, ==, 0);
  folder = S_ISDIR (status.st_mode) ? g_dir_open (path, 0, NULL) : NULL;
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);

      assert_private (inner);
    }
}

/* Puts the copy at `path` back into an empty folder, as the manual says. */
static void
put_back (const char      *path,
          BalieTestFolder *folder)
{
  g_autofree char *files = g_strconcat (path, ".files", NULL);
  const char      *argv[] = {"cp", path, balie_test_folder_get_file (folder, "desk.db"), NULL};
  const char      *argv_files[] = {"cp", "-r", files, balie_test_folder_get_file (folder, "files"), NULL};
  g_autoptr (GError) local_error = NULL;

  g_assert_true (g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, &local_error));
  g_assert_no_error (local_error);
  g_assert_true (g_spawn_sync (NULL, (char **)argv_files, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, &local_error));
  g_assert_no_error (local_error);
}

static void
test_backup (void)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  g_autoptr (BalieTestFolder) copies = balie_test_folder_new ();
  g_autoptr (BalieTestFolder) other = balie_test_folder_new ();
  const char *data = balie_test_folder_get_path (folder);
  const char *path = balie_test_folder_get_file (copies, "balie.db");
  Running    *server = serve (data);
  g_autoptr (JsonNode) desk = call (server, "GET", "/v1/desk", NULL, NULL, 200);
  g_autoptr (JsonNode) restored = NULL;
  g_autofree char *chat = NULL;
  g_autofree char *token = NULL;

  assert_exit (0, PASSWORD, "account", "add", "--data", data, "jan");
  assert_exit (0, NULL, "backup", "--data", data, path);
  g_assert_cmpint (end (server, SIGTERM), ==, 0);

  put_back (path, other);
  server = serve (balie_test_folder_get_path (other));
  restored = call (server, "GET", "/v1/desk", NULL, NULL, 200);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (desk), "epoch"), !=,
                   json_object_get_string_member (json_node_get_object (restored), "epoch"));
  token = sign_in (server, &chat);
  g_assert_cmpint (end (server, SIGINT), ==, 0);

  /* A file is no folder. */
  assert_exit (1, NULL, "backup", "--data", data, balie_test_folder_get_file (copies, "balie.db/balie.db"));
}

/* Sends a file of five bytes. Returns its path. */
static char *
upload (Running    *server,
        const char *token,
        const char *content)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *path = g_strconcat ("/v1/uploads/", id, NULL);
  g_autofree char *finish_path = g_strconcat (path, "/finish", NULL);
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, content, -1);
  g_autofree char *text = g_strdup_printf ("{\"size\":5,\"sha256\":\"%s\",\"name\":\"a.txt\",\"type\":\"text/plain\"}", sha256);
  g_autoptr (JsonNode) announced = call (server, "PUT", path, token, text, 201);
  g_autoptr (SoupMessage) part = message_new (server, "PATCH", path, token, NULL);
  g_autoptr (GBytes) body = g_bytes_new (content, strlen (content));
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (JsonNode) finished = NULL;

  soup_message_set_request_body_from_bytes (part, "application/partial-upload", body);
  soup_message_headers_replace (soup_message_get_request_headers (part), "Upload-Offset", "0");
  answer = soup_session_send_and_read (server->client, part, NULL, NULL);
  g_assert_cmpuint (soup_message_get_status (part), ==, 204);
  finished = call (server, "POST", finish_path, token, NULL, 200);
  return g_strdup (id);
}

static void
say (Running    *server,
     const char *token,
     const char *chat,
     const char *attachment)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *path = g_strdup_printf ("/v1/conversations/%s/messages/%s", chat, id);
  g_autofree char *text = g_strdup_printf ("{\"text\":\"\",\"attachments\":[\"%s\"]}", attachment);
  g_autoptr (JsonNode) made = call (server, "PUT", path, token, text, 201);
}

/* NULL for an attachment that is not there. */
static void
assert_content (Running    *server,
                const char *token,
                const char *attachment,
                const char *content)
{
  g_autofree char *path = g_strconcat ("/v1/attachments/", attachment, NULL);
  g_autoptr (SoupMessage) message = message_new (server, "GET", path, token, NULL);
  g_autoptr (GBytes) answer = soup_session_send_and_read (server->client, message, NULL, NULL);

  g_assert_cmpuint (soup_message_get_status (message), ==, content != NULL ? 200 : 404);
  if (content != NULL)
    g_assert_cmpmem (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer), content, strlen (content));
}

static guint
count_files (const char *folder)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &local_error);
  guint n = 0;

  g_assert_no_error (local_error);
  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* Files go with it: what was there then is there again, what came later is not, and a later copy to the same place has both. */
static void
test_backup_of_files (void)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  g_autoptr (BalieTestFolder) copies = balie_test_folder_new ();
  g_autoptr (BalieTestFolder) other = balie_test_folder_new ();
  g_autoptr (BalieTestFolder) again = balie_test_folder_new ();
  const char      *data = balie_test_folder_get_path (folder);
  const char      *path = balie_test_folder_get_file (copies, "balie.db");
  g_autofree char *files = g_strconcat (path, ".files", NULL);
  g_autofree char *stray = g_build_filename (files, "stray", NULL);
  Running         *server = serve (data);
  g_autofree char *chat = NULL;
  g_autofree char *token = NULL;
  g_autofree char *first = NULL;
  g_autofree char *unused = NULL;
  g_autofree char *later = NULL;
  g_autoptr (GError) local_error = NULL;

  assert_exit (0, PASSWORD, "account", "add", "--data", data, "jan");
  token = sign_in (server, &chat);
  first = upload (server, token, "first");
  say (server, token, chat, first);
  unused = upload (server, token, "other");
  assert_exit (0, NULL, "backup", "--data", data, path);
  assert_private (data);
  assert_private (path);
  assert_private (files);
  g_assert_cmpuint (count_files (files), ==, 2);
  put_back (path, other);

  later = upload (server, token, "later");
  say (server, token, chat, later);
  g_file_set_contents (stray, "of an earlier copy", -1, &local_error);
  g_assert_no_error (local_error);
  assert_exit (0, NULL, "backup", "--data", data, path);
  g_assert_cmpuint (count_files (files), ==, 3);
  put_back (path, again);
  g_assert_cmpint (end (server, SIGTERM), ==, 0);

  server = serve (balie_test_folder_get_path (other));
  assert_content (server, token, first, "first");
  assert_content (server, token, unused, "other");
  assert_content (server, token, later, NULL);
  g_assert_cmpint (end (server, SIGTERM), ==, 0);

  server = serve (balie_test_folder_get_path (again));
  assert_content (server, token, first, "first");
  assert_content (server, token, later, "later");
  g_assert_cmpint (end (server, SIGTERM), ==, 0);
}

/* What is wrong is said, and is all right again when it was mended. */
static void
test_check (void)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  const char      *data = balie_test_folder_get_path (folder);
  const char      *database = balie_test_folder_get_file (folder, "desk.db");
  g_autofree char *files = g_build_filename (data, "files", NULL);
  g_autofree char *away = g_build_filename (data, "away", NULL);
  Running         *server = NULL;
  g_autofree char *chat = NULL;
  g_autofree char *token = NULL;
  g_autofree char *attachment = NULL;

  assert_exit (0, NULL, "check", "--data", data);
  server = serve (data);
  assert_exit (0, PASSWORD, "account", "add", "--data", data, "jan");
  token = sign_in (server, &chat);
  attachment = upload (server, token, "first");
  say (server, token, chat, attachment);
  assert_exit (0, NULL, "check", "--data", data);
  assert_exit (3, NULL, "check", "--data", data, "--scan-command", "/nonexistent/scan");
  g_assert_cmpint (end (server, SIGTERM), ==, 0);

  g_assert_cmpint (g_rename (files, away), ==, 0);
  assert_exit (1, NULL, "check", "--data", data);
  g_assert_cmpint (g_rename (away, files), ==, 0);
  assert_exit (0, NULL, "check", "--data", data);

  /* A database that others could read is kept from them by its folder. */
  g_assert_cmpint (g_chmod (database, 0644), ==, 0);
  assert_exit (0, NULL, "check", "--data", data);
  g_assert_cmpint (g_chmod (data, 0755), ==, 0);
  assert_exit (1, NULL, "check", "--data", data);
  g_assert_cmpint (g_chmod (database, 0600), ==, 0);
  assert_exit (0, NULL, "check", "--data", data);
}

static void
add_options (GHashTable *options,
             const char *pattern,
             const char *text)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  for (g_regex_match (regex, text, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    g_hash_table_add (options, g_match_info_fetch (match, 1));
}

static void
assert_all_in (GHashTable *options,
               GHashTable *others)
{
  GHashTableIter iter;
  gpointer       option;

  g_hash_table_iter_init (&iter, options);
  while (g_hash_table_iter_next (&iter, &option, NULL))
    {
      g_test_message ("%s", (const char *)option);
      g_assert_true (g_hash_table_contains (others, option));
    }
}

static char *
read_data (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", name, NULL);
  g_autoptr (GError) local_error = NULL;
  char *content = NULL;

  g_file_get_contents (path, &content, NULL, &local_error);
  g_assert_no_error (local_error);
  return content;
}

/* The manual knows all options of the program and no others; the file of settings has each one that is a setting. */
static void
test_manual (void)
{
  static const char *const commands[] = {"serve", "account", "hours", "check", "backup"};
  g_autoptr (GHashTable) options = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) described = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *file = read_data ("balie-server.conf");
  g_autofree char *page = read_data ("balie-server.1");
  g_autoptr (GString) manual = g_string_new (page);
  g_auto (GStrv) groups = g_strsplit (file, "[desk]", 2);
  g_autoptr (Outcome) check = run (NULL, "check", "--help", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autoptr (Outcome) help = run (NULL, commands[i], "--help", NULL);

      add_options (options, "--([a-z-]+)", help->output);
    }
  g_hash_table_remove (options, "help");

  /* Those of another program are examples. */
  g_string_replace (manual, "\\-", "-", 0);
  add_options (described, "(?<!no-summary )--(?!no-summary|fdpass)([a-z-]+[a-z])", manual->str);
  assert_all_in (options, described);
  assert_all_in (described, options);

  add_options (settings, "--([a-z-]+)", check->output);
  g_hash_table_remove (settings, "help");
  g_hash_table_remove (settings, "config");
  add_options (kept, "(?m)^#?([a-z-]+)=", groups[0]);
  g_string_assign (manual, groups[1]);
  g_string_replace (manual, "\n#", "\n", 0);
  g_string_replace (manual, "\n", "\n desk-", 0);
  add_options (kept, "(?m)^ (desk-[a-z-]+)=", manual->str);
  assert_all_in (settings, kept);
  assert_all_in (kept, settings);
}

static void
assert_status (Running    *server,
               const char *path,
               const char *token,
               const char *status)
{
  g_autoptr (JsonNode) answer = call (server, "GET", path, token, NULL, 200);

  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (answer), "status"), ==, status);
}

/* By its own clock the server closes what was solved long ago, unless it is told not to. */
static void
test_closes (void)
{
  static const char *const path = "/v1/conversations/12345678-1234-4123-8123-123456789012";
  static const char *const report = "{\"kind\":\"problem\",\"subject\":\"It stops\",\"message\":"
                                    "{\"id\":\"22345678-1234-4123-8123-123456789012\",\"text\":\"At 500 lines\"}}";
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  const char      *data = balie_test_folder_get_path (folder);
  Running         *server = serve_with (data, "2026-11-02T10:00:00Z", NULL);
  g_autofree char *chat = NULL;
  g_autofree char *token = NULL;
  g_autoptr (JsonNode) made = NULL;
  g_autoptr (JsonNode) solved = NULL;

  assert_exit (0, PASSWORD, "account", "add", "--data", data, "jan");
  token = sign_in (server, &chat);
  made = call (server, "PUT", path, token, report, 201);
  solved = call (server, "PATCH", path, token, "{\"status\":\"solved\"}", 200);
  g_assert_cmpint (end (server, SIGTERM), ==, 0);

  server = serve_with (data, "2026-11-17T10:00:00Z", "--close-after-days=0");
  assert_status (server, path, token, "solved");
  g_assert_cmpint (end (server, SIGTERM), ==, 0);
  server = serve_with (data, "2026-11-17T10:00:00Z", "--close-after-days=16");
  assert_status (server, path, token, "solved");
  g_assert_cmpint (end (server, SIGKILL), ==, -1);
  server = serve_with (data, "2026-11-17T10:00:00Z", NULL);
  g_assert_cmpint (end (server, SIGTERM), ==, 0);

  /* Stopped in good order, so what it began to do was done. */
  server = serve_with (data, "2026-11-17T10:00:00Z", "--close-after-days=0");
  assert_status (server, path, token, "closed");
  g_assert_cmpint (end (server, SIGTERM), ==, 0);
}

static void
test_hours (void)
{
  static const char *const schedule = "{\"timezone\":\"Europe/Amsterdam\",\"weekly\":[{\"days\":[\"mon\"],\"from\":\"09:00\",\"to\":\"17:00\"}],"
                                      "\"holidays\":[],\"exceptions\":[]}";
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  const char *path = balie_test_folder_get_file (folder, "hours.json");
  g_autoptr (Outcome) open = NULL;
  g_autoptr (Outcome) closed = NULL;
  g_autoptr (GError) local_error = NULL;

  g_file_set_contents (path, schedule, -1, &local_error);
  g_assert_no_error (local_error);
  open = run (NULL, "hours", "--schedule", path, "--at", "2026-11-23T09:00:00+01:00", NULL);
  g_assert_cmpint (open->status, ==, 0);
  g_assert_cmpstr (open->output, ==, "{\"open\":true,\"reason\":\"hours\",\"name\":null,\"opens_at\":null,\"closes_at\":\"2026-11-23T16:00:00Z\"}\n");
  closed = run (NULL, "hours", "--schedule", path, "--at", "2026-11-23T16:00:00Z", NULL);
  g_assert_cmpstr (closed->output, ==, "{\"open\":false,\"reason\":\"outside_hours\",\"name\":null,\"opens_at\":\"2026-11-30T08:00:00Z\",\"closes_at\":null}\n");
  assert_exit (3, NULL, "hours", "--schedule", path, "--at", "yesterday");

  g_file_set_contents (path, "{\"timezone\":\"Mars/Olympus\",\"weekly\":[],\"holidays\":[],\"exceptions\":[]}", -1, &local_error);
  g_assert_no_error (local_error);
  assert_exit (3, NULL, "hours", "--schedule", path, "--at", "2026-11-23T16:00:00Z");
}

/* Messages that are sent one after the other until the server is gone. */
typedef struct
{
  Running   *server;
  char      *token;
  char      *chat;
  GPtrArray *acknowledged;
} Flood;

static void send_next (Flood *flood);

static void
sent (GObject      *source,
      GAsyncResult *result,
      gpointer      user_data)
{
  Flood       *flood = user_data;
  SoupMessage *message = soup_session_get_async_result_message (SOUP_SESSION (source), result);
  g_autoptr (GBytes) body = soup_session_send_and_read_finish (SOUP_SESSION (source), result, NULL);

  if (body == NULL || soup_message_get_status (message) != 201)
    return;

  g_ptr_array_add (flood->acknowledged, g_path_get_basename (g_uri_get_path (soup_message_get_uri (message))));
  send_next (flood);
}

static void
send_next (Flood *flood)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *path = g_strconcat ("/v1/conversations/", flood->chat, "/messages/", id, NULL);
  g_autoptr (SoupMessage) message = message_new (flood->server, "PUT", path, flood->token, "{\"text\":\"x\"}");

  soup_session_send_and_read_async (flood->server->client, message, G_PRIORITY_DEFAULT, NULL, sent, flood);
}

/* What was acknowledged is there after the server was killed, each once, numbered without a gap. */
static void
test_killed (void)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  const char *data = balie_test_folder_get_path (folder);
  g_autoptr (GHashTable) kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Flood    flood = {.acknowledged = g_ptr_array_new_with_free_func (g_free)};
  gint64   before = 0;
  Running *server;

  assert_exit (0, PASSWORD, "account", "add", "--data", data, "jan");
  flood.server = serve (data);
  flood.token = sign_in (flood.server, &flood.chat);
  for (int i = 0; i < 8; i++)
    send_next (&flood);
  balie_test_wait_until (flood.acknowledged->len >= 300);
  g_subprocess_send_signal (flood.server->process, SIGKILL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  end (flood.server, 0);

  server = serve (data);
  do
    {
      g_autofree char *page_path = before == 0 ? g_strconcat ("/v1/conversations/", flood.chat, "/messages?limit=200", NULL)
                                               : g_strdup_printf ("/v1/conversations/%s/messages?limit=200&before=%" G_GINT64_FORMAT, flood.chat, before);
      g_autoptr (JsonNode) page = call (server, "GET", page_path, flood.token, NULL, 200);
      JsonArray *messages = json_object_get_array_member (json_node_get_object (page), "messages");

      for (guint i = json_array_get_length (messages); i > 0; i--)
        {
          JsonObject *message = json_array_get_object_element (messages, i - 1);
          gint64      number = json_object_get_int_member (message, "number_in_conversation");

          g_assert_true (before == 0 || number == before - 1);
          before = number;
          g_assert_true (g_hash_table_add (kept, g_strdup (json_object_get_string_member (message, "id"))));
        }
    }
  while (before > 1);

  for (guint i = 0; i < flood.acknowledged->len; i++)
    g_assert_true (g_hash_table_contains (kept, g_ptr_array_index (flood.acknowledged, i)));
  g_assert_cmpint (end (server, SIGTERM), ==, 0);
  g_ptr_array_unref (flood.acknowledged);
  g_free (flood.token);
  g_free (flood.chat);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  /* A command may end before it has read what it is given. */
  signal (SIGPIPE, SIG_IGN);
  g_test_add_func ("/program/usage", test_usage);
  g_test_add_func ("/program/accounts", test_accounts);
  g_test_add_func ("/program/beside-a-server", test_beside_a_server);
  g_test_add_func ("/program/disabled-at-once", test_disabled_at_once);
  g_test_add_func ("/program/backup", test_backup);
  g_test_add_func ("/program/backup-of-files", test_backup_of_files);
  g_test_add_func ("/program/check", test_check);
  g_test_add_func ("/program/manual", test_manual);
  g_test_add_func ("/program/closes", test_closes);
  g_test_add_func ("/program/hours", test_hours);
  g_test_add_func ("/program/killed", test_killed);
  return g_test_run ();
}
