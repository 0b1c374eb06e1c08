/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of conversations, compared with a plain one after each of many random changes. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-conversation-list.h"
#include "balie-list-mirror.h"

#include <string.h>

#define ROUNDS 3000

static BalieConversation *
make_conversation (const char *id,
                   gint64      changed_at)
{
  BalieConversation *conversation = balie_conversation_new ();

  conversation->id = g_strdup (id);
  conversation->kind = BALIE_CONVERSATION_QUESTION;
  conversation->changed_at = changed_at;

  return conversation;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const BalieConversation *first = *(BalieConversation *const *)a;
  const BalieConversation *second = *(BalieConversation *const *)b;

  if (first->changed_at != second->changed_at)
    return first->changed_at > second->changed_at ? -1 : 1;

  return strcmp (first->id, second->id);
}

static void
assert_same (GListModel *model,
             GHashTable *naive)
{
  g_autoptr (GPtrArray) expected = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, naive);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (expected, value);
  g_ptr_array_sort (expected, compare);

  g_assert_cmpuint (g_list_model_get_n_items (model), ==, expected->len);
  for (guint i = 0; i < expected->len; i++)
    {
      g_autoptr (BalieConversationItem) item = g_list_model_get_item (model, i);

      g_assert_true (balie_conversation_item_get_conversation (item) == g_ptr_array_index (expected, i));
    }
}

static void
test_random (void)
{
  g_autoptr (BalieConversationList) list = balie_conversation_list_new ();
  g_autoptr (BalieListMirror) mirror = balie_list_mirror_new (G_LIST_MODEL (list));
  g_autoptr (GHashTable) naive = NULL;

  naive = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)balie_conversation_unref);
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autofree char *id = g_strdup_printf ("id-%d", g_test_rand_int_range (0, 40));

      if (g_test_rand_int_range (0, 5) == 0)
        g_assert_true (balie_conversation_list_remove (list, id) == g_hash_table_remove (naive, id));
      else
        {
          BalieConversation *conversation = make_conversation (id, g_test_rand_int_range (0, 60));

          balie_conversation_list_put (list, conversation);
          g_hash_table_replace (naive, conversation->id, conversation);
        }

      assert_same (G_LIST_MODEL (list), naive);
      balie_list_mirror_check (mirror);
    }
}

static void
test_stays_same_object (void)
{
  g_autoptr (BalieConversationList) list = balie_conversation_list_new ();
  g_autoptr (BalieListMirror) mirror = balie_list_mirror_new (G_LIST_MODEL (list));
  g_autoptr (BalieConversation) first = make_conversation ("a", 10);
  g_autoptr (BalieConversation) second = make_conversation ("b", 20);
  g_autoptr (BalieConversation) changed = make_conversation ("a", 15);
  g_autoptr (BalieConversation) newest = make_conversation ("a", 30);
  BalieConversationItem *item = balie_conversation_list_put (list, first);

  balie_conversation_list_put (list, second);
  g_assert_cmpuint (balie_list_mirror_get_n_changes (mirror), ==, 2);

  /* It keeps its place, so the list does not change. */
  g_assert_true (balie_conversation_list_put (list, changed) == item);
  g_assert_cmpuint (balie_list_mirror_get_n_changes (mirror), ==, 2);

  g_assert_true (balie_conversation_list_put (list, newest) == item);
  g_assert_cmpuint (balie_list_mirror_get_n_changes (mirror), ==, 4);
  g_assert_true (balie_conversation_list_find (list, "a") == item);
  g_assert_null (balie_conversation_list_find (list, "c"));
}

static void
count_notify (GObject    *object,
              GParamSpec *pspec,
              guint      *count)
{
  (*count)++;
}

static void
test_item_notifies_what_changed (void)
{
  g_autoptr (BalieConversation) first = make_conversation ("a", 10);
  g_autoptr (BalieConversation) second = balie_conversation_copy (first);
  g_autoptr (BalieConversationItem) item = NULL;
  guint n_unread = 0;
  guint n_subject = 0;
  guint n_status = 0;

  second->count = 5;
  second->read_own = 2;
  second->subject = g_strdup ("Printer");
  item = balie_conversation_item_new (first);
  g_signal_connect (item, "notify::unread", G_CALLBACK (count_notify), &n_unread);
  g_signal_connect (item, "notify::subject", G_CALLBACK (count_notify), &n_subject);
  g_signal_connect (item, "notify::status", G_CALLBACK (count_notify), &n_status);

  balie_conversation_item_set_conversation (item, second);

  g_assert_cmpuint (n_unread, ==, 1);
  g_assert_cmpuint (n_subject, ==, 1);
  g_assert_cmpuint (n_status, ==, 0);
  g_assert_cmpuint (balie_conversation_item_get_unread (item), ==, 3);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/conversation-list/random", test_random);
  g_test_add_func ("/conversation-list/stays-same-object", test_stays_same_object);
  g_test_add_func ("/conversation-list/item-notifies-what-changed", test_item_notifies_what_changed);
  return g_test_run ();
}
