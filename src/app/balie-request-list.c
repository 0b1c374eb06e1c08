/* SPDX-License-Identifier: GPL-3.0-or-later */
/* My requests and drafts in their sections, with search and filters. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-request-list.h"

#include "balie-accessible.h"
#include "balie-request-row.h"
#include "balie-request-sections.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* More than any window shows at once. */
#define N_FIRST_ROWS 24

struct _BalieRequestList
{
  GtkWidget parent_instance;

  GListModel           *requests;
  GListModel           *drafts;
  BalieSearch          *search;
  BalieDeskState       *desk_state;
  BalieRequestSections *sections;
  GtkNoSelection       *shown;
  GPtrArray            *bound;
  GSignalGroup         *request_signals;
  GSignalGroup         *draft_signals;
  GSignalGroup         *search_signals;
  BalieStatusFilter     status;
  BalieKindFilter       kind;
  gboolean              narrow;
  gboolean              loading;
  gboolean              shows_all;
  guint                 rest_source;
  guint                 search_source;

  /* Template */
  GtkWidget     *tools;
  GtkEditable   *search_entry;
  GtkMenuButton *filter;
  GtkStack      *stack;
  GtkListView   *list_view;
  AdwStatusPage *no_match;
  GtkWidget     *clear_filter_button;
  GtkWidget     *clear_search_button;
  GtkSpinner    *spinner;
};

typedef enum {
  PROP_REQUESTS = 1,
  PROP_DRAFTS,
  PROP_SEARCH,
  PROP_STATUS_FILTER,
  PROP_KIND_FILTER,
  PROP_NARROW,
  PROP_LOADING,
  PROP_INSET,
} BalieRequestListProperty;

typedef enum {
  SIGNAL_REQUEST_ACTIVATED,
  SIGNAL_DRAFT_ACTIVATED,
  SIGNAL_DRAFT_DISCARDED,
} BalieRequestListSignal;

static GParamSpec *properties[PROP_INSET + 1];
static guint       signals[SIGNAL_DRAFT_DISCARDED + 1];

G_DEFINE_FINAL_TYPE (BalieRequestList, balie_request_list, GTK_TYPE_WIDGET)

static const char *
get_section_name (BalieRequestSection section)
{
  switch (section)
    {
    case BALIE_SECTION_WAITING:
      return _ ("Waiting for you");

    case BALIE_SECTION_DRAFTS:
      return C_ ("section of the requests", "Drafts");

    case BALIE_SECTION_OPEN:
      return C_ ("section of the requests", "Open");

    case BALIE_SECTION_CLOSED:
    default:
      return C_ ("section of the requests", "Closed");
    }
}

static void
update_place (BalieRequestList *self,
              GtkListItem      *list_item)
{
  BalieRequestRow    *row = BALIE_REQUEST_ROW (gtk_list_item_get_child (list_item));
  BalieRequestSection section = balie_request_section_of (gtk_list_item_get_item (list_item));
  guint               position = gtk_list_item_get_position (list_item);
  guint               count = balie_request_sections_get_count (self->sections, section);
  guint               start = 0;

  for (int i = 0; i < (int)section; i++)
    start += balie_request_sections_get_count (self->sections, i);

  balie_request_row_set_place (row,
                               position == start ? get_section_name (section) : NULL,
                               count,
                               position + 1 == start + count);

  /* Below the last one there is room, so that the folded chat covers none. */
  if (position + 1 == g_list_model_get_n_items (balie_request_sections_get_model (self->sections)))
    gtk_widget_add_css_class (gtk_widget_get_parent (GTK_WIDGET (row)), "end");
  else
    gtk_widget_remove_css_class (gtk_widget_get_parent (GTK_WIDGET (row)), "end");
}

static guint
count (GListModel *model)
{
  return model != NULL ? g_list_model_get_n_items (model) : 0;
}

static gboolean
has_filter (BalieRequestList *self)
{
  return self->status != BALIE_STATUS_FILTER_ALL || self->kind != BALIE_KIND_FILTER_ALL;
}

