/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages over a network that breaks: at every byte of an exchange, and at random, with restarts of either side. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-fault-proxy.h"
#include "balie-oracle.h"
#include "balie-outbox.h"
#include "balie-test-desk.h"
#include "balie-test-wait.h"

/* Rounds of the random test; each has its own accidents. */
#define ROUNDS 15
#define MESSAGES_A_ROUND 6

static void
on_result (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

/* An outbox by itself, so that a message's exchange is all that there is on a connection. */
typedef struct
{
  BalieTestDesk    *desk;
  BalieSession     *session;
  BalieFaultProxy  *proxy;
  BalieTransport   *transport;
  BalieCache       *cache;
  BalieUploadQueue *uploads;
  BalieOutbox      *outbox;
  BalieJitter       jitter;
  char             *chat;
  guint             n_sent;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (BalieCacheContents) contents = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BaliePerson) author = NULL;
  BalieAccount *account;

  fixture->desk = balie_test_desk_new ();
  fixture->proxy = balie_fault_proxy_new (balie_test_desk_get_port (fixture->desk));
  fixture->transport = balie_test_desk_sign_in (fixture->desk, balie_fault_proxy_get_port (fixture->proxy), &account);
  fixture->chat = g_strdup (account->chat);
  author = balie_person_new (account->id, account->name, account->role);
  balie_account_unref (account);

  balie_cache_open_async (balie_test_desk_get_file (fixture->desk, "outbox.db"), TRUE, NULL, on_result, &result);
  balie_test_wait_until (result != NULL);
  fixture->cache = balie_cache_open_finish (result, &contents, &error);
  g_assert_no_error (error);

  fixture->jitter.base = 1;
  fixture->jitter.maximum = 1;
  fixture->uploads = balie_upload_queue_new (fixture->transport, fixture->cache, contents->files, &fixture->jitter);
  fixture->outbox = balie_outbox_new (fixture->transport, fixture->cache, fixture->uploads, author, &fixture->jitter);
  balie_outbox_set_open (fixture->outbox, TRUE);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  balie_outbox_stop (fixture->outbox);
  balie_upload_queue_stop (fixture->uploads);
  g_clear_object (&fixture->outbox);
  g_clear_object (&fixture->uploads);
  balie_cache_close (fixture->cache);
  g_clear_object (&fixture->cache);
  g_clear_object (&fixture->transport);
  g_clear_object (&fixture->proxy);
  g_clear_pointer (&fixture->chat, g_free);
  g_clear_pointer (&fixture->desk, balie_test_desk_free);
}

/* Sends a message that is as long as the others, on a connection of its own. */
static void
send_alone (Fixture *fixture)
{
  g_autofree char *text = g_strdup_printf ("Message %06u", fixture->n_sent++);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  balie_fault_proxy_cut_all (fixture->proxy);
  balie_test_wait_until (balie_fault_proxy_get_n_open (fixture->proxy) == 0);
  balie_outbox_add_async (fixture->outbox, balie_outbox_entry_new (fixture->chat, text, 1000), NULL, NULL, on_result, &result);
  balie_test_wait_until (result != NULL);
  g_assert_true (balie_outbox_add_finish (fixture->outbox, result, &error));
  balie_test_wait_until (balie_outbox_get_unsent (fixture->outbox) == 0);
}

static void
assert_all_once (Fixture *fixture)
{
  g_auto (GStrv) texts = balie_test_desk_list_texts (fixture->desk, fixture->chat);

  g_assert_cmpuint (g_strv_length (texts), ==, fixture->n_sent);
  for (guint i = 0; i < fixture->n_sent; i++)
    {
      g_autofree char *expected = g_strdup_printf ("Message %06u", i);

      g_assert_cmpstr (texts[i], ==, expected);
    }
}

static void
test_every_byte (Fixture      *fixture,
                 gconstpointer data)
{
  const BalieFaultDirection   direction = GPOINTER_TO_INT (data);
  static const BalieFaultKind kinds[] = {BALIE_FAULT_CUT, BALIE_FAULT_TRUNCATE};
  guint64                     before;
  guint64                     n_bytes;
  guint                       n_faults = 0;

  send_alone (fixture);
  before = balie_fault_proxy_get_bytes (fixture->proxy, direction);
  send_alone (fixture);
  n_bytes = balie_fault_proxy_get_bytes (fixture->proxy, direction) - before;
  g_assert_cmpuint (n_bytes, >, 100);

  for (guint64 after = 0; after < n_bytes; after++)
    {
      for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
        {
          const BalieFault fault = {kinds[i], direction, after, 0};

          balie_fault_proxy_add_fault (fixture->proxy, &fault);
          send_alone (fixture);
          n_faults++;
        }
    }

  g_assert_cmpuint (balie_fault_proxy_get_n_faults (fixture->proxy), ==, n_faults);
  assert_all_once (fixture);
}

