/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages that carry attachments: who may hang them on, and who gets to see them. */
#include "balie-test-desk.h"

#include <string.h>

/* A whole upload of a small file, which succeeds. Returns its id. */
static char *
upload (BalieTestDesk  *desk,
        BalieTestPerson who,
        const char     *text)
{
  char            *id = g_uuid_string_random ();
  g_autofree char *path = g_strconcat ("/v1/uploads/", id, NULL);
  g_autofree char *finish_path = g_strconcat (path, "/finish", NULL);
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  g_autoptr (BalieTestAnswer) announced = balie_test_desk_call (desk, who, "PUT", path, "{\"size\":%" G_GSIZE_FORMAT ",\"sha256\":\"%s\",\"name\":\"%s.txt\",\"type\":\"text/plain\"}",
                                                                strlen (text), sha256, text);
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

  g_assert_cmpuint (announced->status, ==, 201);
  g_assert_cmpuint (sent->status, ==, 204);
  g_assert_cmpuint (finished->status, ==, 200);
  return id;
}

static BalieTestAnswer *
put_message (BalieTestDesk  *desk,
             BalieTestPerson who,
             const char     *conversation,
             const char     *id,
             const char     *text,
             const char     *attachments)
{
  g_autofree char *path = g_strconcat ("/v1/conversations/", conversation, "/messages/", id, NULL);

  return balie_test_desk_call (desk, who, "PUT", path, "{\"text\":\"%s\",\"attachments\":[%s]}", text, attachments);
}

