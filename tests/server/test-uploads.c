/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uploads and the attachments that become of them. */
#include "balie-clock.h"
#include "balie-maintenance.h"
#include "balie-raw-client.h"
#include "balie-test-desk.h"
#include "balie-upload-actions.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>

/* The upload that most tests send. */
#define SIZE 700000

static GBytes *
make_content (gsize length)
{
  char *data = g_malloc (length);

  for (gsize i = 0; i < length; i++)
    data[i] = (char)(i * 31 + i / 251);
  return g_bytes_new_take (data, length);
}

static char *
upload_path (const char *id)
{
  return g_strconcat ("/v1/uploads/", id, NULL);
}

static BalieTestAnswer *
announce_as (BalieTestDesk  *desk,
             BalieTestPerson who,
             const char     *id,
             GBytes         *content,
             const char     *name,
             const char     *type)
{
  g_autofree char *path = upload_path (id);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, content);

  return balie_test_desk_call (desk, who, "PUT", path, "{\"size\":%" G_GSIZE_FORMAT ",\"sha256\":\"%s\",\"name\":\"%s\",\"type\":\"%s\"}",
                               g_bytes_get_size (content), sha256, name, type);
}

/* Announces a text file, which succeeds. Returns its id. */
static char *
announce (BalieTestDesk  *desk,
          BalieTestPerson who,
          GBytes         *content)
{
  char *id = g_uuid_string_random ();
  g_autoptr (BalieTestAnswer) answer = announce_as (desk, who, id, content, "notes.txt", "text/plain");

  g_assert_cmpuint (answer->status, ==, 201);
  g_assert_cmpstr (answer->upload_offset, ==, "0");
  return id;
}

static BalieTestAnswer *
patch (BalieTestDesk  *desk,
       BalieTestPerson who,
       const char     *id,
       gint64          offset,
       GBytes         *part)
{
  g_autofree char       *path = upload_path (id);
  g_autofree char       *value = g_strdup_printf ("%" G_GINT64_FORMAT, offset);
  const BalieTestRequest request = {
    .method = "PATCH",
    .path = path,
    .token = balie_test_desk_sign_in (desk, who),
    .content_type = "application/partial-upload",
    .header = "Upload-Offset",
    .value = value,
    .body = part,
  };

  return balie_test_desk_send (desk, &request);
}

/* Sends part of a content, which succeeds. */
static void
send_part (BalieTestDesk  *desk,
           BalieTestPerson who,
           const char     *id,
           GBytes         *content,
           gsize           from,
           gsize           to)
{
  g_autoptr (GBytes) part = g_bytes_new_from_bytes (content, from, to - from);
  g_autoptr (BalieTestAnswer) answer = patch (desk, who, id, (gint64)from, part);

  g_assert_cmpuint (answer->status, ==, 204);
  g_assert_cmpint (g_ascii_strtoll (answer->upload_offset, NULL, 10), ==, to);
}

static BalieTestAnswer *
finish (BalieTestDesk  *desk,
        BalieTestPerson who,
        const char     *id)
{
  g_autofree char *path = g_strconcat ("/v1/uploads/", id, "/finish", NULL);

  return balie_test_desk_call (desk, who, "POST", path, NULL);
}

/* A whole upload. Returns its id. */
static char *
upload (BalieTestDesk  *desk,
        BalieTestPerson who,
        GBytes         *content)
{
  char *id = announce (desk, who, content);
  g_autoptr (BalieTestAnswer) answer = NULL;

  send_part (desk, who, id, content, 0, g_bytes_get_size (content));
  answer = finish (desk, who, id);
  g_assert_cmpuint (answer->status, ==, 200);
  return id;
}

static BalieTestAnswer *
get (BalieTestDesk  *desk,
     BalieTestPerson who,
     const char     *id,
     const char     *header,
     const char     *value)
{
  g_autofree char       *path = g_strconcat ("/v1/attachments/", id, NULL);
  const BalieTestRequest request = {
    .method = "GET",
    .path = path,
    .token = balie_test_desk_sign_in (desk, who),
    .header = header,
    .value = value,
  };

  return balie_test_desk_send (desk, &request);
}

