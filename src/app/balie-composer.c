/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a message is typed. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-composer.h"

#include "balie-accessible.h"
#include "balie-attachment-intake.h"
#include "balie-text.h"
#include "balie-wrap-layout.h"

#include <glib/gi18n.h>

/* What a server takes that does not say otherwise. */
#define DEFAULT_LIMIT 16384

/* How many characters before the limit the count appears. */
#define NEAR_LIMIT 200

struct _BalieComposer
{
  GtkWidget parent_instance;

  guint    limit;
  gboolean enter_sends;
  gboolean wide;
  gboolean composing;

  /* Template */
  BalieAttachmentBox *box;
  GtkWidget          *attach_icon;
  GtkWidget          *field;
  GtkTextView        *view;
  GtkLabel           *placeholder;
  GtkLabel           *hint;
  GtkWidget          *send_icon;
  GtkWidget          *bottom;
  GtkWidget          *attach_button;
  GtkWidget          *screenshot_button;
  GtkWidget          *buttons;
  GtkWidget          *send_button;
};

enum {
  PROP_PLACEHOLDER = 1,
  PROP_LIMIT,
  PROP_ENTER_SENDS,
  PROP_WIDE,
  N_PROPS
};

enum {
  SEND,
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BalieComposer, balie_composer, GTK_TYPE_WIDGET)

static void
show_hint (BalieComposer *self,
           const char    *text,
           gboolean       too_much)
{
  gtk_widget_set_visible (GTK_WIDGET (self->hint), text != NULL);
  gtk_label_set_label (self->hint, text != NULL ? text : "");

  if (too_much)
    gtk_widget_add_css_class (GTK_WIDGET (self->hint), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->hint), "error");
}

static void
set_ready (BalieComposer *self,
           gboolean       ready,
           const char    *reason)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.send", ready);
  gtk_widget_set_tooltip_text (self->send_icon, reason);
  gtk_widget_set_tooltip_text (self->send_button, reason);
}

/* Says how much is too much, or how little is left. Returns whether there is not too much. */
static gboolean
check_length (BalieComposer *self,
              gsize          length)
{
  g_autofree char *message = NULL;

  if (length > self->limit)
    {
      guint excess = (guint)MIN (length - self->limit, G_MAXUINT);

      message = g_strdup_printf (ngettext ("%u character too many. Shorten the text, or send it in parts.",
                                           "%u characters too many. Shorten the text, or send it in parts.", excess),
                                 excess);
      show_hint (self, message, TRUE);
      set_ready (self, FALSE, message);
      return FALSE;
    }

  if (self->limit - length <= NEAR_LIMIT)
    {
      guint left = self->limit - (guint)length;

      message = g_strdup_printf (ngettext ("%u character left", "%u characters left", left), left);
    }
  show_hint (self, message, FALSE);
  return TRUE;
}

/* Whether it can be sent, and if not why not, at every key. */
static void
update (BalieComposer *self)
{
  g_autofree char *text = balie_composer_dup_text (self);
  gsize            length = balie_text_get_length (text);
  const char      *problem = balie_attachment_box_get_problem (self->box);

  gtk_widget_set_visible (GTK_WIDGET (self->placeholder), *text == '\0' && !self->composing);

  if (!check_length (self, length))
    return;

  if (length == 0 && balie_attachment_box_get_n_files (self->box) == 0)
    set_ready (self, FALSE, _ ("Write something first"));
  else
    set_ready (self, problem == NULL, problem != NULL ? problem : _ ("Send"));

  /* Enter does nothing then, and the reason is not where one looks. */
  if (balie_attachment_box_has_refused (self->box))
    show_hint (self, problem, TRUE);
}

static void
update_offers (BalieComposer *self)
{
  gboolean accepting = balie_attachment_box_get_accepting (self->box);
  gboolean camera;

  g_object_get (self->box, "camera", &camera, NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.attach", accepting);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.screenshot", camera);
  gtk_widget_set_visible (self->attach_icon, accepting && !self->wide);
  gtk_widget_set_visible (self->attach_button, accepting);
  gtk_widget_set_visible (self->screenshot_button, camera);
}

static void
buffer_changed_cb (BalieComposer *self)
{
  update (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
send_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  BalieComposer   *self = BALIE_COMPOSER (widget);
  g_autofree char *text = g_strstrip (balie_composer_dup_text (self));

  if (*text != '\0' || balie_attachment_box_get_n_files (self->box) > 0)
    g_signal_emit (self, signals[SEND], 0, text);
}

static void
attach_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  balie_attachment_intake_choose (BALIE_COMPOSER (widget)->box);
}

