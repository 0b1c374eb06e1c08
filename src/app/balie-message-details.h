/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Below a message: that technical details went with it, and which. */
#pragma once

#include <gtk/gtk.h>

#include "balie-diagnostics.h"

G_BEGIN_DECLS

/**
 * BalieMessageDetails:
 *
 * A button that shows them in full.
 */
#define BALIE_TYPE_MESSAGE_DETAILS (balie_message_details_get_type ())
G_DECLARE_FINAL_TYPE (BalieMessageDetails, balie_message_details, BALIE, MESSAGE_DETAILS, GtkButton)

GtkWidget *balie_message_details_new (void);

/**
 * balie_message_details_set:
 * @diagnostics: (nullable): that went with the message; %NULL hides it
 */
void balie_message_details_set (BalieMessageDetails *self,
                                BalieDiagnostics    *diagnostics);

G_END_DECLS