static void
assert_refused (BalieTestAnswer *answer,
                guint            status,
                const char      *type)
{
  g_assert_cmpuint (answer->status, ==, status);
  g_assert_cmpstr (balie_test_string (answer->json, "type"), ==, type);
  balie_test_answer_free (answer);
}

static guint
count_files (BalieTestDesk *desk)
{
  g_autoptr (GDir) folder = g_dir_open (balie_test_folder_get_file (desk->folder, "files"), 0, NULL);
  guint n_files = 0;

  while (g_dir_read_name (folder) != NULL)
    n_files++;
  return n_files;
}

/* Announced, sent in two pieces, finished, fetched; each step can be repeated. */
static void
test_whole (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (GBytes) content = make_content (SIZE);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, content);
  g_autofree char *quoted = g_strconcat ("\"", sha256, "\"", NULL);
  g_autofree char *id = announce (desk, JAN, content);
  g_autofree char *path = upload_path (id);
  g_autoptr (BalieTestAnswer) again = announce_as (desk, JAN, id, content, "notes.txt", "text/plain");
  g_autoptr (BalieTestAnswer) head = NULL;
  g_autoptr (BalieTestAnswer) finished = NULL;
  g_autoptr (BalieTestAnswer) fetched = NULL;
  JsonObject *attachment;

  g_assert_cmpuint (again->status, ==, 200);
  assert_refused (announce_as (desk, JAN, id, content, "other.txt", "text/plain"), 422, "id-reused");
  send_part (desk, JAN, id, content, 0, 300001);
  head = balie_test_desk_call (desk, JAN, "HEAD", path, NULL);
  g_assert_cmpuint (head->status, ==, 200);
  g_assert_cmpstr (head->upload_offset, ==, "300001");
  assert_refused (finish (desk, JAN, id), 409, "offset-conflict");
  send_part (desk, JAN, id, content, 300001, SIZE);

  for (int i = 0; i < 2; i++)
    {
      g_clear_pointer (&finished, balie_test_answer_free);
      finished = finish (desk, JAN, id);
      g_assert_cmpuint (finished->status, ==, 200);
      attachment = balie_test_object (finished->json, "attachment");
      g_assert_cmpstr (balie_test_string (attachment, "id"), ==, id);
      g_assert_cmpstr (balie_test_string (attachment, "sha256"), ==, sha256);
      g_assert_cmpstr (balie_test_string (attachment, "state"), ==, "ready");
    }

  fetched = get (desk, JAN, id, NULL, NULL);
  g_assert_cmpuint (fetched->status, ==, 200);
  g_assert_cmpstr (fetched->content_type, ==, "text/plain");
  g_assert_cmpstr (fetched->etag, ==, quoted);
  g_assert_cmpstr (fetched->disposition, ==, "attachment; filename=\"notes.txt\"; filename*=UTF-8''notes.txt");
  g_assert_true (g_bytes_equal (fetched->body, content));
}

static void
test_empty (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (GBytes) content = g_bytes_new (NULL, 0);
  g_autofree char *id = announce (desk, JAN, content);
  g_autoptr (BalieTestAnswer) finished = finish (desk, JAN, id);
  g_autoptr (BalieTestAnswer) fetched = get (desk, JAN, id, NULL, NULL);

  g_assert_cmpuint (finished->status, ==, 200);
  g_assert_cmpuint (fetched->status, ==, 200);
  g_assert_cmpuint (g_bytes_get_size (fetched->body), ==, 0);
}

