/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A rating: chosen, commented, sent, changed; nothing that is typed goes before it was sent. */
#include "config.h"

#include "balie-app-test.h"
#include "balie-rating.h"

typedef struct
{
  GtkWindow   *window;
  BalieRating *rating;
  int          score;
  char        *comment;
  guint        n_rated;
} Fixture;

static void
rated_cb (Fixture    *fixture,
          int         score,
          const char *comment)
{
  fixture->score = score;
  g_free (fixture->comment);
  fixture->comment = g_strdup (comment);
  fixture->n_rated++;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->rating = BALIE_RATING (balie_rating_new ());
  g_signal_connect_swapped (fixture->rating, "rated", G_CALLBACK (rated_cb), fixture);
  gtk_widget_set_valign (GTK_WIDGET (fixture->rating), GTK_ALIGN_START);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->rating));
  balie_app_test_present (fixture->window, 360, 120);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  balie_app_test_close (fixture->window);
  g_free (fixture->comment);
}

static GtkWidget *
find (Fixture    *fixture,
      const char *id)
{
  GtkWidget *found = balie_app_test_find (GTK_WIDGET (fixture->rating), GTK_TYPE_WIDGET, id);

  g_assert_nonnull (found);
  return found;
}

static GtkWidget *
get_star (Fixture *fixture,
          int      score)
{
  GtkWidget *star = gtk_widget_get_first_child (find (fixture, "stars"));

  for (int i = 1; i < score; i++)
    star = gtk_widget_get_next_sibling (star);
  return star;
}

static void
choose (Fixture *fixture,
        int      score)
{
  g_signal_emit_by_name (get_star (fixture, score), "clicked");
}

static void
assert_stars (Fixture *fixture,
              int      score)
{
  for (int i = 1; i <= BALIE_RATING_MAX; i++)
    {
      GtkWidget *star = get_star (fixture, i);

      g_assert_cmpstr (gtk_button_get_icon_name (GTK_BUTTON (star)), ==, i <= score ? "starred-symbolic" : "non-starred-symbolic");
      g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (star)) == (i == score));
    }
}

static void
assert_question (Fixture    *fixture,
                 const char *text)
{
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (find (fixture, "question"))), ==, text);
}

static void
type (Fixture    *fixture,
      const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (find (fixture, "comment")), text);
}

static const char *
get_typed (Fixture *fixture)
{
  return gtk_editable_get_text (GTK_EDITABLE (find (fixture, "comment")));
}

/* What the page does when the desk has taken it. */
static void
take (Fixture *fixture)
{
  balie_rating_set_sending (fixture->rating, TRUE);
  balie_rating_set_kept (fixture->rating, fixture->score, fixture->comment);
  balie_rating_set_sending (fixture->rating, FALSE);
}

static void
test_given (Fixture      *fixture,
            gconstpointer data)
{
  assert_stars (fixture, 0);
  assert_question (fixture, "How were you helped?");
  g_assert_false (gtk_widget_get_visible (find (fixture, "more")));
  gtk_widget_activate_action (GTK_WIDGET (fixture->rating), "rating.send", NULL);
  g_assert_cmpuint (fixture->n_rated, ==, 0);

  choose (fixture, 2);
  choose (fixture, 4);
  assert_stars (fixture, 4);
  g_assert_true (gtk_widget_get_visible (find (fixture, "more")));
  type (fixture, "  Quick and kind ");
  gtk_widget_activate_action (GTK_WIDGET (fixture->rating), "rating.send", NULL);
  g_assert_cmpuint (fixture->n_rated, ==, 1);
  g_assert_cmpint (fixture->score, ==, 4);
  g_assert_cmpstr (fixture->comment, ==, "Quick and kind");

  take (fixture);
  assert_question (fixture, "Thank you for your rating.");
  assert_stars (fixture, 4);
  g_assert_false (gtk_widget_get_visible (find (fixture, "more")));
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (find (fixture, "remark"))), ==, "Quick and kind");
}

