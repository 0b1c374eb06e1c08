/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Toasts that hold a whole sentence. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-toast.h"

/* A toast takes its natural width, whether there is room for it or not: this is what the narrowest window has. */
#define MAX_CHARACTERS 30

AdwToast *
balie_toast_new (const char *text)
{
  AdwToast        *toast;
  GtkWidget       *label;
  g_autofree char *title = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  /* Titles of toasts are markup, and cut at the end of the line. */
  title = g_markup_escape_text (text, -1);
  toast = adw_toast_new (title);
  label = gtk_label_new (text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_CHARACTERS);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  adw_toast_set_custom_title (toast, label);

  return toast;
}
