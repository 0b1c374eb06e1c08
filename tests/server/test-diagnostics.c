/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Technical details that go with a message: kept as they were sent, for the customer and the staff. */
#include "balie-test-desk.h"

#include <string.h>

#define DETAILS "[{\"name\":\"system\",\"value\":\"Debian 13\"},{\"name\":\"log\",\"value\":\"one\\n\\ttwo\"}]"

static BalieTestAnswer *
put_request (BalieTestDesk  *desk,
             BalieTestPerson who,
             const char     *id,
             const char     *message,
             const char     *diagnostics)
{
  g_autofree char *path = g_strconcat ("/v1/conversations/", id, NULL);

  return balie_test_desk_call (desk, who, "PUT", path, "{\"kind\":\"problem\",\"subject\":\"It stops\",\"message\":{\"id\":\"%s\",\"text\":\"x\",\"diagnostics\":%s}}",
                               message, diagnostics);
}

static BalieTestAnswer *
put_message (BalieTestDesk  *desk,
             BalieTestPerson who,
             const char     *conversation,
             const char     *id,
             const char     *diagnostics)
{
  g_autofree char *path = g_strconcat ("/v1/conversations/", conversation, "/messages/", id, NULL);

  return balie_test_desk_call (desk, who, "PUT", path, "{\"text\":\"x\",\"diagnostics\":%s}", diagnostics);
}

static void
assert_details (JsonObject *message)
{
  JsonArray  *details = balie_test_array (message, "diagnostics");
  JsonObject *log;

  g_assert_cmpuint (json_array_get_length (details), ==, 2);
  g_assert_cmpstr (balie_test_string (json_array_get_object_element (details, 0), "name"), ==, "system");
  log = json_array_get_object_element (details, 1);
  g_assert_cmpstr (balie_test_string (log, "name"), ==, "log");
  g_assert_cmpstr (balie_test_string (log, "value"), ==, "one\n\ttwo");
}

/* In the page of messages and in the event of whoever reads. */
static void
assert_seen (BalieTestDesk  *desk,
             BalieTestPerson who,
             const char     *conversation,
             const char     *since)
{
  g_autofree char *path = g_strconcat ("/v1/conversations/", conversation, "/messages", NULL);
  g_autofree char *sync_path = g_strconcat ("/v1/sync?since=", since, NULL);
  g_autoptr (BalieTestAnswer) page = balie_test_desk_call (desk, who, "GET", path, NULL);
  g_autoptr (BalieTestAnswer) sync = balie_test_desk_call (desk, who, "GET", sync_path, NULL);
  JsonArray *events = balie_test_array (sync->json, "events");
  guint      n_seen = 0;

  assert_details (json_array_get_object_element (balie_test_array (page->json, "messages"), 0));
  for (guint i = 0; i < json_array_get_length (events); i++)
    {
      JsonObject *data = balie_test_object (json_array_get_object_element (events, i), "data");

      if (json_object_has_member (data, "message") && json_object_has_member (balie_test_object (data, "message"), "diagnostics"))
        {
          assert_details (balie_test_object (data, "message"));
          n_seen++;
        }
    }
  g_assert_cmpuint (n_seen, ==, 1);
}

static void
test_seen (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *message = g_uuid_string_random ();
  g_autoptr (BalieTestAnswer) of_jan = balie_test_desk_call (desk, JAN, "GET", "/v1/snapshot", NULL);
  g_autoptr (BalieTestAnswer) of_staff = balie_test_desk_call (desk, SANNE, "GET", "/v1/snapshot", NULL);
  g_autoptr (BalieTestAnswer) made = put_request (desk, JAN, id, message, DETAILS);
  g_autoptr (BalieTestAnswer) list = NULL;

  g_assert_cmpuint (made->status, ==, 201);
  assert_details (balie_test_object (made->json, "message"));
  assert_seen (desk, JAN, id, balie_test_string (of_jan->json, "next"));
  assert_seen (desk, SANNE, id, balie_test_string (of_staff->json, "next"));

  list = balie_test_desk_call (desk, JAN, "GET", "/v1/conversations", NULL);
  g_assert_null (strstr (g_bytes_get_data (list->body, NULL), "diagnostics"));

  balie_test_desk_stop (desk);
  balie_test_desk_start (desk);
  assert_seen (desk, JAN, id, balie_test_string (of_jan->json, "next"));
}