static BalieFault
pick_fault (void)
{
  static const BalieFaultKind kinds[] = {
    BALIE_FAULT_REFUSE,
    BALIE_FAULT_CUT,
    BALIE_FAULT_TRUNCATE,
  };
  BalieFault fault = {
    0,
  };

  fault.kind = kinds[g_test_rand_int_range (0, G_N_ELEMENTS (kinds))];
  fault.direction = g_test_rand_int_range (0, 2);
  fault.after = g_test_rand_int_range (0, 3000);

  return fault;
}

static gboolean
is_settled (BalieSession *session)
{
  return balie_session_get_unsent (session) == 0 && balie_session_get_connection (session) == BALIE_CONNECTION_ONLINE;
}

static void
have_accident (BalieTestDesk   *desk,
               BalieFaultProxy *proxy,
               BalieSession   **session)
{
  switch (g_test_rand_int_range (0, 4))
    {
    case 0:
      balie_fault_proxy_cut_all (proxy);
      break;

    case 1:
      balie_test_desk_stop (desk);
      balie_test_desk_start (desk);
      break;

    case 2:
      balie_session_close (*session);
      g_object_unref (*session);
      *session = balie_test_desk_open_session (desk, balie_fault_proxy_get_port (proxy), "cache.db");
      break;

    default:
      {
        const BalieFault fault = pick_fault ();

        balie_fault_proxy_set_default_fault (proxy, &fault);
        balie_fault_proxy_cut_all (proxy);
      }
    }
}

static void
show_thread (BalieOracleView *view,
             BalieThread     *thread,
             const char      *conversation)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (thread)); i++)
    {
      g_autoptr (BalieThreadItem) item = g_list_model_get_item (G_LIST_MODEL (thread), i);

      balie_oracle_view_add (view, conversation, balie_thread_item_get_id (item), balie_thread_item_get_message (item)->text);
    }
}

static void
load_all (BalieThread *thread)
{
  balie_test_wait_until (balie_thread_get_loaded (thread));
  while (balie_thread_get_has_older (thread))
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      balie_thread_load_older_async (thread, NULL, on_result, &result);
      balie_test_wait_until (result != NULL);
      g_assert_true (balie_thread_load_older_finish (thread, result, &error));
      g_assert_no_error (error);
    }
}

/* Both sides write while the network breaks, the server restarts and the client restarts; in the end all places agree. */
static void
test_random (void)
{
  static const BalieFault none = {
    BALIE_FAULT_PASS,
  };
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (BalieFaultProxy) proxy = balie_fault_proxy_new (balie_test_desk_get_port (desk));
  g_autoptr (BalieSession) session = balie_test_desk_open_session (desk, balie_fault_proxy_get_port (proxy), "cache.db");
  g_autoptr (BalieOracle) oracle = balie_oracle_new ();
  g_autoptr (BalieOracleView) server = balie_oracle_view_new ("server");
  g_autoptr (BalieOracleView) shown = balie_oracle_view_new ("thread");
  g_autofree char *chat = g_strdup (balie_session_get_account (session)->chat);
  g_autoptr (BalieThread) thread = NULL;
  g_auto (GStrv) texts = NULL;
  guint n_messages = 0;

  for (guint round = 0; round < ROUNDS; round++)
    {
      for (guint i = 0; i < MESSAGES_A_ROUND; i++)
        {
          g_autofree char *text = g_strdup_printf ("Message %u", n_messages++);
          gboolean         own = g_test_rand_int_range (0, 3) > 0;
          g_autofree char *id = own ? balie_test_send (session, chat, text) : balie_test_desk_staff_writes (desk, chat, text);

          balie_oracle_record (oracle, own ? "customer" : "staff", chat, id, text);
          if (g_test_rand_int_range (0, 3) == 0)
            have_accident (desk, proxy, &session);
        }

      balie_fault_proxy_set_default_fault (proxy, &none);
      balie_session_reconnect (session);
      balie_test_wait_until (is_settled (session));
    }

  thread = balie_session_open_thread (session, chat);
  load_all (thread);
  balie_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (thread)) >= n_messages);
  show_thread (shown, thread, chat);
  texts = balie_test_desk_list_texts (desk, chat);
  for (guint i = 0; texts[i] != NULL; i++)
    balie_oracle_view_add (server, chat, NULL, texts[i]);

  balie_oracle_assert_whole (oracle, server, chat);
  balie_oracle_assert_whole (oracle, shown, chat);
  g_clear_object (&thread);
  balie_session_close (session);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/faults/every-byte-to-server", Fixture, GINT_TO_POINTER (BALIE_FAULT_TO_SERVER), set_up, test_every_byte, tear_down);
  g_test_add ("/faults/every-byte-to-client", Fixture, GINT_TO_POINTER (BALIE_FAULT_TO_CLIENT), set_up, test_every_byte, tear_down);
  g_test_add_func ("/faults/random", test_random);
  return g_test_run ();
}
