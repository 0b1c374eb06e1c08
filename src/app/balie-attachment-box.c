/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files that go with a message: what is added to it, and how each of them stands. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-attachment-box.h"

#include "balie-accessible.h"
#include "balie-attachment-intake.h"
#include "balie-attachment-row.h"
#include "balie-texts-attachment.h"
#include "balie-texts-error.h"
#include "balie-wrap-layout.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* Rows of a composer, before they scroll: the thread above it wants to be seen too. */
#define COMPACT_HEIGHT 152

struct _BalieAttachmentBox
{
  GtkWidget parent_instance;

  /* owned */
  BalieSession    *session;
  GSignalGroup    *session_signals;
  BalieScreenshot *camera;
  BalieDesk       *desk;
  GListModel      *files;
  GPtrArray       *uploads;
  char            *draft_key;
  char            *problem;

  guint    n_files;
  gboolean compact;

  /* Template */
  GtkWidget  *header;
  GtkLabel   *count;
  GtkWidget  *screenshot;
  AdwBin     *place;
  GtkListBox *list;
  GtkWidget  *file_announcer;
};

enum {
  PROP_COMPACT = 1,
  PROP_FILES,
  PROP_N_FILES,
  PROP_PROBLEM,
  PROP_ACCEPTING,
  PROP_CAMERA,
  N_PROPS
};

enum {
  NOTICE,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BalieAttachmentBox, balie_attachment_box, GTK_TYPE_WIDGET)

static guint
count_state (BalieAttachmentBox *self,
             BalieUploadState    state)
{
  guint count = 0;

  for (guint i = 0; i < self->uploads->len; i++)
    if (balie_upload_get_state (g_ptr_array_index (self->uploads, i)) == state)
      count++;

  return count;
}

static char *
dup_problem (BalieAttachmentBox *self)
{
  guint n_refused = count_state (self, BALIE_UPLOAD_REFUSED);

  if (n_refused > 0)
    return g_strdup (ngettext ("First remove the file that cannot be sent", "First remove the files that cannot be sent", n_refused));
  if (count_state (self, BALIE_UPLOAD_COPYING) > 0)
    return g_strdup (_ ("A file is still being added; it takes a moment"));

  return NULL;
}

/* What is refused takes no room: it does not go. */
static gint64
get_total (BalieAttachmentBox *self)
{
  gint64 total = 0;

  for (guint i = 0; i < self->uploads->len; i++)
    if (balie_upload_get_state (g_ptr_array_index (self->uploads, i)) != BALIE_UPLOAD_REFUSED)
      total += balie_upload_get_size (g_ptr_array_index (self->uploads, i));

  return total;
}

static void
update_count (BalieAttachmentBox *self)
{
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->count), self->n_files > 0);
  if (self->n_files == 0)
    return;

  text = balie_texts_dup_files (self->n_files, get_total (self), self->desk != NULL ? self->desk->limits.attachments_size : 0);
  gtk_label_set_label (self->count, text);
}

static void
update (BalieAttachmentBox *self)
{
  g_autofree char *problem = dup_problem (self);
  guint            n_files = self->uploads->len;

  g_object_freeze_notify (G_OBJECT (self));
  if (n_files != self->n_files)
    {
      self->n_files = n_files;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_FILES]);
    }
  if (g_strcmp0 (problem, self->problem) != 0)
    {
      g_free (self->problem);
      self->problem = g_steal_pointer (&problem);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
    }

  gtk_widget_set_visible (GTK_WIDGET (self->place), n_files > 0);
  update_count (self);
  g_object_thaw_notify (G_OBJECT (self));
}