/* Part of what makes a repetition; nothing at all is as good as an empty list. */
static void
test_once (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *message = g_uuid_string_random ();
  g_autofree char *answer = g_uuid_string_random ();
  g_autofree char *plain = g_uuid_string_random ();
  g_autoptr (BalieTestAnswer) made = put_request (desk, JAN, id, message, DETAILS);
  g_autoptr (BalieTestAnswer) repeated = put_request (desk, JAN, id, message, DETAILS);
  g_autoptr (BalieTestAnswer) other = put_request (desk, JAN, id, message, "[{\"name\":\"system\",\"value\":\"Debian 12\"}]");
  g_autoptr (BalieTestAnswer) without = put_request (desk, JAN, id, message, "null");
  g_autoptr (BalieTestAnswer) said = put_message (desk, JAN, id, answer, DETAILS);
  g_autoptr (BalieTestAnswer) said_again = put_message (desk, JAN, id, answer, DETAILS);
  g_autoptr (BalieTestAnswer) said_other = put_message (desk, JAN, id, answer, "null");
  g_autoptr (BalieTestAnswer) said_plain = put_message (desk, JAN, id, plain, "null");
  g_autoptr (BalieTestAnswer) said_empty = put_message (desk, JAN, id, plain, "[]");

  g_assert_cmpuint (made->status, ==, 201);
  g_assert_cmpuint (repeated->status, ==, 200);
  g_assert_true (g_bytes_equal (made->body, repeated->body));
  g_assert_cmpuint (other->status, ==, 422);
  g_assert_cmpuint (without->status, ==, 422);
  g_assert_cmpuint (said->status, ==, 201);
  assert_details (said->json);
  g_assert_cmpuint (said_again->status, ==, 200);
  g_assert_cmpuint (said_other->status, ==, 422);
  g_assert_cmpuint (said_plain->status, ==, 201);
  g_assert_cmpuint (said_empty->status, ==, 200);
}

static char *
make_details (guint n_items,
              gsize length)
{
  g_autoptr (GString) text = g_string_new ("[");
  g_autofree char *value = g_strnfill (length, 'x');

  for (guint i = 0; i < n_items; i++)
    g_string_append_printf (text, "%s{\"name\":\"%02u\",\"value\":\"%s\"}", i > 0 ? "," : "", i, value);
  g_string_append_c (text, ']');
  return g_strdup (text->str);
}

/* At each limit, and one over. */
static void
test_limits (void)
{
  static const struct
  {
    guint n_items;
    gsize length;
    guint status;
  } cases[] = {
    {32, 1, 201},
    {33, 1, 422},
    {1, 96 * 1024 - 2, 201},
    {1, 96 * 1024 - 1, 422},
    {32, 3 * 1024 - 2, 201},
    {32, 3 * 1024 - 1, 422},
  };
  static const char *const faulty[] = {
    "{}",
    "[\"x\"]",
    "[{\"name\":\"x\"}]",
    "[{\"name\":\"\",\"value\":\"x\"}]",
    "[{\"name\":\"x\",\"value\":1}]",
    "[{\"name\":\"x\",\"value\":\"x\",\"more\":\"x\"}]",
    "[{\"name\":\"x\",\"value\":\"1\"},{\"name\":\"x\",\"value\":\"2\"}]",
    "[{\"name\":\"a\\nb\",\"value\":\"x\"}]",
    "[{\"name\":\"x\",\"value\":\"a\\u001bb\"}]",
    "[{\"name\":\"0123456789012345678901234567890123456789012345678901234567890123x\",\"value\":\"x\"}]",
  };
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *id = g_uuid_string_random ();
      g_autofree char *details = make_details (cases[i].n_items, cases[i].length);
      g_autoptr (BalieTestAnswer) answer = put_message (desk, JAN, desk->chats[JAN], id, details);

      g_test_message ("%u of %" G_GSIZE_FORMAT, cases[i].n_items, cases[i].length);
      g_assert_cmpuint (answer->status, ==, cases[i].status);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (faulty); i++)
    {
      g_autofree char *id = g_uuid_string_random ();
      g_autoptr (BalieTestAnswer) answer = put_message (desk, JAN, desk->chats[JAN], id, faulty[i]);

      g_test_message ("%s", faulty[i]);
      g_assert_cmpuint (answer->status, ==, 422);
    }
}

/* The staff's own computers are nobody's business. */
static void
test_not_of_staff (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (BalieTestAnswer) refused = put_message (desk, SANNE, desk->chats[JAN], id, DETAILS);

  g_assert_cmpuint (refused->status, ==, 422);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diagnostics/seen", test_seen);
  g_test_add_func ("/diagnostics/once", test_once);
  g_test_add_func ("/diagnostics/limits", test_limits);
  g_test_add_func ("/diagnostics/not-of-staff", test_not_of_staff);
  return g_test_run ();
}
