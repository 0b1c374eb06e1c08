/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages: once for ever, numbered without gaps, with all that they do to their conversation. */
#include "balie-test-desk.h"

#include <string.h>

static char *
message_path (const char *conversation,
              const char *message)
{
  return g_strconcat ("/v1/conversations/", conversation, "/messages/", message, NULL);
}

static BalieTestAnswer *
list (BalieTestDesk  *desk,
      BalieTestPerson who,
      const char     *conversation,
      const char     *query)
{
  g_autofree char *path = g_strconcat ("/v1/conversations/", conversation, "/messages", query, NULL);
  BalieTestAnswer *answer = balie_test_desk_call (desk, who, "GET", path, NULL);

  g_assert_cmpuint (answer->status, ==, 200);
  return answer;
}

/* Checks that the messages of a conversation are numbered from 1 without a gap. */
static void
assert_numbered (BalieTestDesk  *desk,
                 BalieTestPerson who,
                 const char     *conversation,
                 gint64          count)
{
  g_autoptr (BalieTestAnswer) page = list (desk, who, conversation, "?limit=200");
  JsonArray *messages = balie_test_array (page->json, "messages");

  g_assert_cmpuint (json_array_get_length (messages), ==, count);
  for (guint i = 0; i < json_array_get_length (messages); i++)
    g_assert_cmpint (balie_test_int (json_array_get_object_element (messages, i), "number_in_conversation"), ==, i + 1);
}

static void
test_once (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *path = message_path (desk->chats[JAN], id);
  g_autoptr (BalieTestAnswer) made = balie_test_desk_call (desk, JAN, "PUT", path, "{\"text\":\"Goedemorgen ☀\"}");
  g_autoptr (BalieTestAnswer) repeated = balie_test_desk_call (desk, JAN, "PUT", path, "{\"text\":\"Goedemorgen ☀\"}");
  g_autoptr (BalieTestAnswer) reused = balie_test_desk_call (desk, JAN, "PUT", path, "{\"text\":\"Goedemiddag\"}");
  g_autofree char *other_path = NULL;
  g_autofree char *request = balie_test_desk_ask (desk, JAN, "Something else");
  g_autoptr (BalieTestAnswer) elsewhere = NULL;

  g_assert_cmpuint (made->status, ==, 201);
  g_assert_cmpint (balie_test_int (made->json, "number_in_conversation"), ==, 1);
  g_assert_cmpstr (balie_test_string (made->json, "id"), ==, id);
  g_assert_cmpuint (repeated->status, ==, 200);
  g_assert_true (g_bytes_equal (made->body, repeated->body));
  g_assert_cmpuint (reused->status, ==, 422);
  g_assert_cmpstr (balie_test_string (reused->json, "type"), ==, "id-reused");

  other_path = message_path (request, id);
  elsewhere = balie_test_desk_call (desk, JAN, "PUT", other_path, "{\"text\":\"Goedemorgen ☀\"}");
  g_assert_cmpuint (elsewhere->status, ==, 422);
  assert_numbered (desk, JAN, desk->chats[JAN], 1);
}

static void
test_once_of_many (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *path = message_path (desk->chats[JAN], id);
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"text\":\"x\"}", strlen ("{\"text\":\"x\"}"));
  const BalieTestRequest request = {.method = "PUT", .path = path, .token = balie_test_desk_sign_in (desk, JAN), .body = body};
  g_autoptr (GPtrArray) answers = balie_test_desk_send_many (desk, &request, 100);
  guint n_made = 0;

  for (guint i = 0; i < answers->len; i++)
    {
      const BalieTestAnswer *answer = g_ptr_array_index (answers, i);

      g_assert_true (answer->status == 200 || answer->status == 201);
      g_assert_cmpint (balie_test_int (answer->json, "number_in_conversation"), ==, 1);
      n_made += answer->status == 201;
    }
  g_assert_cmpuint (n_made, ==, 1);
  assert_numbered (desk, JAN, desk->chats[JAN], 1);
}

static void
test_no_gaps (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (BalieTestAnswer) refused = NULL;
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *path = message_path (desk->chats[JAN], id);

  for (int i = 0; i < 5; i++)
    {
      g_autofree char *hers = balie_test_desk_say (desk, SANNE, desk->chats[JAN], "hello");
      g_autofree char *his = balie_test_desk_say (desk, JAN, desk->chats[JAN], "hello");
    }
  refused = balie_test_desk_call (desk, JAN, "PUT", path, "{\"text\":\"x\",\"reply_to\":\"%s\"}", id);
  g_assert_cmpuint (refused->status, ==, 422);
  assert_numbered (desk, JAN, desk->chats[JAN], 10);
  assert_numbered (desk, RUBEN, desk->chats[JAN], 10);
}

