/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conversations: made once for ever, listed by page, changed by version. */
#include "balie-test-desk.h"

#include <string.h>

#define REQUEST "{\"kind\":\"problem\",\"subject\":\"It stops\",\"message\":{\"id\":\"%s\",\"text\":\"%s\"}}"

static char *
conversation_path (const char *id)
{
  return g_strconcat ("/v1/conversations/", id, NULL);
}

static void
test_once (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *message = g_uuid_string_random ();
  g_autofree char *path = conversation_path (id);
  g_autoptr (BalieTestAnswer) made = balie_test_desk_call (desk, JAN, "PUT", path, REQUEST, message, "At 500 lines");
  g_autoptr (BalieTestAnswer) repeated = balie_test_desk_call (desk, JAN, "PUT", path, REQUEST, message, "At 500 lines");
  g_autoptr (BalieTestAnswer) reused = balie_test_desk_call (desk, JAN, "PUT", path, REQUEST, message, "At 501 lines");
  g_autofree char *second = g_uuid_string_random ();
  g_autofree char *second_path = conversation_path (second);
  g_autoptr (BalieTestAnswer) same_message = balie_test_desk_call (desk, JAN, "PUT", second_path, REQUEST, message, "At 500 lines");

  g_assert_cmpuint (made->status, ==, 201);
  g_assert_cmpint (balie_test_int (made->json, "number"), ==, 1001);
  g_assert_cmpint (balie_test_int (made->json, "count"), ==, 2);
  g_assert_cmpstr (balie_test_string (made->json, "status"), ==, "open");
  g_assert_cmpstr (balie_test_string (balie_test_object (made->json, "message"), "id"), ==, message);
  g_assert_cmpstr (balie_test_string (balie_test_object (made->json, "last"), "text"), ==, "received");
  g_assert_cmpuint (repeated->status, ==, 200);
  g_assert_true (g_bytes_equal (made->body, repeated->body));
  g_assert_cmpuint (reused->status, ==, 422);
  g_assert_cmpstr (balie_test_string (reused->json, "type"), ==, "id-reused");
  g_assert_cmpuint (same_message->status, ==, 422);
}

static void
test_numbers (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *message = g_uuid_string_random ();
  g_autofree char *path = conversation_path (id);
  g_autofree char *text = g_strdup_printf (REQUEST, message, "x");
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  const BalieTestRequest request = {.method = "PUT", .path = path, .token = balie_test_desk_sign_in (desk, JAN), .body = body};
  g_autoptr (GPtrArray) answers = balie_test_desk_send_many (desk, &request, 50);
  g_autofree char *next = balie_test_desk_ask (desk, PIET, "And this?");
  g_autoptr (BalieTestAnswer) of_piet = balie_test_desk_get_conversation (desk, PIET, next);
  guint n_made = 0;

  for (guint i = 0; i < answers->len; i++)
    {
      const BalieTestAnswer *answer = g_ptr_array_index (answers, i);

      g_assert_cmpint (balie_test_int (answer->json, "number"), ==, 1001);
      n_made += answer->status == 201;
    }
  g_assert_cmpuint (n_made, ==, 1);
  g_assert_cmpint (balie_test_int (of_piet->json, "number"), ==, 1002);
}

static void
test_list (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *cursor = g_strdup ("");

  for (int i = 0; i < 5; i++)
    {
      g_autofree char *id = balie_test_desk_ask (desk, JAN, "How?");
    }

  do
    {
      g_autofree char *path = g_strdup_printf ("/v1/conversations?kind=question&limit=2%s%s", *cursor != '\0' ? "&cursor=" : "", cursor);
      g_autoptr (BalieTestAnswer) page = balie_test_desk_call (desk, JAN, "GET", path, NULL);
      JsonArray *conversations = balie_test_array (page->json, "conversations");

      for (guint i = 0; i < json_array_get_length (conversations); i++)
        g_assert_true (g_hash_table_add (seen, g_strdup (balie_test_string (json_array_get_object_element (conversations, i), "id"))));
      g_free (cursor);
      cursor = json_object_has_member (page->json, "next") ? g_strdup (balie_test_string (page->json, "next")) : NULL;
    }
  while (cursor != NULL);
  g_assert_cmpuint (g_hash_table_size (seen), ==, 5);
}

