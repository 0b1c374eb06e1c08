/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk's document, its description, and the settings that make it. */
#include "balie-clock.h"
#include "balie-error.h"
#include "balie-test-desk.h"

#include <string.h>

static BalieTestAnswer *
get_desk (BalieTestDesk *desk,
          const char    *if_none_match)
{
  const BalieTestRequest request = {.method = "GET", .path = "/v1/desk", .if_none_match = if_none_match};

  return balie_test_desk_send (desk, &request);
}

static void
test_document (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (BalieTestAnswer) answer = get_desk (desk, NULL);

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpstr (balie_test_string (balie_test_object (answer->json, "schedule"), "timezone"), ==, "Europe/Amsterdam");
  g_assert_false (balie_test_boolean (balie_test_object (answer->json, "state"), "staffed"));
}

/* The ETag holds as long as nothing but the time is another. */
static void
test_etag (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  gint64 monday_noon = 0;
  g_autoptr (BalieTestAnswer) noon = NULL;
  g_autoptr (BalieTestAnswer) minute_later = NULL;
  g_autoptr (BalieTestAnswer) evening = NULL;

  g_assert_true (balie_time_from_string ("2026-11-23T12:00:00+01:00", &monday_noon));
  balie_clock_shift (0);
  balie_clock_shift (monday_noon - balie_clock_now ());
  noon = get_desk (desk, NULL);
  g_assert_true (balie_test_boolean (balie_test_object (noon->json, "state"), "open"));

  balie_clock_shift (0);
  balie_clock_shift (monday_noon + 60000 - balie_clock_now ());
  minute_later = get_desk (desk, noon->etag);
  g_assert_cmpuint (minute_later->status, ==, 304);

  balie_clock_shift (0);
  balie_clock_shift (monday_noon + 6 * 3600000 - balie_clock_now ());
  evening = get_desk (desk, noon->etag);
  g_assert_cmpuint (evening->status, ==, 200);
  g_assert_false (balie_test_boolean (balie_test_object (evening->json, "state"), "open"));
  balie_clock_shift (0);
}

/* A desk that was made by an older program can do what this one does, and its readers are told so once. */
static void
test_features (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (BalieTestAnswer) snapshot = balie_test_desk_call (desk, JAN, "GET", "/v1/snapshot", NULL);
  g_autofree char *sync = g_strconcat ("/v1/sync?since=", balie_test_string (snapshot->json, "next"), NULL);
  g_autoptr (GError) local_error = NULL;

  balie_test_desk_stop (desk);
  {
    g_autoptr (BalieDb) db = balie_db_open (balie_test_folder_get_file (desk->folder, "desk.db"), BALIE_DB_READ_WRITE, &local_error);

    g_assert_no_error (local_error);
    balie_db_exec (db, "UPDATE desk SET document = replace (document, ',\"attachments\"]', ']')", &local_error);
    g_assert_no_error (local_error);
  }

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (BalieTestAnswer) answer = NULL;
      g_autoptr (BalieTestAnswer) events = NULL;

      balie_test_desk_start (desk);
      answer = get_desk (desk, NULL);
      g_assert_cmpuint (json_array_get_length (balie_test_array (answer->json, "features")), ==, 4);
      events = balie_test_desk_call (desk, JAN, "GET", sync, NULL);
      g_assert_cmpuint (json_array_get_length (balie_test_array (events->json, "events")), ==, 1);
      if (i == 0)
        balie_test_desk_stop (desk);
    }
}

static void
test_description (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (BalieTestAnswer) answer = balie_test_desk_call (desk, NOBODY, "GET", "/v1/openapi.yaml", NULL);

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpstr (answer->content_type, ==, "application/yaml");
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (answer->body, NULL), (gssize)g_bytes_get_size (answer->body), "openapi: 3.1.0"));
}

