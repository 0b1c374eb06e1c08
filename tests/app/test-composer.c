/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The composer: keys, limits, reasons, growth. */
#include "config.h"

#include "balie-app-test.h"
#include "balie-composer.h"
#include "balie-test-uploads.h"

typedef struct
{
  GtkWindow     *window;
  BalieComposer *composer;
  GtkTextView   *view;
  GPtrArray     *sent;
  guint          n_changes;
} Fixture;

static void
send_cb (BalieComposer *composer,
         const char    *text,
         gpointer       user_data)
{
  Fixture *fixture = user_data;

  g_ptr_array_add (fixture->sent, g_strdup (text));
}

static void
changed_cb (BalieComposer *composer,
            gpointer       user_data)
{
  Fixture *fixture = user_data;

  fixture->n_changes++;
}

static void
set_up (Fixture      *fixture,
        gconstpointer wide)
{
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->composer = BALIE_COMPOSER (balie_composer_new (GPOINTER_TO_INT (wide)));
  fixture->view = GTK_TEXT_VIEW (balie_app_test_find (GTK_WIDGET (fixture->composer), GTK_TYPE_TEXT_VIEW, NULL));
  fixture->sent = g_ptr_array_new_with_free_func (g_free);
  fixture->n_changes = 0;
  gtk_widget_set_valign (GTK_WIDGET (fixture->composer), GTK_ALIGN_END);
  balie_composer_set_placeholder (fixture->composer, "Write a message…");
  g_signal_connect (fixture->composer, "send", G_CALLBACK (send_cb), fixture);
  g_signal_connect (fixture->composer, "changed", G_CALLBACK (changed_cb), fixture);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->composer));
  balie_app_test_present (fixture->window, 360, 300);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer wide)
{
  balie_app_test_close (fixture->window);
  g_ptr_array_unref (fixture->sent);
}

static void
type (Fixture    *fixture,
      const char *text)
{
  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (fixture->view), text, -1);
}

static GtkWidget *
find (Fixture    *fixture,
      const char *id)
{
  return balie_app_test_find (GTK_WIDGET (fixture->composer), GTK_TYPE_WIDGET, id);
}

/* As the key controller of the text view would report it. */
static gboolean
press (Fixture        *fixture,
       guint           keyval,
       GdkModifierType modifiers)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->view));
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller) && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, modifiers, &handled);
    }

  return handled;
}

static void
test_empty (Fixture      *fixture,
            gconstpointer wide)
{
  GtkWidget *send = find (fixture, GPOINTER_TO_INT (wide) ? "send_button" : "send_icon");

  g_assert_true (gtk_widget_get_visible (send));
  g_assert_false (gtk_widget_is_sensitive (send));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (send), ==, "Write something first");
  g_assert_true (gtk_widget_get_visible (find (fixture, "placeholder")));

  type (fixture, "  \n ");
  g_assert_false (gtk_widget_is_sensitive (send));
  g_assert_true (balie_composer_is_empty (fixture->composer));
  g_assert_false (gtk_widget_get_visible (find (fixture, "placeholder")));
  g_assert_true (press (fixture, GDK_KEY_Return, 0));
  g_assert_cmpuint (fixture->sent->len, ==, 0);

  type (fixture, "Hello ");
  g_assert_true (gtk_widget_is_sensitive (send));
  g_assert_cmpuint (fixture->n_changes, ==, 2);
  g_signal_emit_by_name (send, "clicked");
  g_assert_cmpuint (fixture->sent->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (fixture->sent, 0), ==, "Hello");
}

static void
test_enter (Fixture      *fixture,
            gconstpointer wide)
{
  type (fixture, "One");
  g_assert_false (press (fixture, GDK_KEY_Return, GDK_SHIFT_MASK));
  g_assert_false (press (fixture, GDK_KEY_a, 0));
  g_assert_cmpuint (fixture->sent->len, ==, 0);
  g_assert_true (press (fixture, GDK_KEY_Return, 0));
  g_assert_true (press (fixture, GDK_KEY_KP_Enter, GDK_LOCK_MASK));
  g_assert_true (press (fixture, GDK_KEY_Return, GDK_CONTROL_MASK));
  g_assert_cmpuint (fixture->sent->len, ==, 3);

  balie_composer_set_enter_sends (fixture->composer, FALSE);
  g_assert_false (press (fixture, GDK_KEY_Return, 0));
  g_assert_cmpuint (fixture->sent->len, ==, 3);
  g_assert_true (press (fixture, GDK_KEY_Return, GDK_CONTROL_MASK));
  g_assert_cmpuint (fixture->sent->len, ==, 4);
}

/* Enter that ends what an input method composes sends nothing. */
static void
test_composing (Fixture      *fixture,
                gconstpointer wide)
{
  type (fixture, "One");
  g_signal_emit_by_name (fixture->view, "preedit-changed", "か");
  g_assert_false (press (fixture, GDK_KEY_Return, 0));
  g_assert_cmpuint (fixture->sent->len, ==, 0);
  g_signal_emit_by_name (fixture->view, "preedit-changed", "");
  g_assert_true (press (fixture, GDK_KEY_Return, 0));
  g_assert_cmpuint (fixture->sent->len, ==, 1);
}