static guint
count (BalieTestDesk  *desk,
       BalieTestPerson who,
       const char     *query)
{
  g_autofree char *path = g_strconcat ("/v1/conversations", query, NULL);
  g_autoptr (BalieTestAnswer) page = balie_test_desk_call (desk, who, "GET", path, NULL);

  return json_array_get_length (balie_test_array (page->json, "conversations"));
}

static void
test_filters (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *first = balie_test_desk_ask (desk, JAN, "How?");
  g_autofree char *second = balie_test_desk_ask (desk, JAN, "Why?");
  g_autofree char *third = balie_test_desk_ask (desk, PIET, "When?");
  g_autoptr (BalieTestAnswer) solved = balie_test_desk_set_status (desk, JAN, first, "solved");
  g_autoptr (BalieTestAnswer) bad = balie_test_desk_call (desk, JAN, "GET", "/v1/conversations?status=sleeping", NULL);
  g_autoptr (BalieTestAnswer) unknown = balie_test_desk_call (desk, JAN, "GET", "/v1/conversations?query=how", NULL);

  g_assert_cmpuint (count (desk, JAN, ""), ==, 3);
  g_assert_cmpuint (count (desk, JAN, "?kind=chat"), ==, 1);
  g_assert_cmpuint (count (desk, JAN, "?status=solved"), ==, 1);
  g_assert_cmpuint (count (desk, JAN, "?kind=question&status=open"), ==, 1);
  g_assert_cmpuint (count (desk, SANNE, ""), ==, 5);
  g_assert_cmpuint (count (desk, SANNE, "?kind=question"), ==, 3);
  g_assert_cmpuint (bad->status, ==, 422);
  g_assert_cmpuint (unknown->status, ==, 422);
}

static BalieTestAnswer *
patch (BalieTestDesk  *desk,
       BalieTestPerson who,
       const char     *id,
       const char     *if_match,
       const char     *text)
{
  g_autofree char *path = conversation_path (id);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  const BalieTestRequest request = {
    .method = "PATCH",
    .path = path,
    .token = balie_test_desk_sign_in (desk, who),
    .if_match = if_match,
    .body = body,
  };

  return balie_test_desk_send (desk, &request);
}

static void
test_versions (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *id = balie_test_desk_ask (desk, JAN, "How?");
  g_autoptr (BalieTestAnswer) missing = patch (desk, JAN, id, NULL, "{\"status\":\"solved\"}");
  g_autoptr (BalieTestAnswer) other = patch (desk, JAN, id, "\"v7\"", "{\"status\":\"solved\"}");
  g_autoptr (BalieTestAnswer) changed = patch (desk, JAN, id, "\"v1\"", "{\"status\":\"solved\"}");
  g_autoptr (BalieTestAnswer) late = patch (desk, SANNE, id, "\"v1\"", "{\"status\":\"waiting\"}");
  g_autoptr (BalieTestAnswer) nothing = patch (desk, JAN, id, "\"v2\"", "{\"status\":\"solved\"}");

  g_assert_cmpuint (missing->status, ==, 428);
  g_assert_cmpuint (other->status, ==, 412);
  g_assert_cmpint (balie_test_int (other->json, "expected"), ==, 1);
  g_assert_cmpuint (changed->status, ==, 200);
  g_assert_cmpstr (changed->etag, ==, "\"v2\"");
  g_assert_cmpuint (late->status, ==, 412);
  g_assert_cmpuint (nothing->status, ==, 200);
  g_assert_cmpstr (nothing->etag, ==, "\"v2\"");
}

