/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Streams: a snapshot and the events since make the later snapshot; positions that are not known are refused. */
#include "balie-clock.h"
#include "balie-event-store.h"
#include "balie-maintenance.h"
#include "balie-test-desk.h"

#include <string.h>

/* What a client keeps: conversations by id, as JSON. */
typedef struct
{
  GHashTable *conversations;
  GHashTable *types;
  char       *position;
} Cache;

static void
cache_clear (Cache *self)
{
  g_clear_pointer (&self->conversations, g_hash_table_unref);
  g_clear_pointer (&self->types, g_hash_table_unref);
  g_free (self->position);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Cache, cache_clear)

static void
keep (Cache      *self,
      JsonObject *conversation)
{
  g_hash_table_replace (self->conversations, g_strdup (balie_test_string (conversation, "id")), json_object_ref (conversation));
}

static void
take_snapshot (Cache          *self,
               BalieTestDesk  *desk,
               BalieTestPerson who)
{
  g_autofree char *path = g_strdup ("/v1/snapshot?limit=2");

  self->conversations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)json_object_unref);
  self->types = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  while (path != NULL)
    {
      g_autoptr (BalieTestAnswer) page = balie_test_desk_call (desk, who, "GET", path, NULL);
      JsonArray *conversations = balie_test_array (page->json, "conversations");

      for (guint i = 0; i < json_array_get_length (conversations); i++)
        keep (self, json_array_get_object_element (conversations, i));

      g_assert_true (self->position == NULL || g_str_equal (self->position, balie_test_string (page->json, "next")));
      g_free (self->position);
      self->position = g_strdup (balie_test_string (page->json, "next"));
      g_free (path);
      path = g_steal_pointer (&page->next);
    }
}

static void
move_mark (Cache      *self,
           JsonObject *data,
           const char *own_side)
{
  JsonObject *conversation = g_hash_table_lookup (self->conversations, balie_test_string (data, "conversation"));
  JsonObject *read = balie_test_object (conversation, "read");
  const char *mark = g_str_equal (balie_test_string (data, "reader"), own_side) ? "own" : "other";

  json_object_set_int_member (read, mark, balie_test_int (data, "up_to"));
}

static void
apply (Cache      *self,
       JsonObject *event,
       const char *own_side)
{
  const char *type = balie_test_string (event, "type");
  JsonObject *data = balie_test_object (event, "data");

  g_hash_table_add (self->types, g_strdup (type));
  if (g_str_equal (type, "read.moved"))
    move_mark (self, data, own_side);
  else if (json_object_has_member (data, "conversation"))
    keep (self, balie_test_object (data, "conversation"));
}

static void
catch_up (Cache          *self,
          BalieTestDesk  *desk,
          BalieTestPerson who)
{
  gint64   seq = g_ascii_strtoll (strchr (self->position, '.') + 1, NULL, 10);
  gboolean more = TRUE;

  while (more)
    {
      g_autofree char *path = g_strconcat ("/v1/sync?limit=3&since=", self->position, NULL);
      g_autoptr (BalieTestAnswer) page = balie_test_desk_call (desk, who, "GET", path, NULL);
      JsonArray *events = balie_test_array (page->json, "events");

      for (guint i = 0; i < json_array_get_length (events); i++)
        {
          JsonObject *event = json_array_get_object_element (events, i);

          g_assert_cmpint (balie_test_int (event, "seq"), ==, ++seq);
          apply (self, event, who == JAN || who == PIET ? "customer" : "staff");
        }
      g_free (self->position);
      self->position = g_strdup (balie_test_string (page->json, "next"));
      more = balie_test_boolean (page->json, "more");
    }
}

static void
assert_same (const Cache *a,
             const Cache *b)
{
  GHashTableIter iter;
  gpointer       id;
  gpointer       conversation;

  g_assert_cmpstr (a->position, ==, b->position);
  g_assert_cmpuint (g_hash_table_size (a->conversations), ==, g_hash_table_size (b->conversations));
  g_hash_table_iter_init (&iter, a->conversations);
  while (g_hash_table_iter_next (&iter, &id, &conversation))
    {
      JsonObject *other = g_hash_table_lookup (b->conversations, id);
      g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), conversation);
      g_autoptr (JsonNode) other_node = json_node_init_object (json_node_alloc (), other);
      g_autofree char *text = json_to_string (node, FALSE);
      g_autofree char *other_text = json_to_string (other_node, FALSE);

      g_assert_true (json_node_equal (node, other_node) || (g_test_message ("%s\n%s", text, other_text), FALSE));
    }
}