static void
test_pages (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (BalieTestAnswer) newest = NULL;
  g_autoptr (BalieTestAnswer) older = NULL;
  JsonArray *messages;

  for (int i = 0; i < 7; i++)
    {
      g_autofree char *id = balie_test_desk_say (desk, JAN, desk->chats[JAN], "hello");
    }

  newest = list (desk, JAN, desk->chats[JAN], "?limit=3");
  messages = balie_test_array (newest->json, "messages");
  g_assert_cmpuint (json_array_get_length (messages), ==, 3);
  g_assert_cmpint (balie_test_int (json_array_get_object_element (messages, 0), "number_in_conversation"), ==, 5);
  g_assert_true (balie_test_boolean (newest->json, "more"));

  older = list (desk, JAN, desk->chats[JAN], "?limit=4&before=5");
  messages = balie_test_array (older->json, "messages");
  g_assert_cmpuint (json_array_get_length (messages), ==, 4);
  g_assert_cmpint (balie_test_int (json_array_get_object_element (messages, 3), "number_in_conversation"), ==, 4);
  g_assert_false (balie_test_boolean (older->json, "more"));
}

static void
test_replies (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *quoted = balie_test_desk_say (desk, SANNE, desk->chats[JAN], "Which one?");
  g_autofree char *foreign = balie_test_desk_say (desk, SANNE, desk->chats[PIET], "Which one?");
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *path = message_path (desk->chats[JAN], id);
  g_autoptr (BalieTestAnswer) refused = balie_test_desk_call (desk, JAN, "PUT", path, "{\"text\":\"This\",\"reply_to\":\"%s\"}", foreign);
  g_autoptr (BalieTestAnswer) made = balie_test_desk_call (desk, JAN, "PUT", path, "{\"text\":\"This\",\"reply_to\":\"%s\"}", quoted);

  g_assert_cmpuint (refused->status, ==, 422);
  g_assert_cmpuint (made->status, ==, 201);
  g_assert_cmpstr (balie_test_string (made->json, "reply_to"), ==, quoted);
}

/* Of all that a customer can see, nothing tells that there is a note. */
static void
test_notes (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *request = balie_test_desk_ask (desk, JAN, "How?");
  g_autofree char *answer_id = balie_test_desk_say (desk, SANNE, request, "Like this");
  g_autofree char *note = g_uuid_string_random ();
  g_autofree char *path = message_path (request, note);
  g_autofree char *quoting = g_uuid_string_random ();
  g_autofree char *quoting_path = message_path (request, quoting);
  g_autoptr (BalieTestAnswer) before = balie_test_desk_get_conversation (desk, JAN, request);
  g_autoptr (BalieTestAnswer) list_before = list (desk, JAN, request, "");
  g_autoptr (BalieTestAnswer) snapshot_before = balie_test_desk_call (desk, JAN, "GET", "/v1/snapshot", NULL);
  g_autoptr (BalieTestAnswer) made = balie_test_desk_call (desk, SANNE, "PUT", path, "{\"text\":\"He always asks that\",\"internal\":true}");
  g_autoptr (BalieTestAnswer) after = balie_test_desk_get_conversation (desk, JAN, request);
  g_autoptr (BalieTestAnswer) list_after = list (desk, JAN, request, "");
  g_autoptr (BalieTestAnswer) snapshot_after = balie_test_desk_call (desk, JAN, "GET", "/v1/snapshot", NULL);
  g_autoptr (BalieTestAnswer) by_staff = list (desk, RUBEN, request, "");
  g_autoptr (BalieTestAnswer) quoted = balie_test_desk_call (desk, JAN, "PUT", quoting_path, "{\"text\":\"x\",\"reply_to\":\"%s\"}", note);
  g_autoptr (BalieTestAnswer) unknown = balie_test_desk_call (desk, JAN, "PUT", quoting_path, "{\"text\":\"x\",\"reply_to\":\"%s\"}", quoting);
  JsonArray  *messages = balie_test_array (by_staff->json, "messages");
  JsonObject *last = json_array_get_object_element (messages, json_array_get_length (messages) - 1);

  g_assert_cmpuint (made->status, ==, 201);
  g_assert_true (balie_test_boolean (made->json, "internal"));
  g_assert_false (json_object_has_member (made->json, "number_in_conversation"));
  g_assert_true (g_bytes_equal (before->body, after->body));
  g_assert_cmpstr (before->etag, ==, after->etag);
  g_assert_true (g_bytes_equal (list_before->body, list_after->body));
  g_assert_true (g_bytes_equal (snapshot_before->body, snapshot_after->body));
  g_assert_true (g_bytes_equal (quoted->body, unknown->body));
  g_assert_cmpstr (balie_test_string (last, "id"), ==, note);
  g_assert_cmpint (balie_test_int (last, "after"), ==, 4);
}

static void
test_notes_are_for_staff (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *path = message_path (desk->chats[JAN], id);
  g_autoptr (BalieTestAnswer) refused = balie_test_desk_call (desk, JAN, "PUT", path, "{\"text\":\"x\",\"internal\":true}");

  g_assert_cmpuint (refused->status, ==, 422);
}