static const char *const statuses[] = {"open", "in_progress", "waiting", "solved", "closed"};

/* Who may change a status how: by row the status as it is, by column the one that it is to have, in the order of `statuses`. */
static const struct
{
  BalieTestPerson who;
  BalieRole       role;
  const char     *rows[G_N_ELEMENTS (statuses)];
} rights[] = {
  {JAN, BALIE_ROLE_CUSTOMER, {"+--+-", "-+-+-", "--++-", "+--+-", "----+"}},
  {SANNE, BALIE_ROLE_STAFF, {"+++++", "+++++", "+++++", "+++++", "----+"}},
};

static void
test_rights_in_the_model (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rights); i++)
    {
      for (guint from = 0; from < G_N_ELEMENTS (statuses); from++)
        {
          for (guint to = 0; to < G_N_ELEMENTS (statuses); to++)
            {
              g_test_message ("%s: %s to %s", balie_role_nicks[rights[i].role], statuses[from], statuses[to]);
              g_assert_cmpstr (balie_status_nicks[from], ==, statuses[from]);
              g_assert_true (balie_status_may_change (rights[i].role, from, to) == (rights[i].rows[from][to] == '+'));
            }
        }
    }
}

static void
check_change (BalieTestDesk  *desk,
              BalieTestPerson who,
              const char     *from,
              const char     *to,
              gboolean        allowed)
{
  g_autofree char *id = balie_test_desk_ask (desk, JAN, "How?");
  g_autoptr (BalieTestAnswer) before = balie_test_desk_set_status (desk, SANNE, id, from);
  g_autoptr (BalieTestAnswer) answer = balie_test_desk_set_status (desk, who, id, to);
  g_autoptr (BalieTestAnswer) after = balie_test_desk_get_conversation (desk, JAN, id);
  gint64 versions = balie_test_int (after->json, "version") - balie_test_int (before->json, "version");

  g_test_message ("%s to %s", from, to);
  g_assert_cmpuint (before->status, ==, 200);
  g_assert_cmpuint (answer->status, ==, allowed ? 200 : 409);
  g_assert_cmpstr (balie_test_string (after->json, "status"), ==, allowed ? to : from);
  g_assert_cmpint (versions, ==, allowed && !g_str_equal (from, to) ? 1 : 0);
  if (!allowed)
    g_assert_cmpstr (balie_test_string (answer->json, "type"), ==, "status-change-refused");
}

static void
test_who_may_change_what (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (rights); i++)
    {
      for (guint from = 0; from < G_N_ELEMENTS (statuses); from++)
        {
          for (guint to = 0; to < G_N_ELEMENTS (statuses); to++)
            check_change (desk, rights[i].who, statuses[from], statuses[to], rights[i].rows[from][to] == '+');
        }
    }
}

static void
test_assignee (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *id = balie_test_desk_ask (desk, JAN, "How?");
  g_autofree char *to_ruben = g_strdup_printf ("{\"assignee\":\"%s\"}", desk->accounts[RUBEN]);
  g_autofree char *to_piet = g_strdup_printf ("{\"assignee\":\"%s\"}", desk->accounts[PIET]);
  g_autoptr (BalieTestAnswer) by_customer = patch (desk, JAN, id, "\"v1\"", to_ruben);
  g_autoptr (BalieTestAnswer) to_customer = patch (desk, SANNE, id, "\"v1\"", to_piet);
  g_autoptr (BalieTestAnswer) assigned = patch (desk, SANNE, id, "\"v1\"", to_ruben);

  g_assert_cmpuint (by_customer->status, ==, 422);
  g_assert_cmpuint (to_customer->status, ==, 422);
  g_assert_cmpuint (assigned->status, ==, 200);
  g_assert_cmpstr (balie_test_string (assigned->json, "status"), ==, "in_progress");
  g_assert_cmpstr (balie_test_string (balie_test_object (assigned->json, "last"), "text"), ==, "assigned:Ruben Bakker");
}