/* What goes on at another place than where the server is, changes nothing. */
static void
test_offsets (void)
{
  static const gint64 wrong[] = {0, 999, 1001, 5000};
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (GBytes) content = make_content (4000);
  g_autoptr (GBytes) rubbish = g_bytes_new_static ("rubbish", 7);
  g_autoptr (GBytes) excess = make_content (3001);
  g_autofree char *id = announce (desk, JAN, content);
  g_autoptr (BalieTestAnswer) finished = NULL;

  send_part (desk, JAN, id, content, 0, 1000);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (BalieTestAnswer) answer = patch (desk, JAN, id, wrong[i], rubbish);

      g_assert_cmpuint (answer->status, ==, 409);
      g_assert_cmpstr (balie_test_string (answer->json, "type"), ==, "offset-conflict");
      g_assert_cmpint (balie_test_int (answer->json, "expected"), ==, 1000);
    }
  assert_refused (patch (desk, JAN, id, 1000, excess), 413, "too-large");
  send_part (desk, JAN, id, content, 1000, 1000);
  send_part (desk, JAN, id, content, 1000, 4000);
  finished = finish (desk, JAN, id);
  g_assert_cmpuint (finished->status, ==, 200);
  assert_refused (patch (desk, JAN, id, 4000, rubbish), 409, "offset-conflict");
}

/* What is not what was announced is no attachment; it can be sent again. */
static void
test_mismatch (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (GBytes) content = make_content (5000);
  g_autoptr (GBytes) other = g_bytes_new_take (g_strnfill (5000, 'x'), 5000);
  g_autofree char *id = announce (desk, JAN, content);
  g_autoptr (BalieTestAnswer) finished = NULL;

  send_part (desk, JAN, id, other, 0, 5000);
  assert_refused (finish (desk, JAN, id), 422, "digest-mismatch");
  assert_refused (get (desk, JAN, id, NULL, NULL), 404, "not-found");
  send_part (desk, JAN, id, content, 0, 5000);
  finished = finish (desk, JAN, id);
  g_assert_cmpuint (finished->status, ==, 200);
}

/* One byte more than the limits say is refused. */
static void
test_limits (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  const BalieLimits *limits = &balie_desk_service_get_desk (balie_server_get_service (desk->server))->limits;
  g_autofree char   *id = g_uuid_string_random ();
  g_autofree char   *path = upload_path (id);
  g_autofree char   *sha256 = g_strnfill (64, 'a');
  g_autoptr (GBytes) chunk = g_bytes_new_take (g_malloc0 ((gsize)limits->upload_chunk + 1), (gsize)limits->upload_chunk + 1);
  g_autoptr (GBytes) small = make_content (10);
  g_autofree char *other = announce (desk, JAN, chunk);

  assert_refused (balie_test_desk_call (desk, JAN, "PUT", path, "{\"size\":%" G_GINT64_FORMAT ",\"sha256\":\"%s\",\"name\":\"a\",\"type\":\"a/b\"}",
                                        (gint64)limits->attachment + 1, sha256),
                  413, "too-large");
  assert_refused (announce_as (desk, JAN, id, small, "setup.EXE", "text/plain"), 422, "type-blocked");
  assert_refused (announce_as (desk, JAN, id, small, "setup.exe.", "text/plain"), 422, "type-blocked");
  assert_refused (announce_as (desk, JAN, id, small, "setup", "Application/X-Executable; a=b"), 422, "type-blocked");
  assert_refused (announce_as (desk, JAN, id, small, "a", "no type"), 422, "invalid");
  assert_refused (announce_as (desk, JAN, id, small, "", "a/b"), 422, "invalid");
  assert_refused (balie_test_desk_call (desk, JAN, "PUT", path, "{\"size\":1,\"sha256\":\"A\",\"name\":\"a\",\"type\":\"a/b\"}"), 422, "invalid");
  assert_refused (balie_test_desk_call (desk, JAN, "PUT", path, "{\"size\":-1,\"sha256\":\"%s\",\"name\":\"a\",\"type\":\"a/b\"}", sha256), 422, "invalid");
  assert_refused (patch (desk, JAN, other, 0, chunk), 413, "too-large");
  send_part (desk, JAN, other, chunk, 0, (gsize)limits->upload_chunk);
}

