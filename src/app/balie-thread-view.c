/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thread: all messages of a conversation, for the chat and for requests alike. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-thread-view.h"

#include "balie-texts-request.h"
#include "balie-thread.h"

#include <glib/gi18n.h>

/* Older messages are fetched before the reader runs into the top: so many pages before. */
#define PAGES_AHEAD 2

struct _BalieThreadView
{
  GtkWidget parent_instance;

  /* owned */
  GListModel     *model;
  BalieDeskState *desk_state;
  BalieSession   *session;
  GSignalGroup   *model_signals;
  GBindingGroup  *thread_bindings;
  GCancellable   *cancellable;
  char           *typing_name;
  char           *empty_text;

  /* borrowed */
  GtkWindow *window;

  double           upper;
  double           page_size;
  gint64           first_unread;
  gint64           displayed;
  guint            n_new;
  guint            settle;
  BalieThreadStyle style;
  gboolean         at_end;
  gboolean         loading;

  /* Template */
  GtkScrolledWindow *scroller;
  GtkListView       *list;
  GtkLabel          *empty;
  GtkSpinner        *spinner;
  GtkButton         *news;
  GtkLabel          *typing;
  GtkWidget         *overlay;
};

enum {
  PROP_STYLE = 1,
  PROP_MODEL,
  PROP_DESK_STATE,
  PROP_FIRST_UNREAD,
  PROP_TYPING,
  PROP_EMPTY_TEXT,
  PROP_DISPLAYED,
  N_PROPS
};

enum {
  LOAD_FAILED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (BalieThreadStyle, balie_thread_style, G_DEFINE_ENUM_VALUE (BALIE_THREAD_STYLE_BUBBLES, "bubbles"), G_DEFINE_ENUM_VALUE (BALIE_THREAD_STYLE_CARDS, "cards"))

G_DEFINE_FINAL_TYPE (BalieThreadView, balie_thread_view, GTK_TYPE_WIDGET)

static GtkAdjustment *
get_adjustment (BalieThreadView *self)
{
  return gtk_scrolled_window_get_vadjustment (self->scroller);
}

static guint
get_n_items (BalieThreadView *self)
{
  return self->model != NULL ? g_list_model_get_n_items (self->model) : 0;
}

static void
update_news (BalieThreadView *self)
{
  g_autofree char *label = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->news), self->n_new > 0);
  if (self->n_new == 0)
    return;

  label = g_strdup_printf (ngettext ("%u new message", "%u new messages", self->n_new), self->n_new);
  gtk_button_set_label (self->news, label);
}

static void
update_empty (BalieThreadView *self)
{
  gboolean loaded = !BALIE_IS_THREAD (self->model) || balie_thread_get_loaded (BALIE_THREAD (self->model));
  gboolean empty = self->model != NULL && loaded && get_n_items (self) == 0;

  gtk_label_set_label (self->empty, self->empty_text != NULL ? self->empty_text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->empty), empty && self->empty_text != NULL);
}

static void
update_typing (BalieThreadView *self)
{
  g_autofree char *name = NULL;
  g_autofree char *label = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->typing), self->typing_name != NULL);
  if (self->typing_name == NULL)
    return;

  name = balie_texts_dup_first_name (self->typing_name);
  /* Translators: %s is the name of somebody of the staff */
  label = g_strdup_printf (_ ("%s is typing…"), name);
  gtk_label_set_label (self->typing, label);
}

/* The rows that there are now, in no order: the list view has one widget of its own around each. */
static GtkWidget *
get_first_row (BalieThreadView *self)
{
  GtkWidget *holder = gtk_widget_get_first_child (GTK_WIDGET (self->list));

  return holder != NULL ? gtk_widget_get_first_child (holder) : NULL;
}

static GtkWidget *
get_next_row (GtkWidget *row)
{
  GtkWidget *holder = gtk_widget_get_next_sibling (gtk_widget_get_parent (row));

  return holder != NULL ? gtk_widget_get_first_child (holder) : NULL;
}

/* The number of the message in the lowest row of which any part is in sight. */
static gint64
find_lowest_in_sight (BalieThreadView *self)
{
  gint64 lowest = 0;
  int    height = gtk_widget_get_height (GTK_WIDGET (self->list));

  for (GtkWidget *row = get_first_row (self); row != NULL; row = get_next_row (row))
    {
      BalieThreadItem *item = balie_thread_row_get_item (BALIE_THREAD_ROW (row));
      graphene_rect_t  bounds;

      if (item == NULL || !gtk_widget_get_mapped (row) ||
          !gtk_widget_compute_bounds (row, GTK_WIDGET (self->list), &bounds))
        continue;
      if (bounds.size.height > 0 && bounds.origin.y < (float)height && bounds.origin.y + bounds.size.height > 0)
        lowest = MAX (lowest, balie_thread_item_get_message (item)->number);
    }

  return lowest;
}

