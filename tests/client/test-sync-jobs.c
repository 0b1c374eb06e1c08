/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events in the cache: what each type does, twice the same, no gaps, and a snapshot in the place of all. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-cache-schema.h"
#include "balie-clock.h"
#include "balie-conversation-table.h"
#include "balie-error.h"
#include "balie-message-table.h"
#include "balie-outbox-table.h"
#include "balie-read-mark-table.h"
#include "balie-setting-table.h"
#include "balie-sync-jobs.h"

#define CHAT "00000000-0000-4000-8000-00000000000c"
#define REQUEST "00000000-0000-4000-8000-00000000000a"
#define OWN "00000000-0000-4000-8000-000000000001"
#define STAFF "00000000-0000-4000-8000-000000000002"
#define MESSAGE "00000000-0000-4000-8000-0000000000%02d"

typedef struct
{
  BalieDb *db;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->db = balie_db_open ("", BALIE_DB_IN_MEMORY, &error);
  g_assert_no_error (error);
  g_assert_true (balie_cache_schema_migrate (fixture->db, &error));
  g_assert_true (balie_setting_table_set (fixture->db, BALIE_SETTING_POSITION, "e1.0", &error));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  balie_db_close (fixture->db);
}

static BalieConversation *
make_conversation (const char *id,
                   gint64      version,
                   gint64      count)
{
  BalieConversation *conversation = balie_conversation_new ();

  conversation->id = g_strdup (id);
  conversation->kind = BALIE_CONVERSATION_QUESTION;
  conversation->number = 17;
  conversation->subject = g_strdup ("Printer");
  conversation->customer = balie_person_new (OWN, "Jan", BALIE_ROLE_CUSTOMER);
  conversation->created_at = 1000;
  conversation->changed_at = 1000 + version;
  conversation->version = version;
  conversation->count = count;

  return conversation;
}

static BalieEvent *
make_event (gint64         seq,
            BalieEventType type)
{
  BalieEvent *event = balie_event_new ();

  event->seq = seq;
  event->type = type;
  event->at = 1000;

  return event;
}

static BalieEvent *
make_conversation_event (gint64         seq,
                         BalieEventType type,
                         const char    *id,
                         gint64         version)
{
  BalieEvent *event = make_event (seq, type);

  event->conversation = make_conversation (id, version, version);

  return event;
}

static BalieEvent *
make_message_event (gint64      seq,
                    const char *conversation,
                    gint64      number,
                    const char *author)
{
  BalieEvent   *event = make_conversation_event (seq, BALIE_EVENT_MESSAGE_CREATED, conversation, number);
  BalieMessage *message = balie_message_new ();

  message->id = g_strdup_printf (MESSAGE, (int)number);
  message->conversation = g_strdup (conversation);
  message->number = number;
  message->author = balie_person_new (author, "Somebody", BALIE_ROLE_CUSTOMER);
  message->text = g_strdup_printf ("Text %" G_GINT64_FORMAT, number);
  message->sent_at = 1000;
  event->message = message;

  return event;
}

static BalieEvent *
make_read_event (gint64      seq,
                 const char *conversation,
                 BalieRole   reader,
                 gint64      up_to)
{
  BalieEvent *event = make_event (seq, BALIE_EVENT_READ_MOVED);

  event->conversation_id = g_strdup (conversation);
  event->reader = reader;
  event->up_to = up_to;

  return event;
}

/* Applies events, which it takes, ended by NULL. */
static BalieSyncApplied *
apply (Fixture    *fixture,
       const char *next,
       BalieEvent *first,
       ...)
{
  g_autoptr (BalieSyncBatch) batch = g_new0 (BalieSyncBatch, 1);
  g_autoptr (GError) error = NULL;
  BalieSyncApplied *applied;
  va_list           events;

  batch->events = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_event_unref);
  batch->own = g_strdup (OWN);
  batch->role = BALIE_ROLE_CUSTOMER;
  batch->next = g_strdup (next);
  va_start (events, first);
  for (BalieEvent *event = first; event != NULL; event = va_arg (events, BalieEvent *))
    g_ptr_array_add (batch->events, event);
  va_end (events);

  applied = balie_sync_job_apply (fixture->db, batch, &error);
  g_assert_no_error (error);

  return applied;
}