static void
screenshot_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  balie_attachment_intake_take_screenshot (BALIE_COMPOSER (widget)->box);
}

static void
preedit_changed_cb (BalieComposer *self,
                    const char    *preedit)
{
  self->composing = *preedit != '\0';
  gtk_widget_set_visible (GTK_WIDGET (self->placeholder),
                          !self->composing && gtk_text_buffer_get_char_count (gtk_text_view_get_buffer (self->view)) == 0);
}

static gboolean
key_pressed_cb (BalieComposer  *self,
                guint           keyval,
                guint           keycode,
                GdkModifierType modifiers)
{
  const GdkModifierType modifier = modifiers & gtk_accelerator_get_default_mod_mask ();
  gboolean              sends;

  if (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter && keyval != GDK_KEY_ISO_Enter)
    return GDK_EVENT_PROPAGATE;

  /* Enter ends what an input method composes, and no message. */
  if (self->composing)
    return GDK_EVENT_PROPAGATE;

  sends = modifier == GDK_CONTROL_MASK || (self->enter_sends && modifier == 0);
  if (!sends)
    return GDK_EVENT_PROPAGATE;

  gtk_widget_activate_action (GTK_WIDGET (self), "composer.send", NULL);
  return GDK_EVENT_STOP;
}

static gboolean
balie_composer_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (BALIE_COMPOSER (widget)->view));
}

