/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One technical detail in full, with a switch to leave it out. */
#pragma once

#include <adwaita.h>

#include "balie-diagnostics.h"

G_BEGIN_DECLS

/**
 * BalieDetailRow:
 *
 * Properties: `included` (boolean): whether it goes with the rest.
 */
#define BALIE_TYPE_DETAIL_ROW (balie_detail_row_get_type ())
G_DECLARE_FINAL_TYPE (BalieDetailRow, balie_detail_row, BALIE, DETAIL_ROW, AdwPreferencesRow)

/**
 * balie_detail_row_new:
 * @detail: copied
 * @can_leave_out: whether there is a switch
 */
GtkWidget  *balie_detail_row_new (const BalieDiagnostic *detail,
                                  gboolean               can_leave_out);
const char *balie_detail_row_get_name (BalieDetailRow *self);
gboolean    balie_detail_row_get_included (BalieDetailRow *self);
void        balie_detail_row_set_included (BalieDetailRow *self,
                                           gboolean        included);

G_END_DECLS