static void
assert_position (Fixture    *fixture,
                 const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *position = balie_setting_table_get (fixture->db, BALIE_SETTING_POSITION, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (position, ==, expected);
}

static BalieConversation *
get_conversation (Fixture    *fixture,
                  const char *id)
{
  g_autoptr (GError) error = NULL;
  BalieConversation *conversation = balie_conversation_table_get (fixture->db, id, &error);

  g_assert_no_error (error);

  return conversation;
}

static BalieOutboxState
get_outbox_state (Fixture    *fixture,
                  const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieOutboxEntry) entry = balie_outbox_table_get (fixture->db, message, &error);

  g_assert_no_error (error);
  g_assert_nonnull (entry);

  return entry != NULL ? entry->state : BALIE_OUTBOX_WAITING;
}

static void
add_entry (Fixture    *fixture,
           const char *message,
           const char *conversation,
           gboolean    is_request)
{
  g_autoptr (BalieOutboxEntry) entry = balie_outbox_entry_new (conversation, "Text", 1000);
  g_autoptr (GError) error = NULL;

  g_free (entry->message);
  entry->message = g_strdup (message);
  entry->is_request = is_request;
  entry->kind = BALIE_CONVERSATION_QUESTION;
  entry->subject = is_request ? g_strdup ("Printer") : NULL;
  g_assert_true (balie_outbox_table_add (fixture->db, entry, &error));
}

