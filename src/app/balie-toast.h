/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Toasts that hold a whole sentence. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * balie_toast_new:
 * @text: plain; where there is no room for it on one line, it takes more
 *
 * Returns: (transfer full): a toast for [method@Adw.ToastOverlay.add_toast]
 */
AdwToast *balie_toast_new (const char *text);

G_END_DECLS
