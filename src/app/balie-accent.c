/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk's colour as the accent of the whole program, readable on light and on dark. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-accent.h"

#include <adwaita.h>
#include <math.h>

/* WCAG 2 asks for 4.5 in text, and for 3 in what is large or bold, as labels of buttons are. */
#define TEXT_CONTRAST 4.5
#define LABEL_CONTRAST 3.0
#define STEP 0.04f

static const GdkRGBA white = {1, 1, 1, 1};
static const GdkRGBA near_black = {0.14f, 0.14f, 0.14f, 1};
static const GdkRGBA light_background = {0.98f, 0.98f, 0.98f, 1};
static const GdkRGBA dark_background = {0.14f, 0.14f, 0.14f, 1};

static double
get_linear (float channel)
{
  return channel <= 0.04045f ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

static double
get_luminance (const GdkRGBA *color)
{
  return 0.2126 * get_linear (color->red) + 0.7152 * get_linear (color->green) + 0.0722 * get_linear (color->blue);
}

double
balie_accent_get_contrast (const GdkRGBA *a,
                           const GdkRGBA *b)
{
  double luminance_a = get_luminance (a);
  double luminance_b = get_luminance (b);

  return (MAX (luminance_a, luminance_b) + 0.05) / (MIN (luminance_a, luminance_b) + 0.05);
}

void
balie_accent_get_text_color (const GdkRGBA *background,
                             GdkRGBA       *text)
{
  double with_white = balie_accent_get_contrast (&white, background);

  if (with_white >= LABEL_CONTRAST || with_white >= balie_accent_get_contrast (&near_black, background))
    *text = white;
  else
    *text = near_black;
}

void
balie_accent_get_readable (const GdkRGBA *accent,
                           const GdkRGBA *background,
                           GdkRGBA       *readable)
{
  float target = get_luminance (background) > 0.5 ? 0 : 1;

  *readable = *accent;
  for (float share = STEP; share <= 1 && balie_accent_get_contrast (readable, background) < TEXT_CONTRAST; share += STEP)
    {
      readable->red = accent->red + (target - accent->red) * share;
      readable->green = accent->green + (target - accent->green) * share;
      readable->blue = accent->blue + (target - accent->blue) * share;
    }
}

static void
load_css (GtkCssProvider *provider,
          const GdkRGBA  *accent)
{
  gboolean         dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GdkRGBA          text;
  GdkRGBA          readable;
  g_autofree char *background_name = NULL;
  g_autofree char *text_name = NULL;
  g_autofree char *readable_name = NULL;
  g_autofree char *css = NULL;

  balie_accent_get_text_color (accent, &text);
  balie_accent_get_readable (accent, dark ? &dark_background : &light_background, &readable);

  background_name = gdk_rgba_to_string (accent);
  text_name = gdk_rgba_to_string (&text);
  readable_name = gdk_rgba_to_string (&readable);
  css = g_strdup_printf ("@define-color accent_bg_color %s;\n"
                         "@define-color accent_fg_color %s;\n"
                         "@define-color accent_color %s;\n",
                         background_name, text_name, readable_name);
  gtk_css_provider_load_from_data (provider, css, -1);
}

static GtkCssProvider *
get_provider (void)
{
  static GtkCssProvider *provider;

  if (provider == NULL)
    {
      provider = gtk_css_provider_new ();
      gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                                  GTK_STYLE_PROVIDER (provider),
                                                  GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
    }

  return provider;
}

static gboolean
is_hex_color (const char *text)
{
  if (text == NULL || strlen (text) != strlen ("#rrggbb") || *text != '#')
    return FALSE;

  for (const char *c = text + 1; *c != '\0'; c++)
    if (!g_ascii_isxdigit (*c))
      return FALSE;

  return TRUE;
}

static GdkRGBA current;
static gulong  dark_handler;

static void
dark_changed_cb (void)
{
  load_css (get_provider (), &current);
}

void
balie_accent_apply (const char *accent)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  g_clear_signal_handler (&dark_handler, manager);

  /* The colour comes from the network, and a style sheet is no place for surprises. */
  if (!is_hex_color (accent) || !gdk_rgba_parse (&current, accent))
    {
      gtk_css_provider_load_from_data (get_provider (), "", -1);
      return;
    }

  dark_handler = g_signal_connect (manager, "notify::dark", G_CALLBACK (dark_changed_cb), NULL);
  load_css (get_provider (), &current);
}
