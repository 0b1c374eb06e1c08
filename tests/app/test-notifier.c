/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notifications as a desktop's service gets them: what they say, and when they go. */
#include "config.h"

#include "balie-app-test.h"
#include "balie-notification-service.h"
#include "balie-notifier.h"
#include "balie-session-private.h"
#include "balie-test-requests.h"
#include "balie-thread-fixture.h"
#include "balie-window-private.h"

static BalieNotificationService *service;

typedef struct
{
  BalieTestFolder *folder;
  GListStore      *store;
  GSettings       *settings;
  GApplication    *application;
  BalieClient     *client;
  BalieWindow     *window;
  BalieSession    *session;
  BalieNotifier   *notifier;
} Fixture;

/* A program that is registered on the bus, with as little else as possible. */
static GApplication *
new_application (void)
{
  GApplication *application = g_object_new (ADW_TYPE_APPLICATION, "application-id", BALIE_APPLICATION_ID ".Notifier", NULL);
  g_autoptr (GError) local_error = NULL;

  g_application_register (application, NULL, &local_error);
  g_assert_no_error (local_error);
  g_assert_nonnull (g_application_get_dbus_connection (application));
  return application;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (BalieDesk) desk = balie_desk_new ();

  balie_thread_fixture_set_time (BALIE_FIXTURE_MORNING);
  fixture->folder = balie_test_folder_new ();
  fixture->settings = g_settings_new (BALIE_APPLICATION_ID);
  g_settings_reset (fixture->settings, "notifications");
  g_settings_reset (fixture->settings, "remind-daily");
  g_settings_reset (fixture->settings, "reminded");
  fixture->store = balie_test_requests_new ();
  fixture->session = balie_test_requests_open_session (fixture->folder, G_LIST_MODEL (fixture->store), NULL);
  fixture->session->desk = balie_desk_ref (desk);
  fixture->client = balie_client_new (balie_test_folder_get_file (fixture->folder, "data"));
  fixture->window = balie_window_new (ADW_APPLICATION (fixture->application), fixture->client, fixture->settings);
  fixture->notifier = balie_notifier_new (fixture->application, fixture->settings);
  balie_window_set_session (fixture->window, fixture->session);
  balie_notifier_follow (fixture->notifier, fixture->window);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_finalize_object (fixture->notifier);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_clear_object (&fixture->client);
  g_clear_object (&fixture->session);
  g_clear_object (&fixture->settings);
  g_clear_object (&fixture->store);
  g_clear_pointer (&fixture->folder, balie_test_folder_free);
}

static BalieConversationItem *
find (Fixture *fixture,
      gint64   number)
{
  GListModel *requests = balie_session_get_requests (fixture->session);

  for (guint i = 0; i < g_list_model_get_n_items (requests); i++)
    {
      g_autoptr (BalieConversationItem) item = g_list_model_get_item (requests, i);

      if (balie_conversation_item_get_conversation (item)->number == number)
        return item;
    }

  g_assert_not_reached ();
}

static void
receive (Fixture    *fixture,
         gint64      number,
         const char *text,
         const char *attachment)
{
  BalieConversationItem *item = find (fixture, number);
  g_autoptr (BalieMessage) message = balie_message_new ();
  g_autoptr (BalieThreadItem) thread_item = NULL;

  message->id = g_uuid_string_random ();
  message->conversation = g_strdup (balie_conversation_item_get_id (item));
  message->number = 3;
  message->author = balie_person_new ("6f0cbb2e-98f5-4d28-8a0c-2f4b5d6f1a02", "Sanne de Boer", BALIE_ROLE_STAFF);
  message->text = g_strdup (text);
  if (attachment != NULL)
    {
      BalieAttachment *file = balie_attachment_new ();

      file->name = g_strdup (attachment);
      g_ptr_array_add (message->attachments, file);
    }
  thread_item = balie_thread_item_new (message, BALIE_MESSAGE_RECEIVED);
  balie_session_emit_message_received (fixture->session, item, thread_item);
}

static char *
dup_reminder_id (BalieConversationItem *item)
{
  return g_strconcat ("waiting-", balie_conversation_item_get_id (item), NULL);
}

