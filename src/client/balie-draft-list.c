/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drafts, newest change first; for this room alone, the app sees a GListModel. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-draft-list.h"

#include <string.h>

struct _BalieDraftList
{
  GObject parent_instance;

  GPtrArray *items; /* BalieDraftItem */
};

static void balie_draft_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BalieDraftList, balie_draft_list, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, balie_draft_list_model_init))

static void
balie_draft_list_finalize (GObject *object)
{
  g_clear_pointer (&BALIE_DRAFT_LIST (object)->items, g_ptr_array_unref);

  G_OBJECT_CLASS (balie_draft_list_parent_class)->finalize (object);
}

static void
balie_draft_list_class_init (BalieDraftListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = balie_draft_list_finalize;
}

static void
balie_draft_list_init (BalieDraftList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

static GType
balie_draft_list_get_item_type (GListModel *model)
{
  return BALIE_TYPE_DRAFT_ITEM;
}

static guint
balie_draft_list_get_n_items (GListModel *model)
{
  return BALIE_DRAFT_LIST (model)->items->len;
}

static gpointer
balie_draft_list_get_item (GListModel *model,
                           guint       position)
{
  BalieDraftList *self = BALIE_DRAFT_LIST (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position)) : NULL;
}

static void
balie_draft_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = balie_draft_list_get_item_type;
  iface->get_n_items = balie_draft_list_get_n_items;
  iface->get_item = balie_draft_list_get_item;
}

/* There are as many drafts as somebody began and did not end: few enough to look at each. */
static gboolean
find_position (BalieDraftList *self,
               const char     *key,
               guint          *position)
{
  for (*position = 0; *position < self->items->len; *position += 1)
    {
      if (g_str_equal (balie_draft_item_get_key (g_ptr_array_index (self->items, *position)), key))
        return TRUE;
    }

  return FALSE;
}

/* Whether @item stands before a draft that was changed at @changed_at. */
static gboolean
stands_before (BalieDraftItem *item,
               gint64          changed_at,
               const char     *key)
{
  gint64 other = balie_draft_item_get_changed_at (item);

  return other != changed_at ? other > changed_at : strcmp (balie_draft_item_get_key (item), key) < 0;
}

static void
insert (BalieDraftList *self,
        BalieDraftItem *item)
{
  gint64      changed_at = balie_draft_item_get_changed_at (item);
  const char *key = balie_draft_item_get_key (item);
  guint       position = 0;

  while (position < self->items->len && stands_before (g_ptr_array_index (self->items, position), changed_at, key))
    position++;

  g_ptr_array_insert (self->items, (int)position, g_object_ref (item));
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
}

static void
take_out (BalieDraftList *self,
          guint           position)
{
  g_ptr_array_remove_index (self->items, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

/* Whether the item at @position may be changed to @summary without leaving its place. */
static gboolean
fits (BalieDraftList          *self,
      guint                    position,
      const BalieDraftSummary *summary)
{
  if (position > 0 && !stands_before (g_ptr_array_index (self->items, position - 1), summary->changed_at, summary->key))
    return FALSE;

  return position + 1 == self->items->len ||
         !stands_before (g_ptr_array_index (self->items, position + 1), summary->changed_at, summary->key);
}

BalieDraftList *
balie_draft_list_new (void)
{
  return g_object_new (BALIE_TYPE_DRAFT_LIST, NULL);
}

void
balie_draft_list_put (BalieDraftList          *self,
                      const BalieDraftSummary *summary)
{
  g_autoptr (BalieDraftItem) item = NULL;
  guint position;

  g_return_if_fail (BALIE_IS_DRAFT_LIST (self));
  g_return_if_fail (summary != NULL);

  if (!find_position (self, summary->key, &position))
    {
      item = balie_draft_item_new (summary);
      insert (self, item);
      return;
    }

  item = g_object_ref (g_ptr_array_index (self->items, position));
  if (fits (self, position, summary))
    {
      balie_draft_item_set_summary (item, summary);
      return;
    }

  take_out (self, position);
  balie_draft_item_set_summary (item, summary);
  insert (self, item);
}

void
balie_draft_list_remove (BalieDraftList *self,
                         const char     *key)
{
  guint position;

  g_return_if_fail (BALIE_IS_DRAFT_LIST (self));

  if (find_position (self, key, &position))
    take_out (self, position);
}

BalieDraftItem *
balie_draft_list_find (BalieDraftList *self,
                       const char     *key)
{
  guint position;

  g_return_val_if_fail (BALIE_IS_DRAFT_LIST (self), NULL);

  return find_position (self, key, &position) ? g_ptr_array_index (self->items, position) : NULL;
}