/* Nobody is on it any more: what was in progress is open again, what was otherwise stays. */
static void
test_unassigned (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *id = balie_test_desk_ask (desk, JAN, "How?");
  g_autofree char *to_ruben = g_strdup_printf ("{\"assignee\":\"%s\"}", desk->accounts[RUBEN]);
  g_autoptr (BalieTestAnswer) by_customer = patch (desk, JAN, id, "\"v1\"", "{\"assignee\":null}");
  g_autoptr (BalieTestAnswer) nobody = patch (desk, SANNE, id, "\"v1\"", "{\"assignee\":null}");
  g_autoptr (BalieTestAnswer) assigned = patch (desk, SANNE, id, "\"v1\"", to_ruben);
  g_autoptr (BalieTestAnswer) removed = patch (desk, SANNE, id, "\"v2\"", "{\"assignee\":null}");
  g_autoptr (BalieTestAnswer) waiting = patch (desk, SANNE, id, "\"v3\"", "{\"status\":\"waiting\"}");
  g_autoptr (BalieTestAnswer) again = patch (desk, SANNE, id, "\"v4\"", to_ruben);
  g_autoptr (BalieTestAnswer) removed_again = patch (desk, SANNE, id, "\"v5\"", "{\"assignee\":null,\"status\":\"waiting\"}");
  g_autoptr (BalieTestAnswer) seen = balie_test_desk_get_conversation (desk, JAN, id);

  g_assert_cmpuint (by_customer->status, ==, 422);
  g_assert_cmpuint (nobody->status, ==, 200);
  g_assert_cmpstr (nobody->etag, ==, "\"v1\"");
  g_assert_cmpuint (assigned->status, ==, 200);
  g_assert_cmpuint (removed->status, ==, 200);
  g_assert_false (json_object_has_member (removed->json, "assignee"));
  g_assert_cmpstr (balie_test_string (removed->json, "status"), ==, "open");
  g_assert_cmpstr (balie_test_string (balie_test_object (removed->json, "last"), "text"), ==, "unassigned");
  g_assert_cmpuint (waiting->status, ==, 200);
  g_assert_cmpuint (again->status, ==, 200);
  g_assert_cmpuint (removed_again->status, ==, 200);
  g_assert_cmpstr (balie_test_string (seen->json, "status"), ==, "waiting");
  g_assert_false (json_object_has_member (seen->json, "assignee"));
}

static void
test_chat_stays_as_it_is (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (BalieTestAnswer) refused = balie_test_desk_set_status (desk, JAN, desk->chats[JAN], "solved");
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *message = g_uuid_string_random ();
  g_autofree char *path = conversation_path (id);
  g_autoptr (BalieTestAnswer) second = balie_test_desk_call (desk, JAN, "PUT", path, "{\"kind\":\"chat\",\"subject\":\"x\",\"message\":{\"id\":\"%s\",\"text\":\"x\"}}", message);

  g_assert_cmpuint (refused->status, ==, 409);
  g_assert_cmpuint (second->status, ==, 422);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/conversations/once", test_once);
  g_test_add_func ("/conversations/numbers", test_numbers);
  g_test_add_func ("/conversations/list", test_list);
  g_test_add_func ("/conversations/filters", test_filters);
  g_test_add_func ("/conversations/versions", test_versions);
  g_test_add_func ("/conversations/rights-in-the-model", test_rights_in_the_model);
  g_test_add_func ("/conversations/who-may-change-what", test_who_may_change_what);
  g_test_add_func ("/conversations/assignee", test_assignee);
  g_test_add_func ("/conversations/unassigned", test_unassigned);
  g_test_add_func ("/conversations/chat-stays-as-it-is", test_chat_stays_as_it_is);
  return g_test_run ();
}
