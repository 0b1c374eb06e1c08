/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lets people choose what of a screenshot goes, and cover what nobody is to see. */
#pragma once

#include <adwaita.h>

#include "balie-picture-canvas.h"

G_BEGIN_DECLS

/**
 * BalieScreenshotEditor:
 *
 * Actions: `editor.attach`, `editor.add-box`, `editor.remove-box`, `editor.undo`.
 */
#define BALIE_TYPE_SCREENSHOT_EDITOR (balie_screenshot_editor_get_type ())
G_DECLARE_FINAL_TYPE (BalieScreenshotEditor, balie_screenshot_editor, BALIE, SCREENSHOT_EDITOR, AdwWindow)

/**
 * balie_screenshot_editor_new:
 * @parent: (nullable): what it stands over
 * @picture: the screenshot
 */
BalieScreenshotEditor *balie_screenshot_editor_new (GtkWindow  *parent,
                                                    GdkTexture *picture);

/**
 * balie_screenshot_editor_run_async:
 * @cancellable: (nullable): closes it
 *
 * Shows it, once, and ends when it is closed.
 */
void balie_screenshot_editor_run_async (BalieScreenshotEditor *self,
                                        GCancellable          *cancellable,
                                        GAsyncReadyCallback    callback,
                                        gpointer               user_data);

/**
 * balie_screenshot_editor_run_finish:
 * @error: %G_IO_ERROR_CANCELLED when it was given up
 *
 * Returns: (transfer full): a PNG file of what is to be seen, and of nothing else: it has pixels alone
 */
GBytes *balie_screenshot_editor_run_finish (GAsyncResult *result,
                                            GError      **error);

G_END_DECLS