/* However a file is called by its client, it is called so by nobody else, and nothing on the disk is. */
static void
test_names (void)
{
  static const struct
  {
    const char *name;
    const char *shown;
  } cases[] = {
    {"../../x", "x"},
    {"a\\r\\nb.txt", "a  b.txt"},
    {"invoice\\u202efdp.exe.txt", "invoicefdp.exe.txt"},
    {"\\ud83d\\ude00.png", "\360\237\230\200.png"},
  };
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (GBytes) content = make_content (10);
  g_autofree char *longest = g_strnfill (4096, 'x');
  g_autofree char *too_long = g_strnfill (4097, 'x');
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (BalieTestAnswer) shortened = announce_as (desk, JAN, id, content, longest, "text/plain");

  g_assert_cmpuint (shortened->status, ==, 201);
  assert_refused (announce_as (desk, JAN, id, content, too_long, "text/plain"), 422, "invalid");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *other = g_uuid_string_random ();
      g_autoptr (BalieTestAnswer) announced = announce_as (desk, JAN, other, content, cases[i].name, "text/plain");
      g_autoptr (BalieTestAnswer) finished = NULL;
      g_autoptr (BalieTestAnswer) fetched = NULL;

      g_assert_cmpuint (announced->status, ==, 201);
      send_part (desk, JAN, other, content, 0, 10);
      finished = finish (desk, JAN, other);
      g_assert_cmpstr (balie_test_string (balie_test_object (finished->json, "attachment"), "name"), ==, cases[i].shown);
      fetched = get (desk, JAN, other, NULL, NULL);
      g_assert_true (g_str_is_ascii (fetched->disposition));
    }
}

static void
test_ranges (void)
{
  static const struct
  {
    const char *range;
    guint       status;
    gsize       first;
    gsize       length;
    const char *content_range;
  } cases[] = {
    {"bytes=0-9", 206, 0, 10, "bytes 0-9/700000"},
    {"bytes=262144-", 206, 262144, SIZE - 262144, "bytes 262144-699999/700000"},
    {"bytes=-1", 206, SIZE - 1, 1, "bytes 699999-699999/700000"},
    {"bytes=0-", 200, 0, SIZE, NULL},
    {"bytes=0-1,5-6", 200, 0, SIZE, NULL},
    {"bytes=700000-", 416, 0, 0, "bytes */700000"},
  };
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (GBytes) content = make_content (SIZE);
  g_autofree char *id = upload (desk, JAN, content);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BalieTestAnswer) answer = get (desk, JAN, id, "Range", cases[i].range);
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (content, cases[i].first, cases[i].length);

      g_test_message ("%s", cases[i].range);
      g_assert_cmpuint (answer->status, ==, cases[i].status);
      g_assert_cmpstr (answer->content_range, ==, cases[i].content_range);
      if (answer->status != 416)
        g_assert_true (g_bytes_equal (answer->body, part));
    }
}

/* An upload of somebody else is not there, for all who ask, in all that can be asked. */
static void
test_foreign (void)
{
  static const BalieTestPerson others[] = {PIET, SANNE};
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (GBytes) content = make_content (100);
  g_autofree char  *finished = upload (desk, JAN, content);
  g_autofree char  *half = announce (desk, JAN, content);
  g_autofree char  *nothing = g_uuid_string_random ();
  const char *const ids[] = {finished, half, nothing};
  g_autoptr (BalieTestAnswer) whole = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      for (gsize j = 0; j < G_N_ELEMENTS (ids); j++)
        {
          g_autofree char *path = upload_path (ids[j]);

          assert_refused (balie_test_desk_call (desk, others[i], "GET", path, NULL), 404, "not-found");
          assert_refused (patch (desk, others[i], ids[j], 0, content), 404, "not-found");
          assert_refused (finish (desk, others[i], ids[j]), 404, "not-found");
          assert_refused (get (desk, others[i], ids[j], NULL, NULL), 404, "not-found");
          if (ids[j] != nothing)
            assert_refused (announce_as (desk, others[i], ids[j], content, "notes.txt", "text/plain"), 404, "not-found");
        }
    }
  send_part (desk, JAN, half, content, 0, 100);
  whole = get (desk, JAN, finished, NULL, NULL);
  g_assert_true (g_bytes_equal (whole->body, content));
}