static guint
get_status (BalieTestDesk  *desk,
            BalieTestPerson who,
            const char     *id)
{
  g_autofree char *path = g_strconcat ("/v1/attachments/", id, NULL);
  g_autoptr (BalieTestAnswer) answer = balie_test_desk_call (desk, who, "GET", path, NULL);

  return answer->status;
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

static void
assert_carries (JsonObject *message,
                const char *first,
                const char *second)
{
  JsonArray *attachments = balie_test_array (message, "attachments");

  g_assert_cmpuint (json_array_get_length (attachments), ==, second != NULL ? 2 : 1);
  g_assert_cmpstr (balie_test_string (json_array_get_object_element (attachments, 0), "id"), ==, first);
  if (second != NULL)
    g_assert_cmpstr (balie_test_string (json_array_get_object_element (attachments, 1), "id"), ==, second);
}

/* The last message in the events of whoever reads. */
static JsonObject *
find_last_event (BalieTestAnswer *sync)
{
  JsonArray  *events = balie_test_array (sync->json, "events");
  JsonObject *found = NULL;

  for (guint i = 0; i < json_array_get_length (events); i++)
    {
      JsonObject *event = json_array_get_object_element (events, i);

      if (g_str_equal (balie_test_string (event, "type"), "message.created"))
        found = balie_test_object (balie_test_object (event, "data"), "message");
    }
  g_assert_nonnull (found);
  return found;
}

static char *
begin_sync (BalieTestDesk  *desk,
            BalieTestPerson who)
{
  g_autoptr (BalieTestAnswer) snapshot = balie_test_desk_call (desk, who, "GET", "/v1/snapshot", NULL);

  return g_strconcat ("/v1/sync?since=", balie_test_string (snapshot->json, "next"), NULL);
}

/* A message shows its attachments, in their order, in the answer, in lists and in the events of both sides. */
static void
test_message (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *one = upload (desk, JAN, "one");
  g_autofree char *two = upload (desk, JAN, "two");
  g_autofree char *ids = g_strdup_printf ("\"%s\",\"%s\"", two, one);
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *list_path = g_strconcat ("/v1/conversations/", desk->chats[JAN], "/messages", NULL);
  g_autofree char *jan_sync = begin_sync (desk, JAN);
  g_autofree char *sanne_sync = begin_sync (desk, SANNE);
  g_autoptr (BalieTestAnswer) made = put_message (desk, JAN, desk->chats[JAN], id, "See these", ids);
  g_autoptr (BalieTestAnswer) again = put_message (desk, JAN, desk->chats[JAN], id, "See these", ids);
  g_autoptr (BalieTestAnswer) list = balie_test_desk_call (desk, SANNE, "GET", list_path, NULL);
  g_autoptr (BalieTestAnswer) jan_events = balie_test_desk_call (desk, JAN, "GET", jan_sync, NULL);
  g_autoptr (BalieTestAnswer) sanne_events = balie_test_desk_call (desk, SANNE, "GET", sanne_sync, NULL);

  g_assert_cmpuint (made->status, ==, 201);
  g_assert_cmpuint (again->status, ==, 200);
  assert_carries (made->json, two, one);
  assert_carries (again->json, two, one);
  assert_carries (json_array_get_object_element (balie_test_array (list->json, "messages"), 0), two, one);
  assert_carries (find_last_event (jan_events), two, one);
  assert_carries (find_last_event (sanne_events), two, one);
  assert_refused (put_message (desk, JAN, desk->chats[JAN], id, "See these", ""), 422, "id-reused");
}

/* A request may come with attachments; without a text it is shown by the name of the first. */
static void
test_request (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *one = upload (desk, JAN, "one");
  g_autofree char *two = upload (desk, JAN, "two");
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *message = g_uuid_string_random ();
  g_autofree char *ids = g_strdup_printf ("\"%s\"", two);
  g_autofree char *other = g_uuid_string_random ();
  g_autofree char *path = g_strconcat ("/v1/conversations/", id, NULL);
  g_autoptr (BalieTestAnswer) made = NULL;
  g_autoptr (BalieTestAnswer) wordless = NULL;
  g_autoptr (BalieTestAnswer) shown = NULL;

  for (guint status = 201; status >= 200; status--)
    {
      g_clear_pointer (&made, balie_test_answer_free);
      made = balie_test_desk_call (desk, JAN, "PUT", path,
                                   "{\"kind\":\"problem\",\"subject\":\"It broke\",\"message\":{\"id\":\"%s\",\"text\":\"So\",\"attachments\":[\"%s\"]}}", message, one);
      g_assert_cmpuint (made->status, ==, status);
      assert_carries (balie_test_object (made->json, "message"), one, NULL);
    }

  wordless = put_message (desk, JAN, id, other, "", ids);
  g_assert_cmpuint (wordless->status, ==, 201);
  shown = balie_test_desk_get_conversation (desk, SANNE, id);
  g_assert_cmpstr (balie_test_string (balie_test_object (shown->json, "last"), "text"), ==, "two.txt");
  g_assert_cmpuint (get_status (desk, SANNE, one), ==, 200);
  g_assert_cmpuint (get_status (desk, PIET, one), ==, 404);
}

/* An attachment hangs on one message, and only its owner hangs it; a refused message leaves nothing behind. */
static void
test_missing (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *one = upload (desk, JAN, "one");
  g_autofree char *foreign = upload (desk, PIET, "foreign");
  g_autofree char *half = g_uuid_string_random ();
  g_autofree char *half_path = g_strconcat ("/v1/uploads/", half, NULL);
  g_autofree char *sha256 = g_strnfill (64, 'a');
  g_autoptr (BalieTestAnswer) announced = balie_test_desk_call (desk, JAN, "PUT", half_path, "{\"size\":1,\"sha256\":\"%s\",\"name\":\"a\",\"type\":\"a/b\"}", sha256);
  g_autofree char  *nothing = g_uuid_string_random ();
  const char *const missing[] = {foreign, half, nothing};
  g_autofree char  *ids = g_strdup_printf ("\"%s\"", one);
  g_autofree char  *twice = g_strdup_printf ("%s,%s", ids, ids);
  g_autofree char  *id = g_uuid_string_random ();
  g_autofree char  *other = g_uuid_string_random ();
  g_autoptr (GString) many = g_string_new (ids);
  g_autoptr (BalieTestAnswer) conversation = NULL;
  g_autoptr (BalieTestAnswer) made = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (missing); i++)
    {
      g_autofree char *both = g_strdup_printf ("%s,\"%s\"", ids, missing[i]);

      assert_refused (put_message (desk, JAN, desk->chats[JAN], id, "x", both), 424, "attachment-missing");
    }
  for (int i = 0; i < 20; i++)
    {
      g_autofree char *another = g_uuid_string_random ();

      g_string_append_printf (many, ",\"%s\"", another);
    }
  assert_refused (put_message (desk, JAN, desk->chats[JAN], id, "x", many->str), 422, "invalid");
  assert_refused (put_message (desk, JAN, desk->chats[JAN], id, "x", twice), 422, "invalid");
  assert_refused (put_message (desk, JAN, desk->chats[JAN], id, "x", "\"no id\""), 422, "invalid");
  assert_refused (put_message (desk, JAN, desk->chats[JAN], id, "", ""), 422, "invalid");
  conversation = balie_test_desk_get_conversation (desk, JAN, desk->chats[JAN]);
  g_assert_cmpint (balie_test_int (conversation->json, "count"), ==, 0);

  made = put_message (desk, JAN, desk->chats[JAN], id, "x", ids);
  g_assert_cmpuint (made->status, ==, 201);
  assert_refused (put_message (desk, JAN, desk->chats[JAN], other, "x", ids), 424, "attachment-missing");
}

