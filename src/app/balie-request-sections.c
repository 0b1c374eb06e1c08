/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The requests in the order of their sections, narrowed down by a filter and by words. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-request-sections.h"

#include <string.h>

struct _BalieRequestSections
{
  GObject parent_instance;

  GListModel          *source;
  GPtrArray           *watched;
  GtkFilterListModel  *sections[BALIE_N_SECTIONS];
  GtkFlattenListModel *model;
  char               **words;
  int                  filter;
  /* Borrowed, while it moves */
  BalieConversationItem *leaving;
  GSignalGroup          *source_signals;
};

/* What the filter of one section needs to know. */
typedef struct
{
  BalieRequestSections *owner;
  BalieRequestSection   section;
} SectionData;

G_DEFINE_FINAL_TYPE (BalieRequestSections, balie_request_sections, G_TYPE_OBJECT)

static char *
fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);

  return g_utf8_casefold (normal != NULL ? normal : text, -1);
}

static gboolean
has_words (BalieRequestSections    *self,
           const BalieConversation *conversation)
{
  g_autofree char *text = NULL;
  g_autofree char *folded = NULL;

  if (self->words == NULL)
    return TRUE;

  text = g_strdup_printf ("#%" G_GINT64_FORMAT "\n%s\n%s\n%s",
                          conversation->number,
                          conversation->subject != NULL ? conversation->subject : "",
                          conversation->last.author != NULL ? conversation->last.author->name : "",
                          conversation->last.text != NULL ? conversation->last.text : "");
  folded = fold (text);
  for (char **word = self->words; *word != NULL; word++)
    if (strstr (folded, *word) == NULL)
      return FALSE;

  return TRUE;
}

static gboolean
match_cb (gpointer item,
          gpointer user_data)
{
  SectionData          *data = user_data;
  BalieRequestSections *self = data->owner;

  if (item == self->leaving)
    return FALSE;
  if (self->filter != BALIE_SECTION_ALL && self->filter != (int)data->section)
    return FALSE;

  return balie_request_section_of (item) == data->section &&
         has_words (self, balie_conversation_item_get_conversation (item));
}

static void
refilter (BalieRequestSections *self,
          GtkFilterChange       change)
{
  for (int i = 0; i < BALIE_N_SECTIONS; i++)
    gtk_filter_changed (gtk_filter_list_model_get_filter (self->sections[i]), change);
}

/* It leaves its old section before it enters the new one: a list must never hold an item twice. */
static void
status_changed_cb (BalieRequestSections  *self,
                   GParamSpec            *pspec,
                   BalieConversationItem *item)
{
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
  g_clear_object (&self->source);
  g_clear_object (&self->model);
  for (int i = 0; i < BALIE_N_SECTIONS; i++)
    g_clear_object (&self->sections[i]);

  G_OBJECT_CLASS (balie_request_sections_parent_class)->dispose (object);
}

static void
balie_request_sections_finalize (GObject *object)
{
  BalieRequestSections *self = BALIE_REQUEST_SECTIONS (object);

  g_clear_object (&self->source_signals);
  g_clear_pointer (&self->watched, g_ptr_array_unref);
  g_clear_pointer (&self->words, g_strfreev);

  G_OBJECT_CLASS (balie_request_sections_parent_class)->finalize (object);
}

static void
balie_request_sections_class_init (BalieRequestSectionsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = balie_request_sections_dispose;
  object_class->finalize = balie_request_sections_finalize;
}

static void
balie_request_sections_init (BalieRequestSections *self)
{
  GListStore *models = g_list_store_new (G_TYPE_LIST_MODEL);

  self->filter = BALIE_SECTION_ALL;
  self->watched = g_ptr_array_new_with_free_func (g_object_unref);
  self->source_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->source_signals, "items-changed", G_CALLBACK (source_changed_cb), self);

  for (int i = 0; i < BALIE_N_SECTIONS; i++)
    {
      SectionData *data = g_new (SectionData, 1);

      data->owner = self;
      data->section = i;
      self->sections[i] = gtk_filter_list_model_new (NULL, GTK_FILTER (gtk_custom_filter_new (match_cb, data, g_free)));
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

  for (int i = 0; i < BALIE_N_SECTIONS; i++)
    gtk_filter_list_model_set_model (self->sections[i], source);
}

void
balie_request_sections_set_words (BalieRequestSections *self,
                                  const char           *text)
{
  g_autofree char *folded = NULL;
  g_return_if_fail (BALIE_IS_REQUEST_SECTIONS (self));

  g_clear_pointer (&self->words, g_strfreev);
  if (text != NULL && *text != '\0')
    {
      folded = fold (text);
      self->words = g_strsplit_set (folded, " \t\n", -1);
    }

  refilter (self, GTK_FILTER_CHANGE_DIFFERENT);
}

void
balie_request_sections_set_filter (BalieRequestSections *self,
                                   int                   filter)
{
  g_return_if_fail (BALIE_IS_REQUEST_SECTIONS (self));
  g_return_if_fail (filter >= BALIE_SECTION_ALL && filter < BALIE_N_SECTIONS);

  self->filter = filter;
  refilter (self, GTK_FILTER_CHANGE_DIFFERENT);
}

GListModel *
balie_request_sections_get_model (BalieRequestSections *self)
{
  g_return_val_if_fail (BALIE_IS_REQUEST_SECTIONS (self), NULL);

  return G_LIST_MODEL (self->model);
}

guint
balie_request_sections_get_count (BalieRequestSections *self,
                                  BalieRequestSection   section)
{
  g_return_val_if_fail (BALIE_IS_REQUEST_SECTIONS (self), 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->sections[section]));
}

BalieRequestSection
balie_request_section_of (BalieConversationItem *item)
{
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
