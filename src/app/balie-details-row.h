/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks whether technical details of this computer go with a message, and shows which. */
#pragma once

#include <gtk/gtk.h>

#include "balie-diagnostics.h"
#include "balie-session.h"

G_BEGIN_DECLS

/**
 * BalieDetailsRow:
 *
 * Nothing goes unless it was asked for. What was looked at is what goes: it is not found anew afterwards.
 *
 * Properties: `choice` (string, nullable, notifies): as a draft keeps it: %NULL when nothing goes, else the names of the details that are
 * left out, joined by line ends; empty when all go.
 *
 * Actions: `details.show`.
 */
#define BALIE_TYPE_DETAILS_ROW (balie_details_row_get_type ())
G_DECLARE_FINAL_TYPE (BalieDetailsRow, balie_details_row, BALIE, DETAILS_ROW, GtkWidget)

GtkWidget *balie_details_row_new (void);

/**
 * balie_details_row_set_session:
 * @session: (nullable): whose connection is described, and whose names the log must not hold; %NULL for previews
 */
void        balie_details_row_set_session (BalieDetailsRow *self,
                                           BalieSession    *session);
const char *balie_details_row_get_choice (BalieDetailsRow *self);
void        balie_details_row_set_choice (BalieDetailsRow *self,
                                          const char      *choice);

/**
 * balie_details_row_dup_diagnostics:
 *
 * Returns: (transfer full) (nullable): what goes; %NULL when nothing does
 */
BalieDiagnostics *balie_details_row_dup_diagnostics (BalieDetailsRow *self);

G_END_DECLS
