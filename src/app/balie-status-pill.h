/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The status of a request as a coloured pill. */
#pragma once

#include <gtk/gtk.h>

#include "balie-conversation.h"

G_BEGIN_DECLS

/**
 * BalieStatusPill:
 *
 * Properties: `status` (int: a BalieStatus, read-write).
 */
#define BALIE_TYPE_STATUS_PILL (balie_status_pill_get_type ())
G_DECLARE_FINAL_TYPE (BalieStatusPill, balie_status_pill, BALIE, STATUS_PILL, GtkWidget)

GtkWidget  *balie_status_pill_new (void);
BalieStatus balie_status_pill_get_status (BalieStatusPill *self);
void        balie_status_pill_set_status (BalieStatusPill *self,
                                          BalieStatus      status);

G_END_DECLS