static gboolean
has_search (BalieRequestList *self)
{
  return self->search != NULL && balie_search_get_active (self->search);
}

/* An empty result says why it is one, and offers the way out. */
static void
update_no_match (BalieRequestList *self)
{
  g_autofree char *reason = balie_request_filter_dup_reason (self->status, self->kind, has_search (self));

  adw_status_page_set_title (self->no_match, has_search (self) ? _ ("No Results Found") : _ ("No Such Requests"));
  adw_status_page_set_description (self->no_match, reason);
  gtk_widget_set_visible (self->clear_filter_button, has_filter (self));
  gtk_widget_set_visible (self->clear_search_button, has_search (self));
}

static void
update_page (BalieRequestList *self)
{
  guint       n_shown = g_list_model_get_n_items (balie_request_sections_get_model (self->sections));
  guint       n_items = count (self->requests) + count (self->drafts);
  const char *page;

  if (n_shown > 0)
    page = "list";
  else if (n_items > 0)
    page = "no-match";
  else if (self->loading)
    page = "loading";
  else
    page = "empty";

  update_no_match (self);
  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_spinner_set_spinning (self->spinner, g_str_equal (page, "loading"));
  gtk_widget_set_visible (self->tools, n_items > 0);
}

/* A list view holds on to the row that it shows, even to the first one: what comes in above would stay out of sight. */
static void
stay_at_top (BalieRequestList *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list_view));

  if (adjustment != NULL && gtk_adjustment_get_value (adjustment) == 0 &&
      g_list_model_get_n_items (G_LIST_MODEL (self->shown)) > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", 0);
}

/* Runs after the list view has followed the same change, so that the positions are right. */
static void
shown_changed_cb (BalieRequestList *self)
{
  stay_at_top (self);
  for (guint i = 0; i < self->bound->len; i++)
    update_place (self, g_ptr_array_index (self->bound, i));

  update_page (self);
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *list_item,
          gpointer                  user_data)
{
  gtk_list_item_set_child (list_item, balie_request_row_new ());
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *list_item,
         gpointer                  user_data)
{
  BalieRequestList *self = user_data;
  BalieRequestRow  *row = BALIE_REQUEST_ROW (gtk_list_item_get_child (list_item));

  balie_request_row_set_narrow (row, self->narrow);
  balie_request_row_set_desk_state (row, self->desk_state);
  balie_request_row_set_search (row, self->search);
  balie_request_row_set_item (row, gtk_list_item_get_item (list_item));
  update_place (self, list_item);
  g_ptr_array_add (self->bound, list_item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *list_item,
           gpointer                  user_data)
{
  BalieRequestList *self = user_data;

  g_ptr_array_remove_fast (self->bound, list_item);
  balie_request_row_set_item (BALIE_REQUEST_ROW (gtk_list_item_get_child (list_item)), NULL);
}

static void
activated_cb (GtkListView *list_view,
              guint        position,
              gpointer     user_data)
{
  BalieRequestList *self = user_data;
  g_autoptr (GObject) item = g_list_model_get_item (balie_request_sections_get_model (self->sections), position);

  if (item != NULL)
    g_signal_emit (self, signals[BALIE_IS_DRAFT_ITEM (item) ? SIGNAL_DRAFT_ACTIVATED : SIGNAL_REQUEST_ACTIVATED], 0, item);
}

static gboolean
search_cb (gpointer user_data)
{
  BalieRequestList *self = user_data;

  self->search_source = 0;
  if (self->search != NULL)
    balie_search_set_query (self->search, gtk_editable_get_text (self->search_entry));
  return G_SOURCE_REMOVE;
}

/* What is typed over something else empties the entry first; for that moment not everything is to be shown. */
static void
search_changed_cb (BalieRequestList *self)
{
  if (self->search_source == 0)
    self->search_source = g_idle_add_full (G_PRIORITY_DEFAULT, search_cb, self, NULL);
}

static void
search_stopped_cb (BalieRequestList *self)
{
  gtk_editable_set_text (self->search_entry, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
}

static void
filters_changed (BalieRequestList *self)
{
  const char *label = balie_request_filter_get_label (self->status, self->kind);

  balie_request_sections_set_filter (self->sections, self->status, self->kind);
  gtk_menu_button_set_label (self->filter, label);
  balie_accessible_name_menu_button (self->filter, label);
  if (has_filter (self))
    gtk_widget_add_css_class (GTK_WIDGET (self->filter), "filtering");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->filter), "filtering");
  update_page (self);
}

