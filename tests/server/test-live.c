/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is told while it happens: events as they come, typing, presence, ended sessions. */
#include "balie-openapi-check.h"
#include "balie-test-desk.h"

#include <libsoup/soup.h>
#include <string.h>

/* A reader of the event stream. */
typedef struct
{
  GDataInputStream *lines;
  GCancellable     *cancellable;
  GPtrArray        *types; /* of the events that came, in order */
  GPtrArray        *data;
  char             *type;
  gboolean          open;
  gboolean          ended;
} Listener;

static void read_line (Listener *listener);

static void
check_data (const char *data)
{
  g_autoptr (JsonNode) node = json_from_string (data, NULL);
  g_autofree char *fault = NULL;

  g_assert_nonnull (node);
  fault = balie_openapi_check_value ("EventData", node);
  g_assert_cmpstr (fault, ==, NULL);
}

static void
line_came (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Listener        *listener = user_data;
  g_autofree char *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, NULL);

  if (line == NULL)
    {
      listener->ended = TRUE;
      return;
    }

  if (g_str_has_prefix (line, ":"))
    listener->open = TRUE;
  else if (g_str_has_prefix (line, "event: "))
    {
      g_free (listener->type);
      listener->type = g_strdup (line + strlen ("event: "));
    }
  else if (g_str_has_prefix (line, "data: "))
    {
      check_data (line + strlen ("data: "));
      g_ptr_array_add (listener->types, g_strdup (listener->type));
      g_ptr_array_add (listener->data, g_strdup (line + strlen ("data: ")));
    }
  read_line (listener);
}

static void
read_line (Listener *listener)
{
  g_data_input_stream_read_line_async (listener->lines, G_PRIORITY_DEFAULT, listener->cancellable, line_came, listener);
}

static void
opened (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  Listener *listener = user_data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GInputStream) stream = soup_session_send_finish (SOUP_SESSION (source), result, &local_error);

  g_assert_no_error (local_error);
  listener->lines = g_data_input_stream_new (stream);
  read_line (listener);
}

static Listener *
listen_with (BalieTestDesk *desk,
             const char    *token)
{
  Listener        *self = g_new0 (Listener, 1);
  g_autofree char *address = balie_server_dup_address (desk->server);
  g_autofree char *uri = g_strconcat (address, "/v1/events", NULL);
  g_autofree char *authorization = g_strconcat ("Bearer ", token, NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", uri);

  self->cancellable = g_cancellable_new ();
  self->types = g_ptr_array_new_with_free_func (g_free);
  self->data = g_ptr_array_new_with_free_func (g_free);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", authorization);
  soup_session_send_async (desk->client, message, G_PRIORITY_DEFAULT, self->cancellable, opened, self);
  balie_test_wait_until (self->open);
  return self;
}

static Listener *
listener_new (BalieTestDesk  *desk,
              BalieTestPerson who)
{
  return listen_with (desk, balie_test_desk_sign_in (desk, who));
}

static void
listener_free (Listener *self)
{
  g_cancellable_cancel (self->cancellable);
  balie_test_wait_until (self->ended);
  g_clear_object (&self->lines);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->types, g_ptr_array_unref);
  g_clear_pointer (&self->data, g_ptr_array_unref);
  g_free (self->type);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Listener, listener_free)

static guint
count (Listener   *listener,
       const char *type)
{
  guint n = 0;

  for (guint i = 0; i < listener->types->len; i++)
    n += g_str_equal (g_ptr_array_index (listener->types, i), type);
  return n;
}

static void
test_messages (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (Listener) jan = listener_new (desk, JAN);
  g_autoptr (Listener) piet = listener_new (desk, PIET);
  g_autoptr (Listener) sanne = listener_new (desk, SANNE);
  g_autofree char *message = balie_test_desk_say (desk, JAN, desk->chats[JAN], "Hello");
  g_autofree char *fence = balie_test_desk_say (desk, PIET, desk->chats[PIET], "Hello");

  balie_test_wait_until (count (jan, "message.created") == 1 && count (sanne, "message.created") == 2 && count (piet, "message.created") == 1);
  g_assert_nonnull (strstr (g_ptr_array_index (sanne->data, sanne->data->len - 2), message));
  g_assert_null (strstr (g_ptr_array_index (piet->data, piet->data->len - 1), message));
}

static void
post_typing (BalieTestDesk  *desk,
             BalieTestPerson who)
{
  g_autofree char *path = g_strconcat ("/v1/conversations/", desk->chats[JAN], "/typing", NULL);
  g_autoptr (BalieTestAnswer) answer = balie_test_desk_call (desk, who, "POST", path, NULL);

  g_assert_cmpuint (answer->status, ==, 204);
}