/* No comment is none, not an empty one; Enter sends. */
static void
test_without_comment (Fixture      *fixture,
                      gconstpointer data)
{
  choose (fixture, 5);
  type (fixture, "   ");
  g_signal_emit_by_name (find (fixture, "comment"), "activate");
  g_assert_cmpint (fixture->score, ==, 5);
  g_assert_null (fixture->comment);
  take (fixture);
  g_assert_false (gtk_widget_get_visible (find (fixture, "remark")));
}

static void
test_changed (Fixture      *fixture,
              gconstpointer data)
{
  balie_rating_set_kept (fixture->rating, 3, "Slow");
  assert_question (fixture, "Your rating");
  assert_stars (fixture, 3);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (find (fixture, "remark"))), ==, "Slow");

  /* The same star once more is for the comment alone. */
  choose (fixture, 3);
  g_assert_cmpstr (get_typed (fixture), ==, "Slow");
  type (fixture, "Slow, but good");
  choose (fixture, 4);
  g_assert_cmpstr (get_typed (fixture), ==, "Slow, but good");
  gtk_widget_activate_action (GTK_WIDGET (fixture->rating), "rating.send", NULL);
  take (fixture);
  assert_stars (fixture, 4);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (find (fixture, "remark"))), ==, "Slow, but good");
}

/* It did not get there, or another device was first: what is here stays, and can be sent again. */
static void
test_not_sent (Fixture      *fixture,
               gconstpointer data)
{
  choose (fixture, 4);
  type (fixture, "Quick");
  gtk_widget_activate_action (GTK_WIDGET (fixture->rating), "rating.send", NULL);
  balie_rating_set_sending (fixture->rating, TRUE);
  g_assert_false (gtk_widget_get_sensitive (get_star (fixture, 1)));
  gtk_widget_activate_action (GTK_WIDGET (fixture->rating), "rating.send", NULL);
  g_assert_cmpuint (fixture->n_rated, ==, 1);

  balie_rating_set_kept (fixture->rating, 1, "Of another device");
  balie_rating_set_sending (fixture->rating, FALSE);
  assert_stars (fixture, 4);
  g_assert_cmpstr (get_typed (fixture), ==, "Quick");
  gtk_widget_activate_action (GTK_WIDGET (fixture->rating), "rating.send", NULL);
  g_assert_cmpuint (fixture->n_rated, ==, 2);
}

static void
test_cleared (Fixture      *fixture,
              gconstpointer data)
{
  balie_rating_set_kept (fixture->rating, 3, "Slow");
  choose (fixture, 4);
  type (fixture, "Quick");
  balie_rating_clear (fixture->rating);
  assert_stars (fixture, 0);
  g_assert_cmpstr (get_typed (fixture), ==, "");
  g_assert_false (gtk_widget_get_visible (find (fixture, "remark")));
}

/* Every star has its name, and can be reached and pressed with the keyboard. */
static void
test_keyboard (Fixture      *fixture,
               gconstpointer data)
{
  for (int i = 1; i <= BALIE_RATING_MAX; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d of 5", i);

      gtk_test_accessible_assert_property (get_star (fixture, i), GTK_ACCESSIBLE_PROPERTY_LABEL, name);
    }

  g_assert_true (gtk_widget_grab_focus (get_star (fixture, 1)));
  g_assert_true (gtk_widget_child_focus (find (fixture, "stars"), GTK_DIR_RIGHT));
  g_assert_true (gtk_widget_has_focus (get_star (fixture, 2)));
  g_assert_true (gtk_widget_child_focus (find (fixture, "stars"), GTK_DIR_LEFT));
  g_assert_true (gtk_widget_has_focus (get_star (fixture, 1)));
}

int
main (int    argc,
      char **argv)
{
  balie_app_test_init (&argc, &argv);

#define ADD(path, function) g_test_add ("/app/rating" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/given", test_given);
  ADD ("/without-comment", test_without_comment);
  ADD ("/changed", test_changed);
  ADD ("/not-sent", test_not_sent);
  ADD ("/cleared", test_cleared);
  ADD ("/keyboard", test_keyboard);
#undef ADD

  return g_test_run ();
}