/* The same content of one account is there once; that of another account is another file. */
static void
test_shared (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (GBytes) content = make_content (1000);
  g_autofree char *first = upload (desk, JAN, content);
  g_autofree char *second = upload (desk, JAN, content);
  g_autofree char *third = NULL;
  g_autoptr (BalieTestAnswer) fetched = get (desk, JAN, second, NULL, NULL);

  g_assert_true (g_bytes_equal (fetched->body, content));
  balie_test_wait_until (count_files (desk) == 1);
  third = upload (desk, PIET, content);
  g_assert_cmpuint (count_files (desk), ==, 2);
}

static void
quota_done (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GError **error = user_data;

  g_assert_null (balie_desk_service_run_finish (BALIE_DESK_SERVICE (source), result, error));
}

/* All that an account has, and has announced, counts. */
static void
test_quota (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (GBytes) content = make_content (1000);
  g_autofree char  *kept = upload (desk, JAN, content);
  g_autofree char  *coming = announce (desk, JAN, content);
  BalieUploadInput *input = g_new0 (BalieUploadInput, 1);
  g_autoptr (BalieCaller) caller = balie_caller_new (desk->accounts[JAN], NULL, BALIE_ROLE_CUSTOMER, NULL);
  g_autoptr (GError) error = NULL;

  input->id = g_uuid_string_random ();
  input->raw_name = g_strdup ("a");
  input->name = g_strdup ("a");
  input->type = g_strdup ("a/b");
  input->sha256 = g_strdup ("");
  input->size = 1001;
  input->quota = 3000;
  balie_desk_service_write_async (balie_server_get_service (desk->server), balie_upload_action_put, caller, input, (GDestroyNotify)balie_upload_input_free, NULL, quota_done, &error);
  balie_test_wait_until (error != NULL);
  g_assert_cmpint (error->code, ==, 413);
}

/* A connection that is cut in the middle, or that lies about its length, leaves what came before. */
static void
test_cut (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (GBytes) content = make_content (SIZE);
  g_autofree char *id = announce (desk, JAN, content);
  g_autofree char *path = upload_path (id);
  BalieRawClient  *client = balie_raw_client_new (balie_server_get_port (desk->server));
  g_autofree char *head = g_strdup_printf ("PATCH /v1/uploads/%s HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\nUpload-Offset: 0\r\n"
                                           "Content-Type: application/partial-upload\r\nContent-Length: %d\r\n\r\n",
                                           id, balie_test_desk_sign_in (desk, JAN), SIZE);
  g_autoptr (BalieTestAnswer) answer = NULL;
  g_autoptr (BalieTestAnswer) finished = NULL;
  gint64 stored = 0;

  balie_raw_client_send (client, head, -1);
  balie_raw_client_send (client, g_bytes_get_data (content, NULL), 600000);
  balie_raw_client_free (client);
  do
    {
      g_clear_pointer (&answer, balie_test_answer_free);
      answer = balie_test_desk_call (desk, JAN, "GET", path, NULL);
      stored = balie_test_int (answer->json, "offset");
    }
  while (stored == 0);
  g_assert_cmpint (stored, >=, BALIE_EXCHANGE_PART);
  g_assert_cmpint (stored, <=, 600000);
  send_part (desk, JAN, id, content, (gsize)stored, SIZE);
  finished = finish (desk, JAN, id);
  g_assert_cmpuint (finished->status, ==, 200);
}

/* A request that hangs does not keep its client from going on with another one. */
static void
test_newer_request (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (GBytes) content = make_content (SIZE);
  g_autofree char *id = announce (desk, JAN, content);
  g_autoptr (BalieRawClient) client = balie_raw_client_new (balie_server_get_port (desk->server));
  g_autofree char *head = g_strdup_printf ("PATCH /v1/uploads/%s HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\nUpload-Offset: 0\r\n"
                                           "Content-Type: application/partial-upload\r\nContent-Length: %d\r\n\r\n",
                                           id, balie_test_desk_sign_in (desk, JAN), SIZE);
  g_autoptr (BalieTestAnswer) answer = NULL;
  g_autoptr (BalieTestAnswer) finished = NULL;

  balie_raw_client_send (client, head, -1);
  balie_raw_client_send (client, "rubbish", -1);
  do
    {
      g_clear_pointer (&answer, balie_test_answer_free);
      answer = patch (desk, JAN, id, 0, content);
    }
  while (answer->status == 503);
  g_assert_cmpuint (answer->status, ==, 204);
  finished = finish (desk, JAN, id);
  g_assert_cmpuint (finished->status, ==, 200);
}

