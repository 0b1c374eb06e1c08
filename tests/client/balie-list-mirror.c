/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A copy of a list that knows it by its changes alone, to see that they tell the truth. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-list-mirror.h"

struct _BalieListMirror
{
  GListModel *model;
  GPtrArray  *items;
  gulong      handler;
  guint       n_changes;
};

static void
on_items_changed (GListModel      *model,
                  guint            position,
                  guint            removed,
                  guint            added,
                  BalieListMirror *self)
{
  self->n_changes++;
  g_assert_cmpuint (position + removed, <=, self->items->len);
  if (removed > 0)
    g_ptr_array_remove_range (self->items, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (self->items, position + i, g_list_model_get_item (model, position + i));

  g_assert_cmpuint (self->items->len, ==, g_list_model_get_n_items (model));
}

BalieListMirror *
balie_list_mirror_new (GListModel *model)
{
  BalieListMirror *self = g_new0 (BalieListMirror, 1);

  self->model = g_object_ref (model);
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (self->items, g_list_model_get_item (model, i));
  self->handler = g_signal_connect (model, "items-changed", G_CALLBACK (on_items_changed), self);

  return self;
}

void
balie_list_mirror_free (BalieListMirror *self)
{
  g_signal_handler_disconnect (self->model, self->handler);
  g_object_unref (self->model);
  g_ptr_array_unref (self->items);
  g_free (self);
}

void
balie_list_mirror_check (BalieListMirror *self)
{
  g_assert_cmpuint (self->items->len, ==, g_list_model_get_n_items (self->model));
  for (guint i = 0; i < self->items->len; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (self->model, i);

      g_assert_true (item == g_ptr_array_index (self->items, i));
    }
}

guint
balie_list_mirror_get_n_changes (BalieListMirror *self)
{
  return self->n_changes;
}
