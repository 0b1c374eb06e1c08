/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk's colour: whatever it is, texts on it and in it can be read. */
#include "config.h"

#include "balie-accent.h"
#include "balie-app-test.h"

static const char *const accents[] = {
  "#3584e4",
  "#e01b24",
  "#f8e45c",
  "#ffffff",
  "#000000",
  "#26a269",
  "#e5a50a",
  "#7f7f7f",
  "#00ffff",
};

static void
test_contrast_of_known (void)
{
  GdkRGBA black = {0, 0, 0, 1};
  GdkRGBA white = {1, 1, 1, 1};

  g_assert_cmpfloat_with_epsilon (balie_accent_get_contrast (&black, &white), 21, 0.01);
  g_assert_cmpfloat_with_epsilon (balie_accent_get_contrast (&white, &black), 21, 0.01);
  g_assert_cmpfloat_with_epsilon (balie_accent_get_contrast (&white, &white), 1, 0.001);
}

static void
test_text_on_accent (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (accents); i++)
    {
      GdkRGBA accent;
      GdkRGBA text;

      g_assert_true (gdk_rgba_parse (&accent, accents[i]));
      balie_accent_get_text_color (&accent, &text);
      g_test_message ("%s", accents[i]);
      g_assert_cmpfloat (balie_accent_get_contrast (&accent, &text), >=, 3);
    }
}

static void
test_accent_as_text (void)
{
  static const char *const backgrounds[] = {"#fafafa", "#242424"};

  for (gsize i = 0; i < G_N_ELEMENTS (accents); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (backgrounds); j++)
      {
        GdkRGBA accent;
        GdkRGBA background;
        GdkRGBA readable;

        g_assert_true (gdk_rgba_parse (&accent, accents[i]));
        g_assert_true (gdk_rgba_parse (&background, backgrounds[j]));
        balie_accent_get_readable (&accent, &background, &readable);
        g_test_message ("%s on %s", accents[i], backgrounds[j]);
        g_assert_cmpfloat (balie_accent_get_contrast (&readable, &background), >=, 4.5);
      }
}

static gboolean
has_accent (GtkWidget  *widget,
            const char *expected)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  GdkRGBA          wanted;
  GdkRGBA          color;

  g_assert_true (gdk_rgba_parse (&wanted, expected));
  g_assert_true (gtk_style_context_lookup_color (context, "accent_bg_color", &color));
  return gdk_rgba_equal (&wanted, &color);
}

static void
test_apply (void)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());

  balie_app_test_present (window, 200, 200);
  balie_accent_apply ("#e01b24");
  g_assert_true (has_accent (GTK_WIDGET (window), "#e01b24"));

  /* Anything else than a colour is no style sheet either. */
  balie_accent_apply ("red; } * { color: red; }");
  g_assert_false (has_accent (GTK_WIDGET (window), "#e01b24"));
  balie_accent_apply (NULL);
  balie_app_test_close (window);
}

int
main (int    argc,
      char **argv)
{
  balie_app_test_init (&argc, &argv);

  g_test_add_func ("/app/accent/contrast-of-known", test_contrast_of_known);
  g_test_add_func ("/app/accent/text-on-accent", test_text_on_accent);
  g_test_add_func ("/app/accent/accent-as-text", test_accent_as_text);
  g_test_add_func ("/app/accent/apply", test_apply);

  return g_test_run ();
}