static void
set_status_filter (BalieRequestList *self,
                   BalieStatusFilter status)
{
  if (self->status == status)
    return;

  self->status = status;
  filters_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS_FILTER]);
}

static void
set_kind_filter (BalieRequestList *self,
                 BalieKindFilter   kind)
{
  if (self->kind == kind)
    return;

  self->kind = kind;
  filters_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KIND_FILTER]);
}

static void
clear_filter_action (GtkWidget  *widget,
                     const char *action,
                     GVariant   *parameter)
{
  BalieRequestList *self = BALIE_REQUEST_LIST (widget);

  set_status_filter (self, BALIE_STATUS_FILTER_ALL);
  set_kind_filter (self, BALIE_KIND_FILTER_ALL);
  balie_request_list_focus (self);
}

static void
clear_search_action (GtkWidget  *widget,
                     const char *action,
                     GVariant   *parameter)
{
  search_stopped_cb (BALIE_REQUEST_LIST (widget));
}

static void
discard_draft_action (GtkWidget  *widget,
                      const char *action,
                      GVariant   *parameter)
{
  BalieRequestList *self = BALIE_REQUEST_LIST (widget);
  const char       *key = g_variant_get_string (parameter, NULL);

  for (guint i = 0; i < count (self->drafts); i++)
    {
      g_autoptr (BalieDraftItem) item = g_list_model_get_item (self->drafts, i);

      if (g_str_equal (balie_draft_item_get_key (item), key))
        {
          g_signal_emit (self, signals[SIGNAL_DRAFT_DISCARDED], 0, item);
          return;
        }
    }
}

/* The key does what the button in the row does that has the focus. */
static gboolean
delete_cb (GtkWidget *widget,
           GVariant  *arguments,
           gpointer   user_data)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  GtkWidget *row = focus != NULL ? gtk_widget_get_first_child (focus) : NULL;
  gpointer   item = BALIE_IS_REQUEST_ROW (row) ? balie_request_row_get_item (BALIE_REQUEST_ROW (row)) : NULL;

  if (item == NULL || !BALIE_IS_DRAFT_ITEM (item))
    return FALSE;

  g_signal_emit (widget, signals[SIGNAL_DRAFT_DISCARDED], 0, item);
  return TRUE;
}

static gboolean
show_the_rest_cb (gpointer user_data)
{
  BalieRequestList *self = user_data;

  self->rest_source = 0;
  self->shows_all = TRUE;
  gtk_no_selection_set_model (self->shown, balie_request_sections_get_model (self->sections));
  return G_SOURCE_REMOVE;
}

/* A list view makes some two hundred rows ahead; the first frame need not wait for those that it does not show. Until it
 * is drawn the list view has a copy of the beginning. */
static void
show_first_rows (BalieRequestList *self)
{
  GListModel *model = balie_request_sections_get_model (self->sections);
  g_autoptr (GListStore) first_rows = g_list_store_new (G_TYPE_OBJECT);

  for (guint i = 0; i < MIN (N_FIRST_ROWS, g_list_model_get_n_items (model)); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (model, i);

      g_list_store_append (first_rows, item);
    }

  gtk_no_selection_set_model (self->shown, G_LIST_MODEL (first_rows));
}

static void
balie_request_list_map (GtkWidget *widget)
{
  BalieRequestList *self = BALIE_REQUEST_LIST (widget);

  GTK_WIDGET_CLASS (balie_request_list_parent_class)->map (widget);

  if (self->rest_source == 0 && !self->shows_all)
    self->rest_source = g_idle_add_full (G_PRIORITY_LOW, show_the_rest_cb, self, NULL);
}