static void
assert_shown (const char *id,
              const char *title,
              const char *body)
{
  GVariant   *notification;
  const char *text;

  balie_app_test_wait_until (balie_notification_service_find (service, id) != NULL);
  notification = balie_notification_service_find (service, id);
  g_assert_true (g_variant_lookup (notification, "title", "&s", &text));
  g_assert_cmpstr (text, ==, title);
  g_assert_true (g_variant_lookup (notification, "body", "&s", &text));
  g_assert_cmpstr (text, ==, body);
  g_assert_true (g_variant_lookup (notification, "default-action", "&s", &text));
  g_assert_cmpstr (text, ==, "app.open-conversation");
}

static void
test_answer (Fixture      *fixture,
             gconstpointer data)
{
  BalieConversationItem *item = find (fixture, 1042);
  const char            *id = balie_conversation_item_get_id (item);

  receive (fixture, 1042, "Is it <b>this</b>\none?", NULL);
  assert_shown (id, "Sanne de Boer", "Is it ‹b›this‹/b› one?");
  receive (fixture, 1042, "", "export.log");
  balie_app_test_wait_until (balie_notification_service_get_n_calls (service) >= 2);
  assert_shown (id, "Sanne de Boer", "Attachment: export.log");

  /* Read here or elsewhere, it goes. */
  balie_test_request_change (item, BALIE_STATUS_WAITING, 0);
  balie_app_test_wait_until (balie_notification_service_find (service, id) == NULL);
}

static void
test_switched_off (Fixture      *fixture,
                   gconstpointer data)
{
  g_settings_set_boolean (fixture->settings, "notifications", FALSE);
  receive (fixture, 1042, "Nobody is told", NULL);
  g_settings_set_boolean (fixture->settings, "notifications", TRUE);
  receive (fixture, 1040, "Told", NULL);
  assert_shown (balie_conversation_item_get_id (find (fixture, 1040)), "Sanne de Boer", "Told");
  g_assert_null (balie_notification_service_find (service, balie_conversation_item_get_id (find (fixture, 1042))));
}

/* A day later, when the desk opens. */
static void
test_reminder (Fixture      *fixture,
               gconstpointer data)
{
  BalieConversationItem *item = find (fixture, 1042);
  g_autofree char       *id = dup_reminder_id (item);

  balie_thread_fixture_set_time (BALIE_FIXTURE_MORNING + BALIE_FIXTURE_DAY);
  balie_desk_state_refresh (balie_window_get_desk_state (fixture->window));
  assert_shown (id, "Waiting for you: Invoice export stops at 500 lines", "Sanne: Could you send us the export log file?");

  balie_test_request_change (item, BALIE_STATUS_OPEN, 0);
  balie_app_test_wait_until (balie_notification_service_find (service, id) == NULL);
}

/* Whoever signs in next is not told of what was another's. */
static void
test_sign_out (Fixture      *fixture,
               gconstpointer data)
{
  guint n_others = balie_notification_service_get_n_shown (service);

  balie_thread_fixture_set_time (BALIE_FIXTURE_MORNING + BALIE_FIXTURE_DAY);
  balie_desk_state_refresh (balie_window_get_desk_state (fixture->window));
  receive (fixture, 1040, "Told", NULL);
  balie_app_test_wait_until (balie_notification_service_get_n_shown (service) == n_others + 2);

  balie_window_set_session (fixture->window, NULL);
  balie_notifier_follow (fixture->notifier, fixture->window);
  balie_app_test_wait_until (balie_notification_service_get_n_shown (service) == n_others);
}

static void
run_set_up (Fixture      *fixture,
            gconstpointer data)
{
  static GApplication *application;

  if (application == NULL)
    application = new_application ();
  fixture->application = application;
  set_up (fixture, data);
}

int
main (int    argc,
      char **argv)
{
  service = balie_notification_service_new ();
  balie_app_test_init (&argc, &argv);

  g_test_add ("/app/notifier/answer", Fixture, NULL, run_set_up, test_answer, tear_down);
  g_test_add ("/app/notifier/switched-off", Fixture, NULL, run_set_up, test_switched_off, tear_down);
  g_test_add ("/app/notifier/reminder", Fixture, NULL, run_set_up, test_reminder, tear_down);
  g_test_add ("/app/notifier/sign-out", Fixture, NULL, run_set_up, test_sign_out, tear_down);

  return g_test_run ();
}