static void
test_messages (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (BalieSyncApplied) applied = NULL;
  g_autoptr (BalieConversation) conversation = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (GError) error = NULL;

  applied = apply (fixture, NULL,
                   make_message_event (1, CHAT, 1, OWN), make_message_event (2, CHAT, 2, STAFF),
                   make_message_event (3, CHAT, 3, STAFF), NULL);
  g_assert_cmpuint (applied->events->len, ==, 3);
  g_assert_false (applied->gap);
  assert_position (fixture, "e1.3");

  conversation = get_conversation (fixture, CHAT);
  g_assert_cmpint (conversation->count, ==, 3);
  messages = balie_message_table_list (fixture->db, CHAT, 4, 2, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (messages->len, ==, 2);
  g_assert_cmpint (((BalieMessage *)g_ptr_array_index (messages, 0))->number, ==, 2);
}

static void
test_twice_the_same (Fixture      *fixture,
                     gconstpointer data)
{
  g_autoptr (BalieSyncApplied) first = NULL;
  g_autoptr (BalieSyncApplied) second = NULL;

  first = apply (fixture, NULL, make_message_event (1, CHAT, 1, STAFF), make_message_event (2, CHAT, 2, STAFF), NULL);
  second = apply (fixture, "e1.3",
                  make_message_event (1, CHAT, 1, STAFF), make_message_event (2, CHAT, 2, STAFF),
                  make_message_event (3, CHAT, 3, STAFF), NULL);
  g_assert_cmpuint (second->events->len, ==, 1);
  g_assert_cmpint (((BalieEvent *)g_ptr_array_index (second->events, 0))->seq, ==, 3);
  g_assert_false (second->gap);
  assert_position (fixture, "e1.3");
}

static void
test_gap (Fixture      *fixture,
          gconstpointer data)
{
  g_autoptr (BalieSyncApplied) applied = NULL;
  g_autoptr (BalieSyncApplied) short_page = NULL;

  applied = apply (fixture, NULL, make_message_event (1, CHAT, 1, STAFF), make_message_event (3, CHAT, 3, STAFF), NULL);
  g_assert_cmpuint (applied->events->len, ==, 1);
  g_assert_true (applied->gap);
  assert_position (fixture, "e1.1");

  /* The server says that it goes on later than what it gave. */
  short_page = apply (fixture, "e1.9", make_message_event (2, CHAT, 2, STAFF), NULL);
  g_assert_true (short_page->gap);
  assert_position (fixture, "e1.2");
}

static void
test_gap_in_messages (Fixture      *fixture,
                      gconstpointer data)
{
  g_autoptr (BalieSyncApplied) applied = NULL;
  g_autoptr (GPtrArray) page = NULL;
  g_autoptr (GPtrArray) hole = NULL;
  g_autoptr (GPtrArray) newer = NULL;
  g_autoptr (GError) error = NULL;

  /* After a snapshot the cache knows just what came since. */
  applied = apply (fixture, NULL, make_message_event (1, CHAT, 7, STAFF), make_message_event (2, CHAT, 8, STAFF), NULL);
  page = balie_message_table_list (fixture->db, CHAT, 9, 50, &error);
  g_assert_cmpuint (page->len, ==, 2);
  hole = balie_message_table_list (fixture->db, CHAT, 7, 50, &error);
  g_assert_cmpuint (hole->len, ==, 0);
  newer = balie_message_table_list_from (fixture->db, CHAT, 8, &error);
  g_assert_cmpuint (newer->len, ==, 1);
}

static void
test_confirms_outbox (Fixture      *fixture,
                      gconstpointer data)
{
  g_autofree char *own = g_strdup_printf (MESSAGE, 1);
  g_autofree char *of_request = g_strdup_printf (MESSAGE, 50);
  g_autofree char *waiting = g_strdup_printf (MESSAGE, 51);
  g_autoptr (BalieSyncApplied) applied = NULL;

  add_entry (fixture, own, CHAT, FALSE);
  add_entry (fixture, of_request, REQUEST, TRUE);
  add_entry (fixture, waiting, REQUEST, FALSE);
  applied = apply (fixture, NULL, make_message_event (1, CHAT, 1, OWN),
                   make_conversation_event (2, BALIE_EVENT_CONVERSATION_CREATED, REQUEST, 1), NULL);

  g_assert_cmpint (get_outbox_state (fixture, own), ==, BALIE_OUTBOX_SENT);
  g_assert_cmpint (get_outbox_state (fixture, of_request), ==, BALIE_OUTBOX_SENT);
  g_assert_cmpint (get_outbox_state (fixture, waiting), ==, BALIE_OUTBOX_WAITING);
}

static void
test_read_marks (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (BalieSyncApplied) applied = NULL;
  g_autoptr (BalieConversation) conversation = NULL;
  g_autoptr (GPtrArray) marks = NULL;
  g_autoptr (GError) error = NULL;
  const BalieReadMark *mark;

  applied = apply (fixture, NULL, make_message_event (1, CHAT, 1, OWN), make_message_event (2, CHAT, 2, OWN),
                   make_read_event (3, CHAT, BALIE_ROLE_STAFF, 2), make_read_event (4, CHAT, BALIE_ROLE_CUSTOMER, 1),
                   make_read_event (5, CHAT, BALIE_ROLE_STAFF, 1), make_read_event (6, REQUEST, BALIE_ROLE_STAFF, 1), NULL);
  assert_position (fixture, "e1.6");

  conversation = get_conversation (fixture, CHAT);
  g_assert_cmpint (conversation->read_other, ==, 2);
  g_assert_cmpint (conversation->read_own, ==, 1);

  /* Another device of the same customer has read: nothing to tell the server any more. */
  marks = balie_read_mark_table_list (fixture->db, &error);
  g_assert_cmpuint (marks->len, ==, 1);
  mark = g_ptr_array_index (marks, 0);
  g_assert_cmpint (mark->up_to, ==, 1);
  g_assert_cmpint (mark->flushed_to, ==, 1);
}

static void
test_others_move_position (Fixture      *fixture,
                           gconstpointer data)
{
  g_autoptr (BalieSyncApplied) applied = NULL;

  applied = apply (fixture, NULL, make_event (1, BALIE_EVENT_DESK_CHANGED), make_event (2, BALIE_EVENT_UNKNOWN),
                   make_event (3, BALIE_EVENT_SESSION_ENDED), NULL);
  g_assert_cmpuint (applied->events->len, ==, 3);
  assert_position (fixture, "e1.3");
}

static void
test_merge (void)
{
  g_autoptr (BalieConversation) old = make_conversation (CHAT, 3, 3);
  g_autoptr (BalieConversation) newer = make_conversation (CHAT, 4, 4);
  g_autoptr (BalieConversation) up = NULL;
  g_autoptr (BalieConversation) down = NULL;

  old->read_other = 2;
  newer->read_own = 1;
  up = balie_conversation_merge (old, newer);
  down = balie_conversation_merge (newer, old);

  g_assert_cmpint (up->version, ==, 4);
  g_assert_cmpint (up->count, ==, 4);
  g_assert_cmpint (up->read_other, ==, 2);
  g_assert_cmpint (up->read_own, ==, 1);
  g_assert_cmpint (down->version, ==, 4);
  g_assert_cmpint (down->read_other, ==, 2);
}

static GPtrArray *
replace (Fixture    *fixture,
         const char *next)
{
  g_autoptr (BalieSyncSnapshot) snapshot = g_new0 (BalieSyncSnapshot, 1);
  g_autoptr (GError) error = NULL;
  GPtrArray *entries;

  snapshot->next = g_strdup (next);
  snapshot->conversations = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_conversation_unref);
  g_ptr_array_add (snapshot->conversations, make_conversation (CHAT, 1, 1));
  entries = balie_sync_job_replace (fixture->db, snapshot, &error);
  g_assert_no_error (error);

  return entries;
}