/* What is in sight of somebody who looks at the window counts as seen. */
static void
update_displayed (BalieThreadView *self)
{
  gint64 lowest;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || self->window == NULL || !gtk_window_is_active (self->window))
    return;

  lowest = find_lowest_in_sight (self);
  if (lowest <= self->displayed)
    return;

  self->displayed = lowest;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DISPLAYED]);
}

static void
loaded_older_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (BalieThreadView) self = BALIE_THREAD_VIEW (user_data);
  g_autoptr (GError) error = NULL;

  if (!balie_thread_load_older_finish (BALIE_THREAD (source), result, &error) &&
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->loading = FALSE;
  gtk_spinner_stop (self->spinner);
  if (error != NULL)
    g_signal_emit (self, signals[LOAD_FAILED], 0, error);
}

static void
load_older_when_near (BalieThreadView *self)
{
  GtkAdjustment *adjustment = get_adjustment (self);

  if (self->loading || !BALIE_IS_THREAD (self->model) || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (!balie_thread_get_loaded (BALIE_THREAD (self->model)) || !balie_thread_get_has_older (BALIE_THREAD (self->model)))
    return;
  if (gtk_adjustment_get_value (adjustment) > PAGES_AHEAD * gtk_adjustment_get_page_size (adjustment))
    return;

  self->loading = TRUE;
  gtk_spinner_start (self->spinner);
  balie_thread_load_older_async (BALIE_THREAD (self->model), self->cancellable, loaded_older_cb, g_object_ref (self));
}

static gboolean
is_at_end (BalieThreadView *self)
{
  GtkAdjustment *adjustment = get_adjustment (self);

  return gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment) >= gtk_adjustment_get_upper (adjustment) - 1;
}

/* The list view keeps the row that it is anchored at in its place, whatever happens around it: anchored at the last one,
 * it follows the end. */
static void
anchor_at_end (BalieThreadView *self)
{
  guint n_items = get_n_items (self);

  if (n_items > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", n_items - 1);
}

static void
set_at_end (BalieThreadView *self,
            gboolean         at_end)
{
  if (self->at_end == at_end)
    return;

  self->at_end = at_end;
  if (at_end)
    self->n_new = 0;
  update_news (self);
}

static void
remember_bounds (BalieThreadView *self)
{
  self->upper = gtk_adjustment_get_upper (get_adjustment (self));
  self->page_size = gtk_adjustment_get_page_size (get_adjustment (self));
}

/* Runs once rows have got their places: heights of rows that were never shown are guesses until then. */
static gboolean
settle_cb (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       user_data)
{
  BalieThreadView *self = BALIE_THREAD_VIEW (widget);

  self->settle = 0;
  remember_bounds (self);
  if (is_at_end (self))
    set_at_end (self, TRUE);
  else if (self->at_end)
    anchor_at_end (self);

  update_displayed (self);
  /* On the way to the end the top only seems to be near. */
  if (self->at_end == is_at_end (self))
    load_older_when_near (self);

  return G_SOURCE_REMOVE;
}

static void
queue_settle (BalieThreadView *self)
{
  if (self->settle == 0)
    self->settle = gtk_widget_add_tick_callback (GTK_WIDGET (self), settle_cb, NULL, NULL);
}

static void
adjustment_changed_cb (BalieThreadView *self)
{
  queue_settle (self);
}

/* Only people move the value alone. When the bounds moved with it, rows were added, turned out higher than they were taken
 * for, or the window changed: that takes nobody away from the end. */
static void
adjustment_value_changed_cb (BalieThreadView *self)
{
  GtkAdjustment *adjustment = get_adjustment (self);

  if (gtk_adjustment_get_upper (adjustment) == self->upper && gtk_adjustment_get_page_size (adjustment) == self->page_size)
    set_at_end (self, is_at_end (self));

  queue_settle (self);
}

static gboolean
is_own (GListModel *model,
        guint       position)
{
  g_autoptr (BalieThreadItem) item = g_list_model_get_item (model, position);

  return balie_thread_item_get_state (item) != BALIE_MESSAGE_RECEIVED;
}

static void
items_changed_cb (BalieThreadView *self,
                  guint            position,
                  guint            removed,
                  guint            added,
                  GListModel      *model)
{
  guint n_items = g_list_model_get_n_items (model);

  update_empty (self);
  queue_settle (self);

  if (added == 0 || position + added != n_items)
    return;

  /* Whoever sends wants to see it; the rest come into sight only for who is at the end already. */
  if (self->at_end || n_items == added || is_own (model, n_items - 1))
    {
      balie_thread_view_scroll_to_end (self);
      return;
    }

  if (added > removed)
    self->n_new += added - removed;
  update_news (self);
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *list_item,
          gpointer                  user_data)
{
  BalieThreadView *self = BALIE_THREAD_VIEW (user_data);
  GtkWidget       *row = balie_thread_row_new (self->style);

  balie_thread_row_set_desk_state (BALIE_THREAD_ROW (row), self->desk_state);
  balie_thread_row_set_session (BALIE_THREAD_ROW (row), self->session);
  balie_thread_row_set_first_unread (BALIE_THREAD_ROW (row), self->first_unread);
  gtk_list_item_set_child (list_item, row);
  gtk_list_item_set_activatable (list_item, FALSE);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *list_item,
         gpointer                  user_data)
{
  balie_thread_row_set_item (BALIE_THREAD_ROW (gtk_list_item_get_child (list_item)), gtk_list_item_get_item (list_item));
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *list_item,
           gpointer                  user_data)
{
  balie_thread_row_set_item (BALIE_THREAD_ROW (gtk_list_item_get_child (list_item)), NULL);
}

static void
scroll_to_end_action (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  balie_thread_view_scroll_to_end (BALIE_THREAD_VIEW (widget));
}

static gboolean
balie_thread_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (BALIE_THREAD_VIEW (widget)->list));
}