/* Who can read a message can fetch what it carries, and nobody else; what hangs on a note is for staff. */
static void
test_who_fetches (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *by_staff = upload (desk, SANNE, "answer");
  g_autofree char *noted = upload (desk, SANNE, "noted");
  g_autofree char *ids = g_strdup_printf ("\"%s\"", by_staff);
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *note = g_uuid_string_random ();
  g_autofree char *note_path = g_strconcat ("/v1/conversations/", desk->chats[JAN], "/messages/", note, NULL);
  g_autoptr (BalieTestAnswer) answer = NULL;
  g_autoptr (BalieTestAnswer) internal = NULL;

  g_assert_cmpuint (get_status (desk, RUBEN, by_staff), ==, 404);
  answer = put_message (desk, SANNE, desk->chats[JAN], id, "Try this", ids);
  internal = balie_test_desk_call (desk, SANNE, "PUT", note_path, "{\"text\":\"x\",\"internal\":true,\"attachments\":[\"%s\"]}", noted);
  g_assert_cmpuint (answer->status, ==, 201);
  g_assert_cmpuint (internal->status, ==, 201);
  assert_carries (internal->json, noted, NULL);

  g_assert_cmpuint (get_status (desk, SANNE, by_staff), ==, 200);
  g_assert_cmpuint (get_status (desk, RUBEN, by_staff), ==, 200);
  g_assert_cmpuint (get_status (desk, JAN, by_staff), ==, 200);
  g_assert_cmpuint (get_status (desk, PIET, by_staff), ==, 404);
  g_assert_cmpuint (get_status (desk, RUBEN, noted), ==, 200);
  g_assert_cmpuint (get_status (desk, JAN, noted), ==, 404);
}

/* Each file may go, but not all of them together; what was refused can be sent otherwise. */
static void
test_too_large_together (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *first = upload (desk, JAN, "12345");
  g_autofree char *second = upload (desk, JAN, "67890");
  g_autofree char *third = upload (desk, JAN, "x");
  g_autofree char *of_staff = upload (desk, SANNE, "12345678901");
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *request = g_uuid_string_random ();
  g_autofree char *note = g_uuid_string_random ();
  g_autofree char *path = g_strconcat ("/v1/conversations/", request, NULL);
  g_autofree char *note_path = g_strdup_printf ("/v1/conversations/%s/messages/%s", desk->chats[JAN], note);
  g_autofree char *three = g_strdup_printf ("\"%s\",\"%s\",\"%s\"", first, second, third);
  g_autofree char *two = g_strdup_printf ("\"%s\",\"%s\"", first, second);
  g_autoptr (BalieTestAnswer) taken = NULL;

  balie_desk_service_get_desk (balie_server_get_service (desk->server))->limits.attachments_size = 10;
  assert_refused (put_message (desk, JAN, desk->chats[JAN], id, "x", three), 413, "attachments-too-large");
  assert_refused (balie_test_desk_call (desk, JAN, "PUT", path, "{\"kind\":\"problem\",\"subject\":\"x\",\"message\":{\"id\":\"%s\",\"text\":\"x\",\"attachments\":[%s]}}", id, three),
                  413, "attachments-too-large");
  assert_refused (balie_test_desk_call (desk, SANNE, "PUT", note_path, "{\"text\":\"x\",\"internal\":true,\"attachments\":[\"%s\"]}", of_staff),
                  413, "attachments-too-large");
  taken = put_message (desk, JAN, desk->chats[JAN], id, "x", two);
  g_assert_cmpuint (taken->status, ==, 201);
  assert_carries (taken->json, first, second);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/attachments/message", test_message);
  g_test_add_func ("/attachments/request", test_request);
  g_test_add_func ("/attachments/missing", test_missing);
  g_test_add_func ("/attachments/who-fetches", test_who_fetches);
  g_test_add_func ("/attachments/too-large-together", test_too_large_together);
  return g_test_run ();
}