/* Everything that makes an event. */
static void
do_everything (BalieTestDesk *desk)
{
  g_autofree char *request = balie_test_desk_ask (desk, JAN, "How?");
  g_autofree char *his = balie_test_desk_say (desk, JAN, desk->chats[JAN], "Hello");
  g_autofree char *hers = balie_test_desk_say (desk, SANNE, desk->chats[JAN], "Good morning");
  g_autofree char *read_path = g_strconcat ("/v1/conversations/", desk->chats[JAN], "/read", NULL);
  g_autoptr (BalieTestAnswer) read = balie_test_desk_call (desk, JAN, "PUT", read_path, "{\"up_to\":2}");
  g_autofree char *answer = balie_test_desk_say (desk, RUBEN, request, "Like this");
  g_autofree char *note = g_uuid_string_random ();
  g_autofree char *note_path = g_strconcat ("/v1/conversations/", request, "/messages/", note, NULL);
  g_autoptr (BalieTestAnswer) noted = balie_test_desk_call (desk, SANNE, "PUT", note_path, "{\"text\":\"Hm\",\"internal\":true}");
  g_autoptr (BalieTestAnswer) waiting = balie_test_desk_set_status (desk, RUBEN, request, "waiting");
  g_autoptr (BalieTestAnswer) solved = balie_test_desk_set_status (desk, JAN, request, "solved");
  g_autoptr (BalieTestAnswer) login = balie_test_desk_call (desk, NOBODY, "POST", "/v1/sessions", "{\"username\":\"jan\",\"password\":\"" BALIE_TEST_PASSWORD "\"}");
  g_autofree char *session_path = g_strconcat ("/v1/sessions/", balie_test_string (login->json, "session_id"), NULL);
  g_autoptr (BalieTestAnswer) ended = balie_test_desk_call (desk, JAN, "DELETE", session_path, NULL);

  g_assert_cmpuint (read->status, ==, 204);
  g_assert_cmpuint (noted->status, ==, 201);
  g_assert_cmpuint (waiting->status, ==, 200);
  g_assert_cmpuint (solved->status, ==, 200);
  g_assert_cmpuint (ended->status, ==, 204);
}

/* The desk gets another name, and a category to change a request to. */
static void
reconfigure (BalieTestDesk *desk)
{
  const char *path = balie_test_folder_get_file (desk->folder, "desk.db");
  g_autoptr (BalieDesk) settings = balie_server_config_make_default_desk ();
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieDb) db = NULL;

  balie_test_desk_stop (desk);
  g_free (settings->name);
  settings->name = g_strdup ("Another name");
  g_ptr_array_add (settings->categories, balie_choice_new ("invoices", "Invoices"));
  db = balie_desk_service_open_database (path, settings, NULL, &local_error);
  g_assert_no_error (local_error);
  balie_test_desk_start (desk);
}

static void
categorize (BalieTestDesk *desk,
            const char    *request)
{
  g_autoptr (BalieTestAnswer) before = balie_test_desk_get_conversation (desk, SANNE, request);
  g_autofree char *path = g_strconcat ("/v1/conversations/", request, NULL);
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"category\":\"invoices\"}", strlen ("{\"category\":\"invoices\"}"));
  const BalieTestRequest patch = {.method = "PATCH", .path = path, .token = balie_test_desk_sign_in (desk, SANNE), .if_match = before->etag, .body = body};
  g_autoptr (BalieTestAnswer) after = balie_test_desk_send (desk, &patch);

  g_assert_cmpuint (after->status, ==, 200);
}

static void
test_events_make_the_snapshot (void)
{
  static const char *const of_customer[] = {
    "conversation.created",
    "conversation.changed",
    "message.created",
    "read.moved",
    "desk.changed",
    "session.ended",
  };
  static const BalieTestPerson readers[] = {JAN, PIET, SANNE};
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *request = NULL;
  Cache            before[G_N_ELEMENTS (readers)] = {0};

  for (gsize i = 0; i < G_N_ELEMENTS (readers); i++)
    take_snapshot (&before[i], desk, readers[i]);

  do_everything (desk);
  reconfigure (desk);
  request = balie_test_desk_ask (desk, JAN, "Why?");
  categorize (desk, request);

  for (gsize i = 0; i < G_N_ELEMENTS (readers); i++)
    {
      g_auto (Cache) after = {0};

      catch_up (&before[i], desk, readers[i]);
      take_snapshot (&after, desk, readers[i]);
      assert_same (&before[i], &after);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (of_customer); i++)
    g_assert_true (g_hash_table_contains (before[0].types, of_customer[i]));
  g_assert_cmpuint (g_hash_table_size (before[1].types), ==, 1);
  g_assert_true (g_hash_table_contains (before[1].types, "desk.changed"));
  for (gsize i = 0; i < G_N_ELEMENTS (readers); i++)
    cache_clear (&before[i]);
}

