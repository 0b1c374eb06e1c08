/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps a dialog from being larger than the window that it belongs to. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * balie_dialog_fit:
 * @dialog: that was not shown yet
 *
 * Bounds the default size of @dialog by the size of its parent, where that has one: on a small screen it would be cut.
 */
void balie_dialog_fit (GtkWindow *dialog);

G_END_DECLS