static void
test_limit (Fixture      *fixture,
            gconstpointer wide)
{
  GtkWidget       *send = find (fixture, "send_icon");
  GtkLabel        *hint = GTK_LABEL (find (fixture, "hint"));
  g_autofree char *text = g_strnfill (799, 'x');

  balie_composer_set_limit (fixture->composer, 1000);
  type (fixture, text);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (hint)));
  type (fixture, "é");
  g_assert_cmpstr (gtk_label_get_label (hint), ==, "200 characters left");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (hint)));
  text[200] = '\0';
  type (fixture, text);
  g_assert_cmpstr (gtk_label_get_label (hint), ==, "0 characters left");
  g_assert_true (gtk_widget_is_sensitive (send));
  type (fixture, "y");
  g_assert_cmpstr (gtk_label_get_label (hint), ==, "1 character too many. Shorten the text, or send it in parts.");
  g_assert_false (gtk_widget_is_sensitive (send));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (send), ==, gtk_label_get_label (hint));
  balie_app_test_take_picture (GTK_WIDGET (fixture->window), "composer-limit");
  press (fixture, GDK_KEY_Return, 0);
  g_assert_cmpuint (fixture->sent->len, ==, 0);
}

static void
test_growth (Fixture      *fixture,
             gconstpointer wide)
{
  int one_line = gtk_widget_get_height (GTK_WIDGET (fixture->composer));

  g_assert_cmpint (one_line, <, 60);
  type (fixture, "1\n2\n3");
  balie_app_test_wait_until (gtk_widget_get_height (GTK_WIDGET (fixture->composer)) > one_line + 20);
  type (fixture, "\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20");
  balie_app_test_wait_until (gtk_widget_get_height (GTK_WIDGET (fixture->composer)) > 140);
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (fixture->composer)), <, 200);
}

/* Files go without a text; one that may not go keeps all of it here, and says why. */
static void
test_files (Fixture      *fixture,
            gconstpointer wide)
{
  GtkWidget *send = find (fixture, GPOINTER_TO_INT (wide) ? "send_button" : "send_icon");
  GtkLabel  *hint = GTK_LABEL (find (fixture, "hint"));
  g_autoptr (GListStore) files = balie_test_uploads_new ();

  balie_attachment_box_set_files (balie_composer_get_attachment_box (fixture->composer), G_LIST_MODEL (files));
  g_assert_false (gtk_widget_is_sensitive (send));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (send), ==, "First remove the file that cannot be sent");
  g_assert_cmpstr (gtk_label_get_label (hint), ==, "First remove the file that cannot be sent");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (hint)));
  balie_app_test_take_picture (GTK_WIDGET (fixture->window), GPOINTER_TO_INT (wide) ? "composer-files-wide" : "composer-files");
  press (fixture, GDK_KEY_Return, 0);
  g_assert_cmpuint (fixture->sent->len, ==, 0);

  g_list_store_remove (files, 2);
  g_assert_true (gtk_widget_is_sensitive (send));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (hint)));
  press (fixture, GDK_KEY_Return, 0);
  g_assert_cmpuint (fixture->sent->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (fixture->sent, 0), ==, "");
}

/* What the program puts there was typed by nobody. */
static void
test_set_text (Fixture      *fixture,
               gconstpointer wide)
{
  g_autofree char *text = NULL;

  balie_composer_set_text (fixture->composer, "A draft");
  g_assert_cmpuint (fixture->n_changes, ==, 0);
  text = balie_composer_dup_text (fixture->composer);
  g_assert_cmpstr (text, ==, "A draft");
  g_assert_true (gtk_widget_is_sensitive (find (fixture, "send_icon")));
}

int
main (int    argc,
      char **argv)
{
  balie_app_test_init (&argc, &argv);

  g_test_add ("/app/composer/empty", Fixture, GINT_TO_POINTER (FALSE), set_up, test_empty, tear_down);
  g_test_add ("/app/composer/empty/wide", Fixture, GINT_TO_POINTER (TRUE), set_up, test_empty, tear_down);
  g_test_add ("/app/composer/enter", Fixture, GINT_TO_POINTER (FALSE), set_up, test_enter, tear_down);
  g_test_add ("/app/composer/composing", Fixture, GINT_TO_POINTER (FALSE), set_up, test_composing, tear_down);
  g_test_add ("/app/composer/limit", Fixture, GINT_TO_POINTER (FALSE), set_up, test_limit, tear_down);
  g_test_add ("/app/composer/growth", Fixture, GINT_TO_POINTER (FALSE), set_up, test_growth, tear_down);
  g_test_add ("/app/composer/files", Fixture, GINT_TO_POINTER (FALSE), set_up, test_files, tear_down);
  g_test_add ("/app/composer/files/wide", Fixture, GINT_TO_POINTER (TRUE), set_up, test_files, tear_down);
  g_test_add ("/app/composer/set-text", Fixture, GINT_TO_POINTER (FALSE), set_up, test_set_text, tear_down);

  return g_test_run ();
}