static void
test_status_follows (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *request = balie_test_desk_ask (desk, JAN, "How?");
  g_autofree char *answer_id = balie_test_desk_say (desk, SANNE, request, "What do you mean?");
  g_autoptr (BalieTestAnswer) taken = balie_test_desk_get_conversation (desk, JAN, request);
  g_autoptr (BalieTestAnswer) waiting = balie_test_desk_set_status (desk, SANNE, request, "waiting");
  g_autofree char *more = balie_test_desk_say (desk, JAN, request, "This");
  g_autoptr (BalieTestAnswer) awake = balie_test_desk_get_conversation (desk, JAN, request);
  g_autoptr (BalieTestAnswer) solved = balie_test_desk_set_status (desk, JAN, request, "solved");
  g_autofree char *again = balie_test_desk_say (desk, JAN, request, "Not quite");
  g_autoptr (BalieTestAnswer) reopened = balie_test_desk_get_conversation (desk, JAN, request);
  g_autoptr (BalieTestAnswer) closed = balie_test_desk_set_status (desk, SANNE, request, "closed");
  g_autofree char *late = g_uuid_string_random ();
  g_autofree char *path = message_path (request, late);
  g_autoptr (BalieTestAnswer) refused = balie_test_desk_call (desk, JAN, "PUT", path, "{\"text\":\"Hello?\"}");

  g_assert_cmpstr (balie_test_string (taken->json, "status"), ==, "in_progress");
  g_assert_cmpstr (balie_test_string (balie_test_object (taken->json, "assignee"), "name"), ==, "Sanne de Boer");
  g_assert_cmpstr (balie_test_string (balie_test_object (taken->json, "last"), "text"), ==, "What do you mean?");
  g_assert_cmpuint (waiting->status, ==, 200);
  g_assert_true (json_object_has_member (waiting->json, "waiting_since"));
  g_assert_cmpstr (balie_test_string (awake->json, "status"), ==, "in_progress");
  g_assert_false (json_object_has_member (awake->json, "waiting_since"));
  g_assert_cmpuint (solved->status, ==, 200);
  g_assert_cmpstr (balie_test_string (reopened->json, "status"), ==, "open");
  g_assert_cmpuint (closed->status, ==, 200);
  g_assert_cmpuint (refused->status, ==, 409);
  g_assert_cmpstr (balie_test_string (refused->json, "type"), ==, "conversation-closed");
}

static gint64
get_mark (BalieTestDesk  *desk,
          BalieTestPerson who,
          const char     *side)
{
  g_autoptr (BalieTestAnswer) conversation = balie_test_desk_get_conversation (desk, who, desk->chats[JAN]);

  return balie_test_int (balie_test_object (conversation->json, "read"), side);
}

static void
test_read_marks (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *path = g_strconcat ("/v1/conversations/", desk->chats[JAN], "/read", NULL);
  g_autofree char *his = balie_test_desk_say (desk, JAN, desk->chats[JAN], "Hello");
  g_autofree char *hers = balie_test_desk_say (desk, SANNE, desk->chats[JAN], "Hello");
  g_autofree char *hers_again = balie_test_desk_say (desk, SANNE, desk->chats[JAN], "Good morning");
  g_autoptr (BalieTestAnswer) moved = NULL;
  g_autoptr (BalieTestAnswer) back = NULL;
  g_autoptr (BalieTestAnswer) beyond = NULL;

  g_assert_cmpint (get_mark (desk, JAN, "own"), ==, 1);
  g_assert_cmpint (get_mark (desk, JAN, "other"), ==, 3);
  g_assert_cmpint (get_mark (desk, RUBEN, "own"), ==, 3);
  g_assert_cmpint (get_mark (desk, RUBEN, "other"), ==, 1);

  moved = balie_test_desk_call (desk, JAN, "PUT", path, "{\"up_to\":2}");
  g_assert_cmpuint (moved->status, ==, 204);
  g_assert_cmpint (get_mark (desk, JAN, "own"), ==, 2);

  back = balie_test_desk_call (desk, JAN, "PUT", path, "{\"up_to\":1}");
  g_assert_cmpuint (back->status, ==, 204);
  g_assert_cmpint (get_mark (desk, JAN, "own"), ==, 2);
  g_assert_cmpint (get_mark (desk, SANNE, "other"), ==, 2);

  beyond = balie_test_desk_call (desk, JAN, "PUT", path, "{\"up_to\":4}");
  g_assert_cmpuint (beyond->status, ==, 422);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/messages/once", test_once);
  g_test_add_func ("/messages/once-of-many", test_once_of_many);
  g_test_add_func ("/messages/no-gaps", test_no_gaps);
  g_test_add_func ("/messages/pages", test_pages);
  g_test_add_func ("/messages/replies", test_replies);
  g_test_add_func ("/messages/notes", test_notes);
  g_test_add_func ("/messages/notes-are-for-staff", test_notes_are_for_staff);
  g_test_add_func ("/messages/status-follows", test_status_follows);
  g_test_add_func ("/messages/read-marks", test_read_marks);
  return g_test_run ();
}