/* Whoever hears the screen is told what changes by itself, and is not told of every byte. */
static void
announce (BalieAttachmentBox *self,
          BalieUpload        *upload)
{
  GtkWidget       *row = GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, 0));
  g_autofree char *text = NULL;
  g_autofree char *announcement = NULL;

  while (row != NULL && balie_attachment_row_get_upload (BALIE_ATTACHMENT_ROW (row)) != upload)
    row = gtk_widget_get_next_sibling (row);
  if (row == NULL)
    return;

  text = balie_attachment_row_dup_text (BALIE_ATTACHMENT_ROW (row));
  /* Translators: what a screen reader says when something happens to a file: its name, and what */
  announcement = g_strdup_printf (C_ ("announcement", "%s: %s"), balie_upload_get_name (upload), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->file_announcer), GTK_ACCESSIBLE_PROPERTY_LABEL, announcement, -1);
}

static void
state_changed_cb (BalieAttachmentBox *self,
                  GParamSpec         *pspec,
                  BalieUpload        *upload)
{
  BalieUploadState state = balie_upload_get_state (upload);

  update (self);
  if (state == BALIE_UPLOAD_SENT || state == BALIE_UPLOAD_REFUSED || balie_upload_get_paused (upload))
    announce (self, upload);
}

static void
remove_cb (BalieAttachmentBox *self,
           BalieAttachmentRow *row)
{
  BalieUpload *upload = balie_attachment_row_get_upload (row);
  GtkWidget   *next = gtk_widget_get_next_sibling (GTK_WIDGET (row));

  /* The keys go on to what takes the place of what is removed. */
  if (next == NULL)
    next = gtk_widget_get_prev_sibling (GTK_WIDGET (row));
  if (next != NULL)
    gtk_widget_child_focus (next, GTK_DIR_TAB_FORWARD);
  else
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_BACKWARD);

  if (self->session != NULL)
    balie_session_remove_file (self->session, self->draft_key, balie_upload_get_id (upload));
}

static void
watch (BalieAttachmentBox *self,
       BalieUpload        *upload)
{
  g_signal_connect_object (upload, "notify::state", G_CALLBACK (state_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (upload, "notify::paused", G_CALLBACK (state_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (upload, "notify::size", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static void
files_changed_cb (BalieAttachmentBox *self,
                  guint               position,
                  guint               removed,
                  guint               added)
{
  for (guint i = 0; i < removed; i++)
    {
      g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->uploads, position), self);
      g_ptr_array_remove_index (self->uploads, position);
    }

  for (guint i = position; i < position + added; i++)
    {
      BalieUpload *upload = g_list_model_get_item (self->files, i);

      g_ptr_array_insert (self->uploads, (int)i, upload);
      watch (self, upload);
    }

  update (self);
}

static GtkWidget *
make_row (gpointer item,
          gpointer user_data)
{
  BalieAttachmentBox *self = user_data;
  GtkWidget          *row = balie_attachment_row_new (item, self->desk);

  g_signal_connect_object (row, "remove", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
  return row;
}

/* Only a fault of the disk comes here; a file that may not go has a row that says why. */
static void
check_added (BalieAttachmentBox *self,
             const GError       *error)
{
  if (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_warning ("A file could not be added: %s", error->message);
  balie_attachment_box_notify_notice (self, balie_texts_get_error (BALIE_TASK_ADD_FILE, error));
}

static void
file_added_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (BalieAttachmentBox) self = BALIE_ATTACHMENT_BOX (user_data);
  g_autoptr (GError) error = NULL;

  balie_session_add_file_finish (BALIE_SESSION (source), result, &error);
  check_added (self, error);
}

static void
data_added_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (BalieAttachmentBox) self = BALIE_ATTACHMENT_BOX (user_data);
  g_autoptr (GError) error = NULL;

  balie_session_add_data_finish (BALIE_SESSION (source), result, &error);
  check_added (self, error);
}

/* What cannot be done now is not offered: not every desk takes files, not every desktop gives pictures of itself. */
static void
update_offers (BalieAttachmentBox *self)
{
  gboolean accepting = balie_attachment_box_get_accepting (self);
  gboolean camera = accepting && balie_screenshot_is_available (self->camera);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "attachments.add", accepting);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "attachments.screenshot", camera);
  gtk_widget_set_visible (self->screenshot, camera);
  gtk_widget_set_visible (GTK_WIDGET (self), accepting);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACCEPTING]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAMERA]);
}