static void
balie_thread_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (balie_thread_view_parent_class)->map (widget);

  queue_settle (BALIE_THREAD_VIEW (widget));
}

static void
balie_thread_view_root (GtkWidget *widget)
{
  BalieThreadView *self = BALIE_THREAD_VIEW (widget);
  GtkRoot         *root;

  GTK_WIDGET_CLASS (balie_thread_view_parent_class)->root (widget);

  root = gtk_widget_get_root (widget);
  if (!GTK_IS_WINDOW (root))
    return;

  self->window = GTK_WINDOW (root);
  g_signal_connect_swapped (self->window, "notify::is-active", G_CALLBACK (update_displayed), self);
}

static void
balie_thread_view_unroot (GtkWidget *widget)
{
  BalieThreadView *self = BALIE_THREAD_VIEW (widget);

  if (self->window != NULL)
    g_signal_handlers_disconnect_by_func (self->window, update_displayed, self);
  self->window = NULL;

  GTK_WIDGET_CLASS (balie_thread_view_parent_class)->unroot (widget);
}

static void
balie_thread_view_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  BalieThreadView *self = BALIE_THREAD_VIEW (object);

  switch (prop_id)
    {
    case PROP_STYLE:
      g_value_set_enum (value, (int)self->style);
      break;

    case PROP_MODEL:
      g_value_set_object (value, self->model);
      break;

    case PROP_DESK_STATE:
      g_value_set_object (value, self->desk_state);
      break;

    case PROP_FIRST_UNREAD:
      g_value_set_int64 (value, self->first_unread);
      break;

    case PROP_TYPING:
      g_value_set_string (value, self->typing_name);
      break;

    case PROP_EMPTY_TEXT:
      g_value_set_string (value, self->empty_text);
      break;

    case PROP_DISPLAYED:
      g_value_set_int64 (value, self->displayed);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
balie_thread_view_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  BalieThreadView *self = BALIE_THREAD_VIEW (object);

  switch (prop_id)
    {
    case PROP_STYLE:
      self->style = (BalieThreadStyle)g_value_get_enum (value);
      break;

    case PROP_MODEL:
      balie_thread_view_set_model (self, g_value_get_object (value));
      break;

    case PROP_DESK_STATE:
      balie_thread_view_set_desk_state (self, g_value_get_object (value));
      break;

    case PROP_FIRST_UNREAD:
      balie_thread_view_set_first_unread (self, g_value_get_int64 (value));
      break;

    case PROP_TYPING:
      balie_thread_view_set_typing (self, g_value_get_string (value));
      break;

    case PROP_EMPTY_TEXT:
      balie_thread_view_set_empty_text (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
balie_thread_view_constructed (GObject *object)
{
  BalieThreadView *self = BALIE_THREAD_VIEW (object);

  G_OBJECT_CLASS (balie_thread_view_parent_class)->constructed (object);

  /* Few messages of a chat lie at the bottom, beside the composer; those of a correspondence begin at the top. */
  if (self->style == BALIE_THREAD_STYLE_BUBBLES)
    gtk_widget_set_valign (GTK_WIDGET (self->list), GTK_ALIGN_END);
}

static void
balie_thread_view_dispose (GObject *object)
{
  BalieThreadView *self = BALIE_THREAD_VIEW (object);
  GtkWidget       *child;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->model_signals);
  g_clear_object (&self->thread_bindings);

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  g_clear_object (&self->model);
  g_clear_object (&self->desk_state);
  g_clear_object (&self->session);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (balie_thread_view_parent_class)->dispose (object);
}

static void
balie_thread_view_finalize (GObject *object)
{
  BalieThreadView *self = BALIE_THREAD_VIEW (object);

  g_clear_pointer (&self->typing_name, g_free);
  g_clear_pointer (&self->empty_text, g_free);

  G_OBJECT_CLASS (balie_thread_view_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags read_write = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_STYLE] = g_param_spec_enum ("style", NULL, NULL, BALIE_TYPE_THREAD_STYLE, BALIE_THREAD_STYLE_BUBBLES,
                                              G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, G_TYPE_LIST_MODEL, read_write);
  properties[PROP_DESK_STATE] = g_param_spec_object ("desk-state", NULL, NULL, BALIE_TYPE_DESK_STATE, read_write);
  properties[PROP_FIRST_UNREAD] = g_param_spec_int64 ("first-unread", NULL, NULL, 0, G_MAXINT64, 0, read_write);
  properties[PROP_TYPING] = g_param_spec_string ("typing", NULL, NULL, NULL, read_write);
  properties[PROP_EMPTY_TEXT] = g_param_spec_string ("empty-text", NULL, NULL, NULL, read_write);
  properties[PROP_DISPLAYED] = g_param_spec_int64 ("displayed", NULL, NULL, 0, G_MAXINT64, 0,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
balie_thread_view_class_init (BalieThreadViewClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = balie_thread_view_get_property;
  object_class->set_property = balie_thread_view_set_property;
  object_class->constructed = balie_thread_view_constructed;
  object_class->dispose = balie_thread_view_dispose;
  object_class->finalize = balie_thread_view_finalize;
  widget_class->grab_focus = balie_thread_view_grab_focus;
  widget_class->map = balie_thread_view_map;
  widget_class->root = balie_thread_view_root;
  widget_class->unroot = balie_thread_view_unroot;

  install_properties (object_class);

  /**
   * BalieThreadView::load-failed:
   * @error: why older messages could not be loaded
   */
  signals[LOAD_FAILED] = g_signal_new ("load-failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_ERROR);

  gtk_widget_class_set_css_name (widget_class, "threadview");
  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-thread-view.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieThreadView, overlay);
  gtk_widget_class_bind_template_child (widget_class, BalieThreadView, scroller);
  gtk_widget_class_bind_template_child (widget_class, BalieThreadView, list);
  gtk_widget_class_bind_template_child (widget_class, BalieThreadView, empty);
  gtk_widget_class_bind_template_child (widget_class, BalieThreadView, spinner);
  gtk_widget_class_bind_template_child (widget_class, BalieThreadView, news);
  gtk_widget_class_bind_template_child (widget_class, BalieThreadView, typing);
  gtk_widget_class_install_action (widget_class, "thread.scroll-to-end", NULL, scroll_to_end_action);
}

static void
balie_thread_view_init (BalieThreadView *self)
{
  GtkListItemFactory *factory;

  gtk_widget_init_template (GTK_WIDGET (self));

  self->at_end = TRUE;
  self->cancellable = g_cancellable_new ();

  factory = gtk_signal_list_item_factory_new ();
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), self);
  gtk_list_view_set_factory (self->list, factory);
  g_object_unref (factory);

  self->model_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->model_signals, "items-changed", G_CALLBACK (items_changed_cb), self);

  self->thread_bindings = g_binding_group_new ();
  g_binding_group_bind (self->thread_bindings, "typing", self, "typing", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->thread_bindings, "first-unread", self, "first-unread", G_BINDING_SYNC_CREATE);

  g_signal_connect_swapped (get_adjustment (self), "changed", G_CALLBACK (adjustment_changed_cb), self);
  g_signal_connect_swapped (get_adjustment (self), "value-changed", G_CALLBACK (adjustment_value_changed_cb), self);
}

GtkWidget *
balie_thread_view_new (BalieThreadStyle style)
{
  return g_object_new (BALIE_TYPE_THREAD_VIEW, "style", style, NULL);
}

GListModel *
balie_thread_view_get_model (BalieThreadView *self)
{
  g_return_val_if_fail (BALIE_IS_THREAD_VIEW (self), NULL);

  return self->model;
}

void
balie_thread_view_set_model (BalieThreadView *self,
                             GListModel      *model)
{
  g_autoptr (GtkSelectionModel) selection = NULL;

  g_return_if_fail (BALIE_IS_THREAD_VIEW (self));
  g_return_if_fail (model == NULL || G_IS_LIST_MODEL (model));

  if (!g_set_object (&self->model, model))
    return;

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->loading = FALSE;
  gtk_spinner_stop (self->spinner);
  self->displayed = 0;

  if (model != NULL)
    selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (model)));
  gtk_list_view_set_model (self->list, selection);

  /* After the list view, so that it knows the new rows when it is told where to go. */
  g_signal_group_set_target (self->model_signals, model);
  g_binding_group_set_source (self->thread_bindings, BALIE_IS_THREAD (model) ? G_OBJECT (model) : NULL);

  balie_thread_view_scroll_to_end (self);
  update_empty (self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL]);
}

