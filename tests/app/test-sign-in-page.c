/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sign-in page: what can be pressed when, what it gives out, errors in place, what was typed stays. */
#include "config.h"

#include "balie-app-test.h"
#include "balie-sign-in-page.h"

typedef struct
{
  BalieSignInPage *page;
  GtkWindow       *window;
  char            *username;
  char            *password;
  gboolean         keep;
  int              n_submitted;
  int              n_choose_server;
} Fixture;

static void
submitted_cb (Fixture    *fixture,
              const char *username,
              const char *password,
              gboolean    keep)
{
  g_free (fixture->username);
  g_free (fixture->password);
  fixture->username = g_strdup (username);
  fixture->password = g_strdup (password);
  fixture->keep = keep;
  fixture->n_submitted++;
}

static void
choose_server_cb (Fixture *fixture)
{
  fixture->n_choose_server++;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->page = BALIE_SIGN_IN_PAGE (balie_sign_in_page_new ());
  fixture->window = g_object_new (ADW_TYPE_WINDOW, "content", fixture->page, NULL);
  g_signal_connect_swapped (fixture->page, "submitted", G_CALLBACK (submitted_cb), fixture);
  g_signal_connect_swapped (fixture->page, "choose-server", G_CALLBACK (choose_server_cb), fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  balie_app_test_close (fixture->window);
  g_free (fixture->username);
  g_free (fixture->password);
}

static GtkWidget *
get_part (Fixture    *fixture,
          const char *id)
{
  return balie_app_test_find (GTK_WIDGET (fixture->page), GTK_TYPE_WIDGET, id);
}

static void
submit (Fixture *fixture)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "signin.submit", NULL);
}

static void
test_no_server (Fixture      *fixture,
                gconstpointer data)
{
  balie_app_test_present (fixture->window, 900, 700);
  balie_app_test_take_picture (GTK_WIDGET (fixture->page), "sign-in-no-server");

  g_assert_false (gtk_widget_get_mapped (get_part (fixture, "form")));
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "signin.choose-server", NULL);
  g_assert_cmpint (fixture->n_choose_server, ==, 1);

  balie_sign_in_page_fill_in (fixture->page, "j.visser", "secret", TRUE);
  submit (fixture);
  g_assert_cmpint (fixture->n_submitted, ==, 0);
}

static void
test_submit (Fixture      *fixture,
             gconstpointer data)
{
  balie_sign_in_page_set_server (fixture->page, "https://desk.example.com");
  balie_app_test_present (fixture->window, 360, 640);
  g_assert_true (gtk_widget_get_mapped (get_part (fixture, "form")));

  submit (fixture);
  g_assert_cmpint (fixture->n_submitted, ==, 0);

  balie_sign_in_page_fill_in (fixture->page, "j.visser", "secret", FALSE);
  submit (fixture);
  g_assert_cmpint (fixture->n_submitted, ==, 1);
  g_assert_cmpstr (fixture->username, ==, "j.visser");
  g_assert_cmpstr (fixture->password, ==, "secret");
  g_assert_false (fixture->keep);
  balie_app_test_take_picture (GTK_WIDGET (fixture->page), "sign-in-narrow");
}

static void
test_busy (Fixture      *fixture,
           gconstpointer data)
{
  balie_sign_in_page_set_server (fixture->page, "https://desk.example.com");
  balie_sign_in_page_fill_in (fixture->page, "j.visser", "secret", TRUE);
  balie_sign_in_page_set_busy (fixture->page, TRUE);
  balie_app_test_present (fixture->window, 900, 700);

  submit (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "signin.choose-server", NULL);
  g_assert_cmpint (fixture->n_submitted, ==, 0);
  g_assert_cmpint (fixture->n_choose_server, ==, 0);
  g_assert_false (gtk_widget_is_sensitive (get_part (fixture, "username")));

  balie_sign_in_page_set_busy (fixture->page, FALSE);
  submit (fixture);
  g_assert_cmpint (fixture->n_submitted, ==, 1);
}

static void
test_error (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (BalieDesk) desk = balie_desk_new ();

  g_free (desk->name);
  desk->name = g_strdup ("Acme Software");
  balie_sign_in_page_set_server (fixture->page, "https://desk.example.com");
  balie_sign_in_page_set_desk (fixture->page, desk, NULL);
  balie_sign_in_page_fill_in (fixture->page, "j.visser", "wrong", TRUE);
  balie_sign_in_page_set_error (fixture->page, "The user name or the password is not right.");
  balie_app_test_present (fixture->window, 1120, 740);
  balie_app_test_take_picture (GTK_WIDGET (fixture->page), "sign-in-error");

  g_assert_true (gtk_widget_get_mapped (get_part (fixture, "error")));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_part (fixture, "username"))), ==, "j.visser");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_part (fixture, "password"))), ==, "wrong");

  gtk_editable_set_text (GTK_EDITABLE (get_part (fixture, "password")), "right");
  g_assert_null (balie_sign_in_page_get_error (fixture->page));
}

int
main (int    argc,
      char **argv)
{
  balie_app_test_init (&argc, &argv);

  g_test_add ("/app/sign-in-page/no-server", Fixture, NULL, set_up, test_no_server, tear_down);
  g_test_add ("/app/sign-in-page/submit", Fixture, NULL, set_up, test_submit, tear_down);
  g_test_add ("/app/sign-in-page/busy", Fixture, NULL, set_up, test_busy, tear_down);
  g_test_add ("/app/sign-in-page/error", Fixture, NULL, set_up, test_error, tear_down);

  return g_test_run ();
}