static void
balie_composer_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  BalieComposer *self = BALIE_COMPOSER (object);

  switch (prop_id)
    {
    case PROP_PLACEHOLDER:
      g_value_set_string (value, gtk_label_get_label (self->placeholder));
      break;

    case PROP_LIMIT:
      g_value_set_uint (value, self->limit);
      break;

    case PROP_ENTER_SENDS:
      g_value_set_boolean (value, self->enter_sends);
      break;

    case PROP_WIDE:
      g_value_set_boolean (value, self->wide);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
balie_composer_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  BalieComposer *self = BALIE_COMPOSER (object);

  switch (prop_id)
    {
    case PROP_PLACEHOLDER:
      balie_composer_set_placeholder (self, g_value_get_string (value));
      break;

    case PROP_LIMIT:
      balie_composer_set_limit (self, g_value_get_uint (value));
      break;

    case PROP_ENTER_SENDS:
      balie_composer_set_enter_sends (self, g_value_get_boolean (value));
      break;

    case PROP_WIDE:
      self->wide = g_value_get_boolean (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
balie_composer_constructed (GObject *object)
{
  BalieComposer *self = BALIE_COMPOSER (object);

  G_OBJECT_CLASS (balie_composer_parent_class)->constructed (object);

  update_offers (self);
  gtk_widget_set_visible (self->send_icon, !self->wide);
  gtk_widget_set_visible (self->bottom, self->wide);
  gtk_widget_add_css_class (GTK_WIDGET (self), self->wide ? "wide" : "round");
}

static void
balie_composer_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (balie_composer_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags read_write = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_PLACEHOLDER] = g_param_spec_string ("placeholder", NULL, NULL, "", read_write);
  properties[PROP_LIMIT] = g_param_spec_uint ("limit", NULL, NULL, 1, G_MAXUINT, DEFAULT_LIMIT, read_write);
  properties[PROP_ENTER_SENDS] = g_param_spec_boolean ("enter-sends", NULL, NULL, TRUE, read_write);
  properties[PROP_WIDE] = g_param_spec_boolean ("wide", NULL, NULL, FALSE,
                                                G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
balie_composer_class_init (BalieComposerClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = balie_composer_get_property;
  object_class->set_property = balie_composer_set_property;
  object_class->constructed = balie_composer_constructed;
  object_class->dispose = balie_composer_dispose;
  widget_class->grab_focus = balie_composer_grab_focus;

  install_properties (object_class);

  /**
   * BalieComposer::send:
   * @text: within the limit; empty when files go alone
   */
  signals[SEND] = g_signal_new ("send", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);

  /**
   * BalieComposer::changed:
   *
   * Somebody typed.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  g_type_ensure (BALIE_TYPE_ATTACHMENT_BOX);
  g_type_ensure (BALIE_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "composer");
  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieComposer, box);
  gtk_widget_class_bind_template_child (widget_class, BalieComposer, attach_icon);
  gtk_widget_class_bind_template_child (widget_class, BalieComposer, field);
  gtk_widget_class_bind_template_child (widget_class, BalieComposer, view);
  gtk_widget_class_bind_template_child (widget_class, BalieComposer, placeholder);
  gtk_widget_class_bind_template_child (widget_class, BalieComposer, hint);
  gtk_widget_class_bind_template_child (widget_class, BalieComposer, send_icon);
  gtk_widget_class_bind_template_child (widget_class, BalieComposer, bottom);
  gtk_widget_class_bind_template_child (widget_class, BalieComposer, attach_button);
  gtk_widget_class_bind_template_child (widget_class, BalieComposer, screenshot_button);
  gtk_widget_class_bind_template_child (widget_class, BalieComposer, buttons);
  gtk_widget_class_bind_template_child (widget_class, BalieComposer, send_button);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, update_offers);
  gtk_widget_class_bind_template_callback (widget_class, preedit_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_install_action (widget_class, "composer.send", NULL, send_action);
  gtk_widget_class_install_action (widget_class, "composer.attach", NULL, attach_action);
  gtk_widget_class_install_action (widget_class, "composer.screenshot", NULL, screenshot_action);
}

static void
balie_composer_init (BalieComposer *self)
{
  self->limit = DEFAULT_LIMIT;
  self->enter_sends = TRUE;

  gtk_widget_init_template (GTK_WIDGET (self));
  balie_accessible_name_buttons (GTK_WIDGET (self));
  g_signal_connect_object (gtk_text_view_get_buffer (self->view), "changed", G_CALLBACK (buffer_changed_cb), self, G_CONNECT_SWAPPED);
  balie_attachment_intake_watch_paste (self->box, GTK_WIDGET (self->view));
  update (self);
}

GtkWidget *
balie_composer_new (gboolean wide)
{
  return g_object_new (BALIE_TYPE_COMPOSER, "wide", wide, NULL);
}

char *
balie_composer_dup_text (BalieComposer *self)
{
  GtkTextBuffer *buffer;
  GtkTextIter    start;
  GtkTextIter    end;

  g_return_val_if_fail (BALIE_IS_COMPOSER (self), NULL);

  buffer = gtk_text_view_get_buffer (self->view);
  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

void
balie_composer_set_text (BalieComposer *self,
                         const char    *text)
{
  GtkTextBuffer *buffer;

  g_return_if_fail (BALIE_IS_COMPOSER (self));
  g_return_if_fail (text != NULL);

  buffer = gtk_text_view_get_buffer (self->view);
  g_signal_handlers_block_by_func (buffer, buffer_changed_cb, self);
  gtk_text_buffer_set_text (buffer, text, -1);
  g_signal_handlers_unblock_by_func (buffer, buffer_changed_cb, self);
  update (self);
}

gboolean
balie_composer_is_empty (BalieComposer *self)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (BALIE_IS_COMPOSER (self), TRUE);

  text = balie_composer_dup_text (self);
  return balie_text_get_length (text) == 0;
}

void
balie_composer_set_placeholder (BalieComposer *self,
                                const char    *text)
{
  g_return_if_fail (BALIE_IS_COMPOSER (self));
  g_return_if_fail (text != NULL);

  if (g_str_equal (gtk_label_get_label (self->placeholder), text))
    return;

  gtk_label_set_label (self->placeholder, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLACEHOLDER]);
}

void
balie_composer_set_limit (BalieComposer *self,
                          guint          limit)
{
  g_return_if_fail (BALIE_IS_COMPOSER (self));
  g_return_if_fail (limit > 0);

  if (self->limit == limit)
    return;

  self->limit = limit;
  update (self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LIMIT]);
}

void
balie_composer_set_enter_sends (BalieComposer *self,
                                gboolean       enter_sends)
{
  g_return_if_fail (BALIE_IS_COMPOSER (self));

  if (self->enter_sends == enter_sends)
    return;

  self->enter_sends = enter_sends;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENTER_SENDS]);
}

void
balie_composer_add_start (BalieComposer *self,
                          GtkWidget     *widget)
{
  g_return_if_fail (BALIE_IS_COMPOSER (self));
  g_return_if_fail (GTK_IS_WIDGET (widget));

  gtk_box_prepend (GTK_BOX (self->buttons), widget);
}

BalieAttachmentBox *
balie_composer_get_attachment_box (BalieComposer *self)
{
  g_return_val_if_fail (BALIE_IS_COMPOSER (self), NULL);

  return self->box;
}