void
balie_thread_view_set_desk_state (BalieThreadView *self,
                                  BalieDeskState  *state)
{
  g_return_if_fail (BALIE_IS_THREAD_VIEW (self));

  if (!g_set_object (&self->desk_state, state))
    return;

  for (GtkWidget *row = get_first_row (self); row != NULL; row = get_next_row (row))
    balie_thread_row_set_desk_state (BALIE_THREAD_ROW (row), state);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESK_STATE]);
}

void
balie_thread_view_set_session (BalieThreadView *self,
                               BalieSession    *session)
{
  g_return_if_fail (BALIE_IS_THREAD_VIEW (self));

  if (!g_set_object (&self->session, session))
    return;

  for (GtkWidget *row = get_first_row (self); row != NULL; row = get_next_row (row))
    balie_thread_row_set_session (BALIE_THREAD_ROW (row), session);
}

void
balie_thread_view_set_first_unread (BalieThreadView *self,
                                    gint64           number)
{
  g_return_if_fail (BALIE_IS_THREAD_VIEW (self));

  if (self->first_unread == number)
    return;

  self->first_unread = number;
  for (GtkWidget *row = get_first_row (self); row != NULL; row = get_next_row (row))
    balie_thread_row_set_first_unread (BALIE_THREAD_ROW (row), number);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FIRST_UNREAD]);
}