static void
set_up_list_view (BalieRequestList *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->shown = gtk_no_selection_new (NULL);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), self);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->shown));
  gtk_list_view_set_factory (self->list_view, factory);
  g_signal_connect_object (self->shown, "items-changed", G_CALLBACK (shown_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
balie_request_list_dispose (GObject *object)
{
  BalieRequestList *self = BALIE_REQUEST_LIST (object);
  GtkWidget        *child;

  g_clear_handle_id (&self->rest_source, g_source_remove);
  g_clear_handle_id (&self->search_source, g_source_remove);
  if (self->list_view != NULL)
    gtk_list_view_set_model (self->list_view, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  self->list_view = NULL;
  g_signal_group_set_target (self->request_signals, NULL);
  g_signal_group_set_target (self->draft_signals, NULL);
  g_signal_group_set_target (self->search_signals, NULL);
  g_clear_object (&self->requests);
  g_clear_object (&self->drafts);
  g_clear_object (&self->search);
  g_clear_object (&self->desk_state);

  G_OBJECT_CLASS (balie_request_list_parent_class)->dispose (object);
}

static void
balie_request_list_finalize (GObject *object)
{
  BalieRequestList *self = BALIE_REQUEST_LIST (object);

  g_clear_object (&self->request_signals);
  g_clear_object (&self->draft_signals);
  g_clear_object (&self->search_signals);
  g_clear_object (&self->shown);
  g_clear_object (&self->sections);
  g_clear_pointer (&self->bound, g_ptr_array_unref);

  G_OBJECT_CLASS (balie_request_list_parent_class)->finalize (object);
}

static void
balie_request_list_get_property (GObject    *object,
                                 guint       property_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  BalieRequestList *self = BALIE_REQUEST_LIST (object);

  switch ((BalieRequestListProperty)property_id)
    {
    case PROP_REQUESTS:
      g_value_set_object (value, self->requests);
      break;

    case PROP_DRAFTS:
      g_value_set_object (value, self->drafts);
      break;

    case PROP_SEARCH:
      g_value_set_object (value, self->search);
      break;

    case PROP_STATUS_FILTER:
      g_value_set_enum (value, self->status);
      break;

    case PROP_KIND_FILTER:
      g_value_set_enum (value, self->kind);
      break;

    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;

    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;

    case PROP_INSET:
      g_value_set_int (value, gtk_widget_get_margin_end (self->tools));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
balie_request_list_set_property (GObject      *object,
                                 guint         property_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  BalieRequestList *self = BALIE_REQUEST_LIST (object);

  switch ((BalieRequestListProperty)property_id)
    {
    case PROP_REQUESTS:
      balie_request_list_set_requests (self, g_value_get_object (value));
      break;

    case PROP_DRAFTS:
      balie_request_list_set_drafts (self, g_value_get_object (value));
      break;

    case PROP_SEARCH:
      balie_request_list_set_search (self, g_value_get_object (value));
      break;

    case PROP_STATUS_FILTER:
      set_status_filter (self, g_value_get_enum (value));
      break;

    case PROP_KIND_FILTER:
      set_kind_filter (self, g_value_get_enum (value));
      break;

    case PROP_NARROW:
      balie_request_list_set_narrow (self, g_value_get_boolean (value));
      break;

    case PROP_LOADING:
      balie_request_list_set_loading (self, g_value_get_boolean (value));
      break;

    case PROP_INSET:
      gtk_widget_set_margin_end (self->tools, g_value_get_int (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static guint
new_item_signal (const char *name,
                 GType       type)
{
  return g_signal_new (name, BALIE_TYPE_REQUEST_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, type);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_REQUESTS] = g_param_spec_object ("requests", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_DRAFTS] = g_param_spec_object ("drafts", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_SEARCH] = g_param_spec_object ("search", NULL, NULL, BALIE_TYPE_SEARCH, flags);
  properties[PROP_STATUS_FILTER] =
    g_param_spec_enum ("status-filter", NULL, NULL, BALIE_TYPE_STATUS_FILTER, BALIE_STATUS_FILTER_ALL, flags);
  properties[PROP_KIND_FILTER] = g_param_spec_enum ("kind-filter", NULL, NULL, BALIE_TYPE_KIND_FILTER, BALIE_KIND_FILTER_ALL, flags);
  properties[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, flags);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  properties[PROP_INSET] = g_param_spec_int ("inset", NULL, NULL, 0, G_MAXINT16, 0, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-request-list.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieRequestList, tools);
  gtk_widget_class_bind_template_child_full (widget_class, "search", FALSE, G_STRUCT_OFFSET (BalieRequestList, search_entry));
  gtk_widget_class_bind_template_child (widget_class, BalieRequestList, filter);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestList, stack);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestList, list_view);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestList, no_match);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestList, clear_filter_button);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestList, clear_search_button);
  gtk_widget_class_bind_template_child (widget_class, BalieRequestList, spinner);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
}

static void
balie_request_list_class_init (BalieRequestListClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = balie_request_list_dispose;
  object_class->finalize = balie_request_list_finalize;
  object_class->get_property = balie_request_list_get_property;
  object_class->set_property = balie_request_list_set_property;
  widget_class->map = balie_request_list_map;
  install_properties (object_class);

  signals[SIGNAL_REQUEST_ACTIVATED] = new_item_signal ("request-activated", BALIE_TYPE_CONVERSATION_ITEM);
  signals[SIGNAL_DRAFT_ACTIVATED] = new_item_signal ("draft-activated", BALIE_TYPE_DRAFT_ITEM);
  signals[SIGNAL_DRAFT_DISCARDED] = new_item_signal ("draft-discarded", BALIE_TYPE_DRAFT_ITEM);

  gtk_widget_class_install_property_action (widget_class, "list.filter-status", "status-filter");
  gtk_widget_class_install_property_action (widget_class, "list.filter-kind", "kind-filter");
  gtk_widget_class_install_action (widget_class, "list.clear-filter", NULL, clear_filter_action);
  gtk_widget_class_install_action (widget_class, "list.clear-search", NULL, clear_search_action);
  gtk_widget_class_install_action (widget_class, "list.discard-draft", "s", discard_draft_action);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Delete, 0, delete_cb, NULL);

  gtk_widget_class_set_css_name (widget_class, "requestlist");
  bind_template (widget_class);
}

static void
balie_request_list_init (BalieRequestList *self)
{
  self->sections = balie_request_sections_new ();
  self->bound = g_ptr_array_new ();
  self->request_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->request_signals, "items-changed", G_CALLBACK (update_page), self);
  self->draft_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->draft_signals, "items-changed", G_CALLBACK (update_page), self);
  self->search_signals = g_signal_group_new (BALIE_TYPE_SEARCH);
  g_signal_group_connect_swapped (self->search_signals, "changed", G_CALLBACK (update_page), self);

  gtk_widget_init_template (GTK_WIDGET (self));
  balie_accessible_name_buttons (GTK_WIDGET (self));
  balie_accessible_name_menu_button (self->filter, gtk_menu_button_get_label (self->filter));
  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (self->search_entry), GTK_WIDGET (self->stack));
  set_up_list_view (self);
  update_page (self);
}

