/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shows technical details in full: before they are sent, to leave some out, and afterwards. */
#pragma once

#include <adwaita.h>

#include "balie-diagnostics.h"

G_BEGIN_DECLS

/**
 * BalieDetailsDialog:
 *
 * Properties: `left-out` (string, read-only, notifies): names of the details that are switched off, joined by line ends.
 */
#define BALIE_TYPE_DETAILS_DIALOG (balie_details_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BalieDetailsDialog, balie_details_dialog, BALIE, DETAILS_DIALOG, AdwWindow)

/**
 * balie_details_dialog_new:
 * @parent: (nullable): what it stands over
 * @diagnostics: all that could be sent
 * @left_out: names of what is not, joined by line ends
 *
 * Returns: a dialog in which each detail has a switch
 */
BalieDetailsDialog *balie_details_dialog_new (GtkWindow        *parent,
                                              BalieDiagnostics *diagnostics,
                                              const char       *left_out);

/**
 * balie_details_dialog_new_for:
 * @parent: (nullable): what it stands over
 * @diagnostics: that went with a message
 *
 * Returns: a dialog that shows what was sent
 */
BalieDetailsDialog *balie_details_dialog_new_for (GtkWindow        *parent,
                                                  BalieDiagnostics *diagnostics);

/**
 * balie_details_dialog_get_left_out:
 *
 * Returns: (transfer none): the names, joined by line ends; empty when all goes
 */
const char *balie_details_dialog_get_left_out (BalieDetailsDialog *self);

G_END_DECLS