static void
test_unknown_positions (void)
{
  static const char *const positions[] = {"x.1", "1", ".", "nonsense", "%s.99999", "%s.-1", "%s.1x"};
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  const char *epoch = balie_desk_service_get_desk (balie_server_get_service (desk->server))->epoch;

  for (gsize i = 0; i < G_N_ELEMENTS (positions); i++)
    {
      g_auto (GStrv) parts = g_strsplit (positions[i], "%s", 2);
      g_autofree char *position = g_strjoinv (epoch, parts);
      g_autofree char *sync_path = g_strconcat ("/v1/sync?since=", position, NULL);
      g_autofree char *events_path = g_strconcat ("/v1/events?since=", position, NULL);
      g_autoptr (BalieTestAnswer) sync = balie_test_desk_call (desk, JAN, "GET", sync_path, NULL);
      g_autoptr (BalieTestAnswer) events = balie_test_desk_call (desk, JAN, "GET", events_path, NULL);

      g_assert_cmpuint (sync->status, ==, 410);
      g_assert_cmpstr (balie_test_string (sync->json, "type"), ==, "sync-reset");
      g_assert_cmpuint (events->status, ==, 410);
    }
}

static void
run_done (GObject      *source,
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
test_retention (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_auto (Cache) old = {0};
  g_auto (Cache) recent = {0};
  g_auto (Cache) now = {0};
  g_autofree char *old_path = NULL;
  g_autoptr (BalieTestAnswer) refused = NULL;
  gboolean done = FALSE;

  take_snapshot (&old, desk, JAN);
  g_free (balie_test_desk_say (desk, JAN, desk->chats[JAN], "long ago"));
  take_snapshot (&recent, desk, JAN);
  balie_clock_shift (BALIE_EVENT_RETENTION + 60000);
  g_clear_pointer (&desk->tokens[JAN], g_free);
  g_free (balie_test_desk_say (desk, JAN, desk->chats[JAN], "just now"));
  balie_desk_service_write_async (balie_server_get_service (desk->server), balie_maintenance_prune, NULL, NULL, NULL, NULL, run_done, &done);
  balie_test_wait_until (done);

  old_path = g_strconcat ("/v1/sync?since=", old.position, NULL);
  refused = balie_test_desk_call (desk, JAN, "GET", old_path, NULL);
  g_assert_cmpuint (refused->status, ==, 410);
  catch_up (&recent, desk, JAN);
  take_snapshot (&now, desk, JAN);
  assert_same (&recent, &now);
  balie_clock_shift (0);
}

static void
test_waiting (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_auto (Cache) cache = {0};
  g_autofree char *path = NULL;
  g_autoptr (BalieTestAnswer) nothing = NULL;

  take_snapshot (&cache, desk, JAN);
  path = g_strconcat ("/v1/sync?wait=1&since=", cache.position, NULL);
  nothing = balie_test_desk_call (desk, JAN, "GET", path, NULL);
  g_assert_cmpuint (nothing->status, ==, 200);
  g_assert_cmpuint (json_array_get_length (balie_test_array (nothing->json, "events")), ==, 0);
  g_assert_cmpstr (balie_test_string (nothing->json, "next"), ==, cache.position);
}

static void
test_restart (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_auto (Cache) before = {0};
  g_auto (Cache) after = {0};

  g_free (balie_test_desk_ask (desk, JAN, "How?"));
  take_snapshot (&before, desk, JAN);
  balie_test_desk_stop (desk);
  balie_test_desk_start (desk);
  take_snapshot (&after, desk, JAN);
  assert_same (&before, &after);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/streams/events-make-the-snapshot", test_events_make_the_snapshot);
  g_test_add_func ("/streams/unknown-positions", test_unknown_positions);
  g_test_add_func ("/streams/retention", test_retention);
  g_test_add_func ("/streams/waiting", test_waiting);
  g_test_add_func ("/streams/restart", test_restart);
  return g_test_run ();
}
