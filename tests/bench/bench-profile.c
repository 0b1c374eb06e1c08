/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes the profile of a customer who has been with a desk for long: signed in, with 10,000 messages in the cache. */
#define G_LOG_DOMAIN "balie-bench"

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "balie-client.h"
#include "balie-transport.h"

#define MESSAGES 10000
#define AT_ONCE 64

/* The customer of the demo desk. */
#define USERNAME "j.visser"
#define PASSWORD "welkom-bij-balie"

typedef struct
{
  BalieTransport *transport;
  const char     *chat;
  guint           n_sent;
  guint           n_answered;
} Filling;

static void
on_result (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

/* A login of its own, because a session keeps its token to itself. */
static void
sign_in_transport (BalieTransport *transport)
{
  g_autofree char *device = g_uuid_string_random ();
  g_autofree char *body = g_strdup_printf ("{\"username\":\"" USERNAME "\",\"password\":\"" PASSWORD "\",\"device_id\":\"%s\",\"device\":\"bench\"}", device);
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BalieAnswer) answer = NULL;
  g_autoptr (BalieJsonReader) reader = NULL;
  g_autoptr (GError) error = NULL;

  balie_transport_request_async (transport, "POST", "/v1/sessions", NULL, bytes, NULL, on_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  answer = balie_transport_request_finish (transport, result, &error);
  if (answer == NULL || !balie_answer_check (answer, &error))
    g_error ("%s", error->message);

  reader = balie_json_reader_new (g_bytes_get_data (answer->body, NULL), (gssize)g_bytes_get_size (answer->body), BALIE_JSON_READER_NONE, &error);
  if (reader == NULL)
    g_error ("%s", error->message);
  balie_transport_set_token (transport, balie_json_reader_string (reader, "token"));
}

static void
on_answered (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Filling *filling = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieAnswer) answer = balie_transport_request_finish (BALIE_TRANSPORT (source), result, &error);

  if (answer == NULL || !balie_answer_check (answer, &error))
    g_error ("%s", error->message);
  filling->n_answered++;
}

static void
fill_chat (Filling *filling)
{
  while (filling->n_answered < MESSAGES)
    {
      while (filling->n_sent < MESSAGES && filling->n_sent - filling->n_answered < AT_ONCE)
        {
          g_autofree char *id = g_uuid_string_random ();
          g_autofree char *path = g_strdup_printf ("/v1/conversations/%s/messages/%s", filling->chat, id);
          g_autofree char *body = g_strdup_printf ("{\"text\":\"Message %u: the export of October stops after 500 lines, without a message.\"}", ++filling->n_sent);
          g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

          balie_transport_request_async (filling->transport, "PUT", path, NULL, bytes, NULL, on_answered, filling);
        }
      g_main_context_iteration (NULL, TRUE);
    }
}

/* Scrolls up until everything was seen once. */
static void
fill_cache (BalieThread *thread)
{
  while (balie_thread_get_has_older (thread))
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      balie_thread_load_older_async (thread, NULL, on_result, &result);
      while (result == NULL)
        g_main_context_iteration (NULL, TRUE);
      if (!balie_thread_load_older_finish (thread, result, &error))
        g_error ("%s", error->message);
    }
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (BalieClient) client = NULL;
  g_autoptr (BalieSession) session = NULL;
  g_autoptr (BalieTransport) transport = NULL;
  g_autoptr (BalieThread) thread = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  Filling filling = {0};

  if (argc != 3)
    {
      g_printerr ("Usage: bench-profile ADDRESS FOLDER\n");
      return 2;
    }

  client = balie_client_new (argv[2]);
  balie_client_sign_in_async (client, argv[1], USERNAME, PASSWORD, TRUE, NULL, on_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  session = balie_client_sign_in_finish (client, result, &error);
  if (session == NULL)
    g_error ("%s", error->message);

  transport = balie_transport_new (argv[1], NULL);
  sign_in_transport (transport);
  filling.transport = transport;
  filling.chat = balie_session_get_account (session)->chat;
  fill_chat (&filling);

  while (balie_session_get_connection (session) != BALIE_CONNECTION_ONLINE || balie_session_get_keyring_state (session) == BALIE_KEYRING_NONE)
    g_main_context_iteration (NULL, TRUE);
  thread = balie_session_open_thread (session, filling.chat);
  while (!balie_thread_get_loaded (thread))
    g_main_context_iteration (NULL, TRUE);
  fill_cache (thread);

  g_printerr ("%u messages in the cache, keyring state %d\n", g_list_model_get_n_items (G_LIST_MODEL (thread)), balie_session_get_keyring_state (session));
  balie_session_close (session);
  return 0;
}