/* A file with settings, and what is said about it; NULL for nothing. */
static const struct
{
  const char *text;
  const char *fault;
} files[] = {
  {"[server]\ndata=/tmp\n", NULL},
  {"[server]\ndata=/tmp\nlisten=[::1]:0\n", NULL},
  {"[server]\ndata=/tmp\n[desk]\nname=Zoë\naccent=#AABBCC\nlanguages=en\ncategories=a=One;b=Two\n", NULL},
  {"[server]\n", "test.conf:server.data: is required"},
  {"[server]\ndata=/tmp\nlisten=0.0.0.0:8080\nallow-remote=true\n", NULL},
  {"[server]\ndata=/tmp\nlisten=0.0.0.0:8080\n", "test.conf:server.listen: other machines"},
  {"[server]\ndata=/tmp\nlisten=localhost:8080\n", "test.conf:server.listen: must be an IP address"},
  {"[server]\ndata=/tmp\nlisten=127.0.0.1\n", "test.conf:server.listen: must be an address and a port"},
  {"[server]\ndata=/tmp\nallow-remote=yes\n", "test.conf:server.allow-remote: must be true or false"},
  {"[server]\ndata=/tmp\nport=80\n", "test.conf:server.port: there is no such setting"},
  {"[server]\ndata=/tmp\nquota=100\n", NULL},
  {"[server]\ndata=/tmp\nclose-after-days=0\n", NULL},
  {"[server]\ndata=/tmp\nclose-after-days=soon\n", "test.conf:server.close-after-days: must be a number of days"},
  {"[server]\ndata=/tmp\nclose-after-days=-1\n", "test.conf:server.close-after-days: must be a number of days"},
  {"[server]\ndata=/tmp\n[desk]\nattachment-size=5\n", NULL},
  {"[server]\ndata=/tmp\n[desk]\nattachment-size=x\n", "test.conf:desk.attachment-size: must be a number of MiB"},
  {"[server]\ndata=/tmp\n[desk]\nattachments-size=5\n", NULL},
  {"[server]\ndata=/tmp\n[desk]\nattachments-size=0\n", "test.conf:desk.attachments-size: must be a number of MiB"},
  {"[server]\ndata=/tmp\nquota=0\n", "test.conf:server.quota: must be a number of MiB"},
  {"[server]\ndata=/tmp\nquota=1 GB\n", "test.conf:server.quota: must be a number of MiB"},
  {"[sever]\ndata=/tmp\n", "test.conf:sever.data: there is no such setting"},
  {"[server]\ndata=/tmp\n[desk]\naccent=blue\n", "test.conf:desk.accent: must be a colour"},
  {"[server]\ndata=/tmp\n[desk]\nlanguages=Dutch\n", "test.conf:desk.languages: must be codes"},
  {"[server]\ndata=/tmp\n[desk]\ncategories=One\n", "test.conf:desk.categories: must be a list"},
  {"[server]\ndata=/tmp\n[desk]\nschedule=/nonexistent\n", "test.conf:desk.schedule: "},
  {"data=/tmp\n", "test.conf: "},
};

static void
test_settings (void)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  const char *path = balie_test_folder_get_file (folder, "test.conf");

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (BalieServerConfig) config = balie_server_config_new ();
      g_autoptr (GError) local_error = NULL;
      gboolean loaded;

      g_file_set_contents (path, files[i].text, -1, &local_error);
      g_assert_no_error (local_error);
      balie_server_config_set_file (config, path);
      loaded = balie_server_config_load (config, &local_error);
      g_test_message ("%s", local_error != NULL ? local_error->message : "good");
      g_assert_true (loaded == (files[i].fault == NULL));
      if (!loaded)
        {
          g_assert_error (local_error, BALIE_ERROR, BALIE_ERROR_INVALID);
          g_assert_nonnull (strstr (local_error->message, files[i].fault));
        }
    }
}

static void
test_command_line_goes_first (void)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  const char *path = balie_test_folder_get_file (folder, "test.conf");
  g_autoptr (BalieServerConfig) config = balie_server_config_new ();
  g_autoptr (GError) local_error = NULL;

  g_file_set_contents (path, "[server]\ndata=/tmp\nlisten=127.0.0.1:1\n[desk]\nname=File\n", -1, &local_error);
  g_assert_no_error (local_error);
  balie_server_config_set_file (config, path);
  balie_server_config_set (config, "desk.name", "Line");
  g_assert_true (balie_server_config_load (config, &local_error));
  g_assert_cmpstr (balie_server_config_get_desk (config)->name, ==, "Line");
  g_assert_cmpstr (balie_server_config_get_listen (config), ==, "127.0.0.1:1");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/desk/document", test_document);
  g_test_add_func ("/desk/etag", test_etag);
  g_test_add_func ("/desk/features", test_features);
  g_test_add_func ("/desk/description", test_description);
  g_test_add_func ("/desk/settings", test_settings);
  g_test_add_func ("/desk/command-line-goes-first", test_command_line_goes_first);
  return g_test_run ();
}