/* When the disk is full, what was acknowledged stays, and the rest comes when there is room. */
static void
test_disk_full (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (GBytes) content = make_content (6 * 1024 * 1024);
  g_autofree char *id = announce (desk, JAN, content);
  g_autofree char *path = upload_path (id);
  g_autoptr (GBytes) rest = g_bytes_new_from_bytes (content, 2 * 1024 * 1024, 4 * 1024 * 1024);
  g_autoptr (BalieTestAnswer) answer = NULL;
  g_autoptr (BalieTestAnswer) finished = NULL;
  struct rlimit limit;
  struct rlimit small;

  send_part (desk, JAN, id, content, 0, 2 * 1024 * 1024);
  getrlimit (RLIMIT_FSIZE, &limit);
  small = limit;
  small.rlim_cur = 5 * 1024 * 1024;
  signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &small);
  assert_refused (patch (desk, JAN, id, 2 * 1024 * 1024, rest), 507, "storage-full");
  answer = balie_test_desk_call (desk, JAN, "GET", path, NULL);
  g_assert_cmpint (balie_test_int (answer->json, "offset"), ==, 2 * 1024 * 1024);

  setrlimit (RLIMIT_FSIZE, &limit);
  send_part (desk, JAN, id, content, 2 * 1024 * 1024, 6 * 1024 * 1024);
  finished = finish (desk, JAN, id);
  g_assert_cmpuint (finished->status, ==, 200);
}

/* What nothing comes of is gone after a day, with its file; what came later is not. */
static void
test_collected (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (GBytes) content = make_content (1000);
  g_autoptr (GBytes) other = make_content (2000);
  g_autofree char *finished = upload (desk, JAN, content);
  g_autofree char *half = announce (desk, JAN, other);
  g_autofree char *late = NULL;
  g_autoptr (BalieTestAnswer) kept = NULL;

  send_part (desk, JAN, half, other, 0, 500);
  g_assert_cmpuint (count_files (desk), ==, 2);
  balie_clock_shift (BALIE_UPLOAD_RETENTION - 60000);
  balie_test_desk_stop (desk);
  balie_test_desk_start (desk);
  late = upload (desk, PIET, content);

  balie_clock_shift (BALIE_UPLOAD_RETENTION + 60000);
  balie_test_desk_stop (desk);
  balie_test_desk_start (desk);
  balie_test_wait_until (count_files (desk) == 1);
  assert_refused (get (desk, JAN, finished, NULL, NULL), 404, "not-found");
  assert_refused (finish (desk, JAN, half), 404, "not-found");
  kept = get (desk, PIET, late, NULL, NULL);
  g_assert_true (g_bytes_equal (kept->body, content));
  balie_clock_shift (0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/uploads/whole", test_whole);
  g_test_add_func ("/uploads/empty", test_empty);
  g_test_add_func ("/uploads/offsets", test_offsets);
  g_test_add_func ("/uploads/mismatch", test_mismatch);
  g_test_add_func ("/uploads/limits", test_limits);
  g_test_add_func ("/uploads/names", test_names);
  g_test_add_func ("/uploads/ranges", test_ranges);
  g_test_add_func ("/uploads/foreign", test_foreign);
  g_test_add_func ("/uploads/shared", test_shared);
  g_test_add_func ("/uploads/quota", test_quota);
  g_test_add_func ("/uploads/cut", test_cut);
  g_test_add_func ("/uploads/newer-request", test_newer_request);
  g_test_add_func ("/uploads/disk-full", test_disk_full);
  g_test_add_func ("/uploads/collected", test_collected);
  return g_test_run ();
}
