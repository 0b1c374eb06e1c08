/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The requests and drafts in the order of their sections, narrowed down by filters and a search. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-request-sections.h"

struct _BalieRequestSections
{
  GObject parent_instance;

  GListModel          *source;
  GPtrArray           *watched;
  GtkFilterListModel  *sections[BALIE_N_SECTIONS];
  GtkFilterListModel  *waiting;
  GtkFlattenListModel *model;
  BalieSearch         *search;
  GSignalGroup        *source_signals;
  GSignalGroup        *search_signals;
  BalieStatusFilter    status;
  BalieKindFilter      kind;

  /* Borrowed, while it moves */
  BalieConversationItem *leaving;
};

/* What the filter of one section needs to know. */
typedef struct
{
  BalieRequestSections *owner;
  BalieRequestSection   section;
} SectionData;

G_DEFINE_FINAL_TYPE (BalieRequestSections, balie_request_sections, G_TYPE_OBJECT)

static gboolean
has_kind (BalieRequestSections *self,
          BalieConversationKind kind)
{
  switch (self->kind)
    {
    case BALIE_KIND_FILTER_QUESTION:
      return kind == BALIE_CONVERSATION_QUESTION;

    case BALIE_KIND_FILTER_PROBLEM:
      return kind == BALIE_CONVERSATION_PROBLEM;

    case BALIE_KIND_FILTER_ALL:
    default:
      return TRUE;
    }
}

static gboolean
has_status (BalieRequestSections *self,
            BalieRequestSection   section)
{
  switch (self->status)
    {
    case BALIE_STATUS_FILTER_WAITING:
      return section == BALIE_SECTION_WAITING;

    case BALIE_STATUS_FILTER_OPEN:
      return section == BALIE_SECTION_OPEN;

    case BALIE_STATUS_FILTER_CLOSED:
      return section == BALIE_SECTION_CLOSED;

    case BALIE_STATUS_FILTER_ALL:
    default:
      return TRUE;
    }
}

static gboolean
match_cb (gpointer item,
          gpointer user_data)
{
  SectionData             *data = user_data;
  BalieRequestSections    *self = data->owner;
  const BalieConversation *conversation = balie_conversation_item_get_conversation (item);

  if (item == self->leaving || balie_request_section_of (item) != data->section)
    return FALSE;
  if (!has_status (self, data->section) || !has_kind (self, conversation->kind))
    return FALSE;

  return self->search == NULL || !balie_search_get_active (self->search) || balie_search_has (self->search, conversation->id);
}

static gboolean
match_draft_cb (gpointer item,
                gpointer user_data)
{
  BalieRequestSections *self = user_data;
  const char           *subject = balie_draft_item_get_subject (item);
  g_autofree char      *text = NULL;

  /* What is written in the chat stands in its box, which is seen beside the list. */
  if (balie_draft_item_get_kind (item) == BALIE_CONVERSATION_CHAT)
    return FALSE;
  if (!has_status (self, BALIE_SECTION_DRAFTS) || !has_kind (self, balie_draft_item_get_kind (item)))
    return FALSE;
  if (self->search == NULL || !balie_search_get_active (self->search))
    return TRUE;

  text = g_strconcat (balie_draft_item_get_preview (item), "\n", subject, NULL);
  return balie_search_has_text (self->search, text);
}

static gboolean
match_waiting_cb (gpointer item,
                  gpointer user_data)
{
  return balie_request_section_of (item) == BALIE_SECTION_WAITING;
}

static void
refilter (BalieRequestSections *self,
          GtkFilterChange       change)
{
  for (int i = 0; i < BALIE_N_SECTIONS; i++)
    gtk_filter_changed (gtk_filter_list_model_get_filter (self->sections[i]), change);
}

static void
search_changed_cb (BalieRequestSections *self)
{
  refilter (self, GTK_FILTER_CHANGE_DIFFERENT);
}

/* It leaves its old section before it enters the new one: a list must never hold an item twice. */
static void
status_changed_cb (BalieRequestSections  *self,
                   GParamSpec            *pspec,
                   BalieConversationItem *item)
{
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->waiting), GTK_FILTER_CHANGE_DIFFERENT);
  self->leaving = item;
  refilter (self, GTK_FILTER_CHANGE_DIFFERENT);
  self->leaving = NULL;
  refilter (self, GTK_FILTER_CHANGE_DIFFERENT);
}

static void
unwatch (BalieRequestSections *self,
         guint                 position,
         guint                 count)
{
  if (count == 0)
    return;

  for (guint i = position; i < position + count; i++)
    g_signal_handlers_disconnect_by_func (g_ptr_array_index (self->watched, i), status_changed_cb, self);
  g_ptr_array_remove_range (self->watched, position, count);
}

/* Filters look at an item when it is added and never again; a request that changes its status must move all the same. */
static void
source_changed_cb (BalieRequestSections *self,
                   guint                 position,
                   guint                 removed,
                   guint                 added,
                   GListModel           *source)
{
  unwatch (self, position, removed);
  for (guint i = position; i < position + added; i++)
    {
      gpointer item = g_list_model_get_item (source, i);

      g_signal_connect_swapped (item, "notify::status", G_CALLBACK (status_changed_cb), self);
      g_ptr_array_insert (self->watched, i, item);
    }
}

static void
balie_request_sections_dispose (GObject *object)
{
  BalieRequestSections *self = BALIE_REQUEST_SECTIONS (object);

  unwatch (self, 0, self->watched->len);
  g_signal_group_set_target (self->source_signals, NULL);
  g_signal_group_set_target (self->search_signals, NULL);
  g_clear_object (&self->source);
  g_clear_object (&self->search);
  g_clear_object (&self->model);
  g_clear_object (&self->waiting);
  for (int i = 0; i < BALIE_N_SECTIONS; i++)
    g_clear_object (&self->sections[i]);

  G_OBJECT_CLASS (balie_request_sections_parent_class)->dispose (object);
}