static void
follow_desk (BalieAttachmentBox *self)
{
  balie_attachment_box_set_desk (self, balie_session_get_desk (self->session));
}

static void
add_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  balie_attachment_intake_choose (BALIE_ATTACHMENT_BOX (widget));
}

static void
screenshot_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  balie_attachment_intake_take_screenshot (BALIE_ATTACHMENT_BOX (widget));
}

static void
balie_attachment_box_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  BalieAttachmentBox *self = BALIE_ATTACHMENT_BOX (object);

  switch (prop_id)
    {
    case PROP_COMPACT:
      g_value_set_boolean (value, self->compact);
      break;

    case PROP_FILES:
      g_value_set_object (value, self->files);
      break;

    case PROP_N_FILES:
      g_value_set_uint (value, self->n_files);
      break;

    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;

    case PROP_ACCEPTING:
      g_value_set_boolean (value, balie_attachment_box_get_accepting (self));
      break;

    case PROP_CAMERA:
      g_value_set_boolean (value, balie_attachment_box_get_accepting (self) && balie_screenshot_is_available (self->camera));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
balie_attachment_box_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  BalieAttachmentBox *self = BALIE_ATTACHMENT_BOX (object);

  switch (prop_id)
    {
    case PROP_COMPACT:
      self->compact = g_value_get_boolean (value);
      break;

    case PROP_FILES:
    case PROP_N_FILES:
    case PROP_PROBLEM:
    case PROP_ACCEPTING:
    case PROP_CAMERA:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
make_scroll (BalieAttachmentBox *self)
{
  GtkWidget         *scrolled = gtk_scrolled_window_new ();
  GtkScrolledWindow *scrolled_window = GTK_SCROLLED_WINDOW (scrolled);

  gtk_scrolled_window_set_policy (scrolled_window, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (scrolled_window, TRUE);
  gtk_scrolled_window_set_max_content_height (scrolled_window, COMPACT_HEIGHT);

  g_object_ref (self->list);
  adw_bin_set_child (self->place, scrolled);
  gtk_scrolled_window_set_child (scrolled_window, GTK_WIDGET (self->list));
  g_object_unref (self->list);
}

static void
balie_attachment_box_constructed (GObject *object)
{
  BalieAttachmentBox *self = BALIE_ATTACHMENT_BOX (object);

  G_OBJECT_CLASS (balie_attachment_box_parent_class)->constructed (object);

  gtk_widget_set_visible (self->header, !self->compact);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), self->compact ? "compact" : "boxed-list");
  if (self->compact)
    make_scroll (self);
}

static void
balie_attachment_box_dispose (GObject *object)
{
  BalieAttachmentBox *self = BALIE_ATTACHMENT_BOX (object);
  GtkWidget          *child;

  balie_attachment_box_open (self, NULL, NULL);
  g_clear_object (&self->session_signals);
  g_clear_object (&self->camera);
  g_clear_pointer (&self->desk, balie_desk_unref);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (balie_attachment_box_parent_class)->dispose (object);
}

static void
balie_attachment_box_finalize (GObject *object)
{
  BalieAttachmentBox *self = BALIE_ATTACHMENT_BOX (object);

  g_clear_pointer (&self->uploads, g_ptr_array_unref);
  g_clear_pointer (&self->problem, g_free);

  G_OBJECT_CLASS (balie_attachment_box_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  properties[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                                                   G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_FILES] = g_param_spec_object ("files", NULL, NULL, G_TYPE_LIST_MODEL, readable);
  properties[PROP_N_FILES] = g_param_spec_uint ("n-files", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, readable);
  properties[PROP_ACCEPTING] = g_param_spec_boolean ("accepting", NULL, NULL, TRUE, readable);
  properties[PROP_CAMERA] = g_param_spec_boolean ("camera", NULL, NULL, FALSE, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
balie_attachment_box_class_init (BalieAttachmentBoxClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = balie_attachment_box_get_property;
  object_class->set_property = balie_attachment_box_set_property;
  object_class->constructed = balie_attachment_box_constructed;
  object_class->dispose = balie_attachment_box_dispose;
  object_class->finalize = balie_attachment_box_finalize;

  install_properties (object_class);

  /**
   * BalieAttachmentBox::notice:
   * @text: a sentence
   */
  signals[NOTICE] = g_signal_new ("notice", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (BALIE_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "attachmentbox");
  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-attachment-box.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieAttachmentBox, header);
  gtk_widget_class_bind_template_child (widget_class, BalieAttachmentBox, count);
  gtk_widget_class_bind_template_child (widget_class, BalieAttachmentBox, screenshot);
  gtk_widget_class_bind_template_child (widget_class, BalieAttachmentBox, place);
  gtk_widget_class_bind_template_child (widget_class, BalieAttachmentBox, list);
  gtk_widget_class_bind_template_child (widget_class, BalieAttachmentBox, file_announcer);
  gtk_widget_class_install_action (widget_class, "attachments.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "attachments.screenshot", NULL, screenshot_action);
}

static void
balie_attachment_box_init (BalieAttachmentBox *self)
{
  self->uploads = g_ptr_array_new_with_free_func (g_object_unref);

  self->session_signals = g_signal_group_new (BALIE_TYPE_SESSION);
  g_signal_group_connect_swapped (self->session_signals, "notify::desk", G_CALLBACK (follow_desk), self);

  self->camera = balie_screenshot_new ();
  g_signal_connect_object (self->camera, "notify::available", G_CALLBACK (update_offers), self, G_CONNECT_SWAPPED);

  gtk_widget_init_template (GTK_WIDGET (self));
  update_offers (self);
  balie_accessible_name_buttons (GTK_WIDGET (self));
}

GtkWidget *
balie_attachment_box_new (gboolean compact)
{
  return g_object_new (BALIE_TYPE_ATTACHMENT_BOX, "compact", compact, NULL);
}

void
balie_attachment_box_open (BalieAttachmentBox *self,
                           BalieSession       *session,
                           const char         *draft_key)
{
  g_autoptr (GListModel) files = NULL;

  g_return_if_fail (BALIE_IS_ATTACHMENT_BOX (self));
  g_return_if_fail ((session == NULL) == (draft_key == NULL));

  g_set_object (&self->session, session);
  g_free (self->draft_key);
  self->draft_key = g_strdup (draft_key);
  if (self->session_signals != NULL)
    g_signal_group_set_target (self->session_signals, session);

  if (session != NULL)
    {
      follow_desk (self);
      files = balie_session_get_files (session, draft_key);
    }
  balie_attachment_box_set_files (self, files);
}

void
balie_attachment_box_set_files (BalieAttachmentBox *self,
                                GListModel         *files)
{
  guint n_removed;

  g_return_if_fail (BALIE_IS_ATTACHMENT_BOX (self));
  g_return_if_fail (files == NULL || G_IS_LIST_MODEL (files));

  if (self->files == files)
    return;

  if (self->files != NULL)
    g_signal_handlers_disconnect_by_func (self->files, files_changed_cb, self);
  n_removed = self->uploads->len;
  g_set_object (&self->files, files);
  if (files != NULL)
    g_signal_connect_object (files, "items-changed", G_CALLBACK (files_changed_cb), self, G_CONNECT_SWAPPED);

  gtk_list_box_bind_model (self->list, files, make_row, self, NULL);
  files_changed_cb (self, 0, n_removed, files != NULL ? g_list_model_get_n_items (files) : 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILES]);
}

void
balie_attachment_box_set_desk (BalieAttachmentBox *self,
                               BalieDesk          *desk)
{
  g_return_if_fail (BALIE_IS_ATTACHMENT_BOX (self));

  if (desk == self->desk)
    return;

  g_clear_pointer (&self->desk, balie_desk_unref);
  if (desk != NULL)
    self->desk = balie_desk_ref (desk);

  update_offers (self);
  update_count (self);
}

void
balie_attachment_box_add_file (BalieAttachmentBox *self,
                               GFile              *file)
{
  g_return_if_fail (BALIE_IS_ATTACHMENT_BOX (self));
  g_return_if_fail (G_IS_FILE (file));

  if (self->session != NULL)
    balie_session_add_file_async (self->session, self->draft_key, file, NULL, file_added_cb, g_object_ref (self));
}

void
balie_attachment_box_add_data (BalieAttachmentBox *self,
                               const char         *name,
                               const char         *media_type,
                               GBytes             *data)
{
  g_return_if_fail (BALIE_IS_ATTACHMENT_BOX (self));
  g_return_if_fail (name != NULL && media_type != NULL && data != NULL);

  if (self->session != NULL)
    balie_session_add_data_async (self->session, self->draft_key, name, media_type, data, NULL, data_added_cb, g_object_ref (self));
}

void
balie_attachment_box_remove_all (BalieAttachmentBox *self)
{
  g_return_if_fail (BALIE_IS_ATTACHMENT_BOX (self));

  for (guint i = self->uploads->len; i > 0 && self->session != NULL; i--)
    balie_session_remove_file (self->session, self->draft_key, balie_upload_get_id (g_ptr_array_index (self->uploads, i - 1)));
}

guint
balie_attachment_box_get_room (BalieAttachmentBox *self)
{
  gint64 limit;
  guint  n_going;

  g_return_val_if_fail (BALIE_IS_ATTACHMENT_BOX (self), 0);

  if (self->desk == NULL)
    return G_MAXUINT;

  limit = MIN (self->desk->limits.attachments, G_MAXUINT);
  n_going = self->n_files - count_state (self, BALIE_UPLOAD_REFUSED);
  return limit > n_going ? (guint)limit - n_going : 0;
}

guint
balie_attachment_box_get_n_files (BalieAttachmentBox *self)
{
  g_return_val_if_fail (BALIE_IS_ATTACHMENT_BOX (self), 0);

  return self->n_files;
}

gboolean
balie_attachment_box_get_accepting (BalieAttachmentBox *self)
{
  g_return_val_if_fail (BALIE_IS_ATTACHMENT_BOX (self), FALSE);

  /* A desk that has not been heard of yet may take them. */
  return self->desk == NULL || balie_desk_has_feature (self->desk, "attachments");
}

const char *
balie_attachment_box_get_problem (BalieAttachmentBox *self)
{
  g_return_val_if_fail (BALIE_IS_ATTACHMENT_BOX (self), NULL);

  return self->problem;
}

gboolean
balie_attachment_box_has_refused (BalieAttachmentBox *self)
{
  g_return_val_if_fail (BALIE_IS_ATTACHMENT_BOX (self), FALSE);

  return count_state (self, BALIE_UPLOAD_REFUSED) > 0;
}

BalieScreenshot *
balie_attachment_box_get_camera (BalieAttachmentBox *self)
{
  g_return_val_if_fail (BALIE_IS_ATTACHMENT_BOX (self), NULL);

  return self->camera;
}

BalieDesk *
balie_attachment_box_get_desk (BalieAttachmentBox *self)
{
  g_return_val_if_fail (BALIE_IS_ATTACHMENT_BOX (self), NULL);

  return self->desk;
}

void
balie_attachment_box_notify_notice (BalieAttachmentBox *self,
                                    const char         *text)
{
  g_return_if_fail (BALIE_IS_ATTACHMENT_BOX (self));
  g_return_if_fail (text != NULL);

  g_signal_emit (self, signals[NOTICE], 0, text);
}