GtkWidget *
balie_request_list_new (void)
{
  return g_object_new (BALIE_TYPE_REQUEST_LIST, NULL);
}

void
balie_request_list_set_requests (BalieRequestList *self,
                                 GListModel       *requests)
{
  g_return_if_fail (BALIE_IS_REQUEST_LIST (self));
  g_return_if_fail (requests == NULL || G_IS_LIST_MODEL (requests));

  if (!g_set_object (&self->requests, requests))
    return;

  balie_request_sections_set_source (self->sections, requests);
  g_signal_group_set_target (self->request_signals, requests);
  if (!self->shows_all)
    show_first_rows (self);
  update_page (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REQUESTS]);
}

GListModel *
balie_request_list_get_waiting (BalieRequestList *self)
{
  g_return_val_if_fail (BALIE_IS_REQUEST_LIST (self), NULL);

  return balie_request_sections_get_waiting (self->sections);
}

void
balie_request_list_set_drafts (BalieRequestList *self,
                               GListModel       *drafts)
{
  g_return_if_fail (BALIE_IS_REQUEST_LIST (self));
  g_return_if_fail (drafts == NULL || G_IS_LIST_MODEL (drafts));

  if (!g_set_object (&self->drafts, drafts))
    return;

  balie_request_sections_set_drafts (self->sections, drafts);
  g_signal_group_set_target (self->draft_signals, drafts);
  if (!self->shows_all)
    show_first_rows (self);
  update_page (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DRAFTS]);
}