static void
fill_outbox (Fixture *fixture)
{
  static const struct
  {
    int    id;
    gint64 age; /* days since it was sent, -1 for not sent */
  } entries[] = {{1, 8}, {2, 6}, {3, 0}, {4, -1}, {5, -1}};
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      g_autofree char *id = g_strdup_printf (MESSAGE, entries[i].id);

      add_entry (fixture, id, CHAT, FALSE);
      if (entries[i].age >= 0)
        g_assert_true (balie_outbox_table_set_sent (fixture->db, id, balie_clock_now () - entries[i].age * 86400000, &error));
    }

  {
    g_autofree char *refused = g_strdup_printf (MESSAGE, 5);

    g_assert_true (balie_outbox_table_set_refused (fixture->db, refused, BALIE_ERROR_NOT_FOUND, "not-found", &error));
  }
}

/* The position was too old, the history is the same: nothing needs to go out again. */
static void
test_reset_same_epoch (Fixture      *fixture,
                       gconstpointer data)
{
  g_autoptr (BalieSyncApplied) applied = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (BalieConversation) gone = NULL;
  g_autoptr (GError) error = NULL;

  applied = apply (fixture, NULL, make_message_event (1, REQUEST, 9, STAFF), NULL);
  fill_outbox (fixture);
  entries = replace (fixture, "e1.40");

  g_assert_cmpuint (entries->len, ==, 2);
  assert_position (fixture, "e1.40");
  gone = get_conversation (fixture, REQUEST);
  g_assert_null (gone);
  messages = balie_message_table_list_from (fixture->db, REQUEST, 1, &error);
  g_assert_cmpuint (messages->len, ==, 0);
}

/* The server was restored: what was sent in the last seven days goes out again, in its old order. */
static void
test_reset_new_epoch (Fixture      *fixture,
                      gconstpointer data)
{
  static const int expected[] = {2, 3, 4, 5};
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) marks = NULL;
  g_autoptr (GError) error = NULL;

  fill_outbox (fixture);
  g_assert_true (balie_read_mark_table_raise (fixture->db, CHAT, 3, 3, &error));
  entries = replace (fixture, "e2.1");

  g_assert_cmpuint (entries->len, ==, G_N_ELEMENTS (expected));
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char        *id = g_strdup_printf (MESSAGE, expected[i]);
      const BalieOutboxEntry *entry = g_ptr_array_index (entries, i);

      g_assert_cmpstr (entry->message, ==, id);
      g_assert_cmpint (entry->state, ==, expected[i] == 4 ? BALIE_OUTBOX_WAITING : BALIE_OUTBOX_ATTEMPTED);
    }

  marks = balie_read_mark_table_list (fixture->db, &error);
  g_assert_cmpint (((BalieReadMark *)g_ptr_array_index (marks, 0))->up_to, ==, 3);
  g_assert_cmpint (((BalieReadMark *)g_ptr_array_index (marks, 0))->flushed_to, ==, 0);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/sync-jobs/messages", test_messages);
  ADD ("/sync-jobs/twice-the-same", test_twice_the_same);
  ADD ("/sync-jobs/gap", test_gap);
  ADD ("/sync-jobs/gap-in-messages", test_gap_in_messages);
  ADD ("/sync-jobs/confirms-outbox", test_confirms_outbox);
  ADD ("/sync-jobs/read-marks", test_read_marks);
  ADD ("/sync-jobs/others-move-position", test_others_move_position);
  g_test_add_func ("/sync-jobs/merge", test_merge);
  ADD ("/sync-jobs/reset-same-epoch", test_reset_same_epoch);
  ADD ("/sync-jobs/reset-new-epoch", test_reset_new_epoch);
  return g_test_run ();
}