/* Typing is told to the other side at once, once in a while, and stands in no log. */
static void
test_typing (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (Listener) jan = listener_new (desk, JAN);
  g_autoptr (Listener) piet = listener_new (desk, PIET);
  g_autoptr (Listener) sanne = listener_new (desk, SANNE);
  g_autoptr (BalieTestAnswer) before = balie_test_desk_call (desk, JAN, "GET", "/v1/snapshot", NULL);
  g_autoptr (BalieTestAnswer) after = NULL;
  g_autofree char *fence = NULL;

  post_typing (desk, JAN);
  post_typing (desk, JAN);
  post_typing (desk, SANNE);
  after = balie_test_desk_call (desk, JAN, "GET", "/v1/snapshot", NULL);
  fence = balie_test_desk_say (desk, JAN, desk->chats[JAN], "Hello");
  balie_test_wait_until (count (jan, "message.created") == 1 && count (sanne, "message.created") == 1);

  g_assert_cmpuint (count (sanne, "typing"), ==, 1);
  g_assert_cmpuint (count (jan, "typing"), ==, 1);
  g_assert_cmpuint (count (piet, "typing"), ==, 0);
  g_assert_true (g_bytes_equal (before->body, after->body));
}

static gboolean
is_staffed (BalieTestDesk *desk)
{
  g_autoptr (BalieTestAnswer) answer = balie_test_desk_call (desk, NOBODY, "GET", "/v1/desk", NULL);

  return balie_test_boolean (balie_test_object (answer->json, "state"), "staffed");
}

static void
test_presence (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (Listener) jan = listener_new (desk, JAN);
  Listener *sanne;

  balie_presence_set_grace (balie_server_get_presence (desk->server), 1);
  g_assert_false (is_staffed (desk));
  sanne = listener_new (desk, SANNE);
  balie_test_wait_until (count (jan, "presence") == 1);
  g_assert_true (is_staffed (desk));
  listener_free (sanne);
  balie_test_wait_until (count (jan, "presence") == 2);
  g_assert_false (is_staffed (desk));
  g_assert_cmpstr (g_ptr_array_index (jan->data, jan->data->len - 1), ==, "{\"staffed\":false}");
}

/* The streams of a session end with it, those of the account's other sessions go on and hear of it. */
static void
test_ended_session (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (BalieTestAnswer) login = balie_test_desk_call (desk, NOBODY, "POST", "/v1/sessions", "{\"username\":\"jan\",\"password\":\"" BALIE_TEST_PASSWORD "\"}");
  g_autoptr (Listener) stays = listener_new (desk, JAN);
  g_autoptr (Listener) goes = listen_with (desk, balie_test_string (login->json, "token"));
  g_autofree char *path = g_strconcat ("/v1/sessions/", balie_test_string (login->json, "session_id"), NULL);
  g_autoptr (BalieTestAnswer) ended = balie_test_desk_call (desk, JAN, "DELETE", path, NULL);

  g_assert_cmpuint (ended->status, ==, 204);
  balie_test_wait_until (goes->ended);
  balie_test_wait_until (count (stays, "session.ended") == 1);
  g_assert_false (stays->ended);
}

/* Who waits for events is answered when one comes, not when the time is over. */
static void
woken (GObject      *source,
       GAsyncResult *result,
       gpointer      user_data)
{
  g_autoptr (GError) local_error = NULL;
  GBytes **body = user_data;

  *body = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &local_error);
  g_assert_no_error (local_error);
}

static void
test_waiting (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (BalieTestAnswer) snapshot = balie_test_desk_call (desk, JAN, "GET", "/v1/snapshot", NULL);
  g_autofree char *address = balie_server_dup_address (desk->server);
  g_autofree char *uri = g_strconcat (address, "/v1/sync?wait=50&since=", balie_test_string (snapshot->json, "next"), NULL);
  g_autofree char *authorization = g_strconcat ("Bearer ", balie_test_desk_sign_in (desk, JAN), NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", uri);
  g_autoptr (GBytes) body = NULL;
  g_autofree char *said = NULL;
  gint64           began = g_get_monotonic_time ();

  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", authorization);
  soup_session_send_and_read_async (desk->client, message, G_PRIORITY_DEFAULT, NULL, woken, &body);
  said = balie_test_desk_say (desk, SANNE, desk->chats[JAN], "Hello");
  balie_test_wait_until (body != NULL);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (body, NULL), (gssize)g_bytes_get_size (body), said));
  g_assert_cmpint (g_get_monotonic_time () - began, <, 49 * G_USEC_PER_SEC);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/live/messages", test_messages);
  g_test_add_func ("/live/typing", test_typing);
  g_test_add_func ("/live/presence", test_presence);
  g_test_add_func ("/live/ended-session", test_ended_session);
  g_test_add_func ("/live/waiting", test_waiting);
  return g_test_run ();
}