void
balie_request_list_set_search (BalieRequestList *self,
                               BalieSearch      *search)
{
  g_return_if_fail (BALIE_IS_REQUEST_LIST (self));
  g_return_if_fail (search == NULL || BALIE_IS_SEARCH (search));

  if (!g_set_object (&self->search, search))
    return;

  gtk_editable_set_text (self->search_entry, "");
  balie_request_sections_set_search (self->sections, search);
  g_signal_group_set_target (self->search_signals, search);
  for (guint i = 0; i < self->bound->len; i++)
    {
      GtkListItem *list_item = g_ptr_array_index (self->bound, i);

      balie_request_row_set_search (BALIE_REQUEST_ROW (gtk_list_item_get_child (list_item)), search);
    }
  update_page (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCH]);
}

void
balie_request_list_set_narrow (BalieRequestList *self,
                               gboolean          narrow)
{
  g_return_if_fail (BALIE_IS_REQUEST_LIST (self));

  narrow = narrow != FALSE;
  if (self->narrow == narrow)
    return;

  self->narrow = narrow;
  for (guint i = 0; i < self->bound->len; i++)
    {
      GtkListItem *list_item = g_ptr_array_index (self->bound, i);

      balie_request_row_set_narrow (BALIE_REQUEST_ROW (gtk_list_item_get_child (list_item)), narrow);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NARROW]);
}

void
balie_request_list_set_loading (BalieRequestList *self,
                                gboolean          loading)
{
  g_return_if_fail (BALIE_IS_REQUEST_LIST (self));

  loading = loading != FALSE;
  if (self->loading == loading)
    return;

  self->loading = loading;
  update_page (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

void
balie_request_list_set_desk_state (BalieRequestList *self,
                                   BalieDeskState   *state)
{
  g_return_if_fail (BALIE_IS_REQUEST_LIST (self));
  g_return_if_fail (state == NULL || BALIE_IS_DESK_STATE (state));

  if (!g_set_object (&self->desk_state, state))
    return;

  for (guint i = 0; i < self->bound->len; i++)
    {
      GtkListItem *list_item = g_ptr_array_index (self->bound, i);

      balie_request_row_set_desk_state (BALIE_REQUEST_ROW (gtk_list_item_get_child (list_item)), state);
    }
}

gboolean
balie_request_list_focus (BalieRequestList *self)
{
  g_return_val_if_fail (BALIE_IS_REQUEST_LIST (self), FALSE);

  if (g_str_equal (gtk_stack_get_visible_child_name (self->stack), "list"))
    return gtk_widget_grab_focus (GTK_WIDGET (self->list_view));

  return gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
}

void
balie_request_list_focus_search (BalieRequestList *self)
{
  g_return_if_fail (BALIE_IS_REQUEST_LIST (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
  gtk_editable_select_region (self->search_entry, 0, -1);
}

void
balie_request_list_open_filter (BalieRequestList *self)
{
  g_return_if_fail (BALIE_IS_REQUEST_LIST (self));

  if (gtk_widget_get_visible (self->tools))
    gtk_menu_button_popup (self->filter);
}