static void
balie_request_sections_finalize (GObject *object)
{
  BalieRequestSections *self = BALIE_REQUEST_SECTIONS (object);

  g_clear_object (&self->source_signals);
  g_clear_object (&self->search_signals);
  g_clear_pointer (&self->watched, g_ptr_array_unref);

  G_OBJECT_CLASS (balie_request_sections_parent_class)->finalize (object);
}

static void
balie_request_sections_class_init (BalieRequestSectionsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = balie_request_sections_dispose;
  object_class->finalize = balie_request_sections_finalize;
}

static GtkFilter *
new_filter (BalieRequestSections *self,
            BalieRequestSection   section)
{
  SectionData *data;

  if (section == BALIE_SECTION_DRAFTS)
    return GTK_FILTER (gtk_custom_filter_new (match_draft_cb, self, NULL));

  data = g_new (SectionData, 1);
  data->owner = self;
  data->section = section;
  return GTK_FILTER (gtk_custom_filter_new (match_cb, data, g_free));
}

static void
balie_request_sections_init (BalieRequestSections *self)
{
  GListStore *models = g_list_store_new (G_TYPE_LIST_MODEL);

  self->watched = g_ptr_array_new_with_free_func (g_object_unref);
  self->source_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->source_signals, "items-changed", G_CALLBACK (source_changed_cb), self);
  self->search_signals = g_signal_group_new (BALIE_TYPE_SEARCH);
  g_signal_group_connect_swapped (self->search_signals, "changed", G_CALLBACK (search_changed_cb), self);

  self->waiting = gtk_filter_list_model_new (NULL, GTK_FILTER (gtk_custom_filter_new (match_waiting_cb, NULL, NULL)));
  for (int i = 0; i < BALIE_N_SECTIONS; i++)
    {
      self->sections[i] = gtk_filter_list_model_new (NULL, new_filter (self, i));
      g_list_store_append (models, self->sections[i]);
    }

  self->model = gtk_flatten_list_model_new (G_LIST_MODEL (models));
}

BalieRequestSections *
balie_request_sections_new (void)
{
  return g_object_new (BALIE_TYPE_REQUEST_SECTIONS, NULL);
}

void
balie_request_sections_set_source (BalieRequestSections *self,
                                   GListModel           *source)
{
  g_return_if_fail (BALIE_IS_REQUEST_SECTIONS (self));
  g_return_if_fail (source == NULL || G_IS_LIST_MODEL (source));

  unwatch (self, 0, self->watched->len);
  g_set_object (&self->source, source);
  g_signal_group_set_target (self->source_signals, source);
  if (source != NULL)
    source_changed_cb (self, 0, 0, g_list_model_get_n_items (source), source);

  gtk_filter_list_model_set_model (self->waiting, source);
  for (int i = 0; i < BALIE_N_SECTIONS; i++)
    if (i != BALIE_SECTION_DRAFTS)
      gtk_filter_list_model_set_model (self->sections[i], source);
}

void
balie_request_sections_set_drafts (BalieRequestSections *self,
                                   GListModel           *drafts)
{
  g_return_if_fail (BALIE_IS_REQUEST_SECTIONS (self));
  g_return_if_fail (drafts == NULL || G_IS_LIST_MODEL (drafts));

  gtk_filter_list_model_set_model (self->sections[BALIE_SECTION_DRAFTS], drafts);
}

void
balie_request_sections_set_search (BalieRequestSections *self,
                                   BalieSearch          *search)
{
  g_return_if_fail (BALIE_IS_REQUEST_SECTIONS (self));
  g_return_if_fail (search == NULL || BALIE_IS_SEARCH (search));

  if (!g_set_object (&self->search, search))
    return;

  g_signal_group_set_target (self->search_signals, search);
  refilter (self, GTK_FILTER_CHANGE_DIFFERENT);
}

void
balie_request_sections_set_filter (BalieRequestSections *self,
                                   BalieStatusFilter     status,
                                   BalieKindFilter       kind)
{
  g_return_if_fail (BALIE_IS_REQUEST_SECTIONS (self));

  if (self->status == status && self->kind == kind)
    return;

  self->status = status;
  self->kind = kind;
  refilter (self, GTK_FILTER_CHANGE_DIFFERENT);
}

GListModel *
balie_request_sections_get_model (BalieRequestSections *self)
{
  g_return_val_if_fail (BALIE_IS_REQUEST_SECTIONS (self), NULL);

  return G_LIST_MODEL (self->model);
}

GListModel *
balie_request_sections_get_waiting (BalieRequestSections *self)
{
  g_return_val_if_fail (BALIE_IS_REQUEST_SECTIONS (self), NULL);

  return G_LIST_MODEL (self->waiting);
}

guint
balie_request_sections_get_count (BalieRequestSections *self,
                                  BalieRequestSection   section)
{
  g_return_val_if_fail (BALIE_IS_REQUEST_SECTIONS (self), 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->sections[section]));
}

BalieRequestSection
balie_request_section_of (gpointer item)
{
  if (BALIE_IS_DRAFT_ITEM (item))
    return BALIE_SECTION_DRAFTS;

  switch (balie_conversation_item_get_conversation (item)->status)
    {
    case BALIE_STATUS_WAITING:
      return BALIE_SECTION_WAITING;

    case BALIE_STATUS_SOLVED:
    case BALIE_STATUS_CLOSED:
      return BALIE_SECTION_CLOSED;

    case BALIE_STATUS_OPEN:
    case BALIE_STATUS_IN_PROGRESS:
    default:
      return BALIE_SECTION_OPEN;
    }
}
