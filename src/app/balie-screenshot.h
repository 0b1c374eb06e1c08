/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes a screenshot, by the desktop's own means and with its consent, and lets people cut and cover it. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * BalieScreenshot:
 *
 * Properties: `available` (boolean, read-only, notifies): whether this desktop has a portal that takes screenshots. It is %FALSE until
 * that has answered.
 */
#define BALIE_TYPE_SCREENSHOT (balie_screenshot_get_type ())
G_DECLARE_FINAL_TYPE (BalieScreenshot, balie_screenshot, BALIE, SCREENSHOT, GObject)

BalieScreenshot *balie_screenshot_new (void);
gboolean         balie_screenshot_is_available (BalieScreenshot *self);

/**
 * balie_screenshot_take_async:
 * @parent: what the desktop's question, and the editor, stand over
 *
 * Lets the desktop ask what to take, then shows it in a #BalieScreenshotEditor. The file that the desktop made is deleted.
 */
void balie_screenshot_take_async (BalieScreenshot    *self,
                                  GtkWindow          *parent,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data);

/**
 * balie_screenshot_take_finish:
 * @error: %G_IO_ERROR_CANCELLED when it was given up, to the desktop or in the editor; %BALIE_ERROR_LIMIT when it has more pixels
 *   than %BALIE_PICTURE_MAX_PIXELS; else %BALIE_ERROR_STORAGE or %BALIE_ERROR_INVALID; see %BALIE_TASK_SCREENSHOT
 *
 * Returns: (transfer full): a PNG file, of pixels alone
 */
GBytes *balie_screenshot_take_finish (BalieScreenshot *self,
                                      GAsyncResult    *result,
                                      GError         **error);

G_END_DECLS
