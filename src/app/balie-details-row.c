/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks whether technical details of this computer go with a message, and shows which. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-details-row.h"

#include "balie-details-dialog.h"
#include "balie-diagnostics-collector.h"
#include "balie-wrap-layout.h"

struct _BalieDetailsRow
{
  GtkWidget parent_instance;

  /* Owned */
  BalieSession     *session;
  BalieDiagnostics *found; /* nullable: what was looked at, or what went last */
  char             *choice;
  char             *left_out; /* also while nothing goes, for when it does again */

  /* Template */
  GtkCheckButton *include;
  GtkWidget      *show;
  GtkLabel       *title;
};

typedef enum {
  PROP_CHOICE = 1,
} BalieDetailsRowProperty;

static GParamSpec *properties[PROP_CHOICE + 1];

G_DEFINE_FINAL_TYPE (BalieDetailsRow, balie_details_row, GTK_TYPE_WIDGET)

static BalieDiagnostics *
get_found (BalieDetailsRow *self)
{
  if (self->found == NULL)
    self->found = balie_diagnostics_collector_collect (GTK_WIDGET (self), self->session);

  return self->found;
}

static gboolean
is_left_out (const char *left_out,
             const char *name)
{
  g_auto (GStrv) names = g_strsplit (left_out, "\n", -1);

  return g_strv_contains ((const char *const *)names, name);
}

static gboolean
is_any_left (BalieDetailsRow *self,
             const char      *left_out)
{
  GPtrArray *items = get_found (self)->items;

  for (guint i = 0; i < items->len; i++)
    if (!is_left_out (left_out, ((const BalieDiagnostic *)g_ptr_array_index (items, i))->name))
      return TRUE;

  return FALSE;
}

/* Who switched everything off, and then wants details to go, begins with all of them. */
static void
toggled_cb (BalieDetailsRow *self)
{
  if (!gtk_check_button_get_active (self->include))
    balie_details_row_set_choice (self, NULL);
  else if (self->choice == NULL)
    balie_details_row_set_choice (self, is_any_left (self, self->left_out) ? self->left_out : "");
}

/* Looking, and switching off what is not to go, does not yet let the rest go. */
static void
left_out_changed_cb (BalieDetailsRow    *self,
                     GParamSpec         *pspec,
                     BalieDetailsDialog *dialog)
{
  const char *left_out = balie_details_dialog_get_left_out (dialog);

  g_free (self->left_out);
  self->left_out = g_strdup (left_out);
  if (self->choice != NULL)
    balie_details_row_set_choice (self, is_any_left (self, left_out) ? left_out : NULL);
}

/* Who looks first and then decides sees what is true at that moment. */
static void
show_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  BalieDetailsRow    *self = BALIE_DETAILS_ROW (widget);
  GtkRoot            *root = gtk_widget_get_root (widget);
  BalieDetailsDialog *dialog;

  g_clear_pointer (&self->found, balie_diagnostics_unref);
  dialog = balie_details_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, get_found (self),
                                     self->choice != NULL ? self->choice : self->left_out);
  g_signal_connect_object (dialog, "notify::left-out", G_CALLBACK (left_out_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
balie_details_row_dispose (GObject *object)
{
  BalieDetailsRow *self = BALIE_DETAILS_ROW (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->found, balie_diagnostics_unref);
  g_clear_pointer ((GtkWidget **)&self->include, gtk_widget_unparent);
  g_clear_pointer (&self->show, gtk_widget_unparent);

  G_OBJECT_CLASS (balie_details_row_parent_class)->dispose (object);
}

static void
balie_details_row_finalize (GObject *object)
{
  BalieDetailsRow *self = BALIE_DETAILS_ROW (object);

  g_free (self->choice);
  g_free (self->left_out);

  G_OBJECT_CLASS (balie_details_row_parent_class)->finalize (object);
}

static void
balie_details_row_get_property (GObject    *object,
                                guint       property_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  switch ((BalieDetailsRowProperty)property_id)
    {
    case PROP_CHOICE:
      g_value_set_string (value, BALIE_DETAILS_ROW (object)->choice);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
balie_details_row_set_property (GObject      *object,
                                guint         property_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  switch ((BalieDetailsRowProperty)property_id)
    {
    case PROP_CHOICE:
      balie_details_row_set_choice (BALIE_DETAILS_ROW (object), g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
balie_details_row_class_init (BalieDetailsRowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = balie_details_row_dispose;
  object_class->finalize = balie_details_row_finalize;
  object_class->get_property = balie_details_row_get_property;
  object_class->set_property = balie_details_row_set_property;

  properties[PROP_CHOICE] = g_param_spec_string ("choice", NULL, NULL, NULL,
                                                 G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (BALIE_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "detailsrow");
  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-details-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieDetailsRow, include);
  gtk_widget_class_bind_template_child (widget_class, BalieDetailsRow, show);
  gtk_widget_class_bind_template_child (widget_class, BalieDetailsRow, title);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
  gtk_widget_class_install_action (widget_class, "details.show", NULL, show_action);
}

static void
balie_details_row_init (BalieDetailsRow *self)
{
  self->left_out = g_strdup ("");

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->include), GTK_ACCESSIBLE_PROPERTY_LABEL, gtk_label_get_text (self->title), -1);
}

GtkWidget *
balie_details_row_new (void)
{
  return g_object_new (BALIE_TYPE_DETAILS_ROW, NULL);
}

void
balie_details_row_set_session (BalieDetailsRow *self,
                               BalieSession    *session)
{
  g_return_if_fail (BALIE_IS_DETAILS_ROW (self));
  g_return_if_fail (session == NULL || BALIE_IS_SESSION (session));

  g_set_object (&self->session, session);
}

const char *
balie_details_row_get_choice (BalieDetailsRow *self)
{
  g_return_val_if_fail (BALIE_IS_DETAILS_ROW (self), NULL);

  return self->choice;
}

void
balie_details_row_set_choice (BalieDetailsRow *self,
                              const char      *choice)
{
  char *copy;

  g_return_if_fail (BALIE_IS_DETAILS_ROW (self));

  if (g_strcmp0 (self->choice, choice) == 0)
    return;

  /* It may be our own. */
  copy = g_strdup (choice);
  g_free (self->choice);
  self->choice = copy;
  if (copy != NULL)
    {
      g_free (self->left_out);
      self->left_out = g_strdup (copy);
    }

  gtk_check_button_set_active (self->include, copy != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHOICE]);
}

BalieDiagnostics *
balie_details_row_dup_diagnostics (BalieDetailsRow *self)
{
  g_autoptr (BalieDiagnostics) diagnostics = NULL;
  GPtrArray *items;

  g_return_val_if_fail (BALIE_IS_DETAILS_ROW (self), NULL);

  if (self->choice == NULL)
    return NULL;

  diagnostics = balie_diagnostics_new ();
  items = get_found (self)->items;
  for (guint i = 0; i < items->len; i++)
    {
      const BalieDiagnostic *item = g_ptr_array_index (items, i);

      if (!is_left_out (self->choice, item->name))
        balie_diagnostics_add (diagnostics, item->name, item->value);
    }

  return diagnostics->items->len > 0 ? g_steal_pointer (&diagnostics) : NULL;
}
