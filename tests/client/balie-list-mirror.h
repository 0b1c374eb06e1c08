/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A copy of a list that knows it by its changes alone, to see that they tell the truth. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BalieListMirror BalieListMirror;

BalieListMirror *balie_list_mirror_new (GListModel *model);
void             balie_list_mirror_free (BalieListMirror *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieListMirror, balie_list_mirror_free)

/**
 * balie_list_mirror_check:
 *
 * Fails the test unless the changes so far led to what the list is.
 */
void balie_list_mirror_check (BalieListMirror *self);

/**
 * balie_list_mirror_get_n_changes:
 *
 * Returns: how often the list said that it changed
 */
guint balie_list_mirror_get_n_changes (BalieListMirror *self);

G_END_DECLS