void
balie_thread_view_set_typing (BalieThreadView *self,
                              const char      *name)
{
  char *copy;

  g_return_if_fail (BALIE_IS_THREAD_VIEW (self));

  if (g_strcmp0 (self->typing_name, name) == 0)
    return;

  copy = g_strdup (name);
  g_free (self->typing_name);
  self->typing_name = copy;
  update_typing (self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TYPING]);
}

void
balie_thread_view_set_empty_text (BalieThreadView *self,
                                  const char      *text)
{
  char *copy;

  g_return_if_fail (BALIE_IS_THREAD_VIEW (self));

  if (g_strcmp0 (self->empty_text, text) == 0)
    return;

  copy = g_strdup (text);
  g_free (self->empty_text);
  self->empty_text = copy;
  update_empty (self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EMPTY_TEXT]);
}

gint64
balie_thread_view_get_displayed (BalieThreadView *self)
{
  g_return_val_if_fail (BALIE_IS_THREAD_VIEW (self), 0);

  return self->displayed;
}

gboolean
balie_thread_view_get_at_end (BalieThreadView *self)
{
  g_return_val_if_fail (BALIE_IS_THREAD_VIEW (self), FALSE);

  return self->at_end;
}

void
balie_thread_view_scroll_to_end (BalieThreadView *self)
{
  g_return_if_fail (BALIE_IS_THREAD_VIEW (self));

  self->at_end = TRUE;
  self->n_new = 0;
  update_news (self);
  anchor_at_end (self);
  queue_settle (self);
}
