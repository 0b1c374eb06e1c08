/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which requests are shown: of which status, of which kind. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum {
  BALIE_STATUS_FILTER_ALL,
  BALIE_STATUS_FILTER_WAITING,
  BALIE_STATUS_FILTER_OPEN,
  BALIE_STATUS_FILTER_CLOSED,
} BalieStatusFilter;

#define BALIE_TYPE_STATUS_FILTER (balie_status_filter_get_type ())
GType balie_status_filter_get_type (void) G_GNUC_CONST;

typedef enum {
  BALIE_KIND_FILTER_ALL,
  BALIE_KIND_FILTER_QUESTION,
  BALIE_KIND_FILTER_PROBLEM,
} BalieKindFilter;

#define BALIE_TYPE_KIND_FILTER (balie_kind_filter_get_type ())
GType balie_kind_filter_get_type (void) G_GNUC_CONST;

/**
 * balie_request_filter_get_label:
 *
 * Returns: what both together show, such as `Open questions`
 */
const char *balie_request_filter_get_label (BalieStatusFilter status,
                                            BalieKindFilter   kind);

/**
 * balie_request_filter_dup_reason:
 * @searches: whether something is searched for as well
 *
 * Returns: (transfer full): why nothing is shown, and what one can do
 */
char *balie_request_filter_dup_reason (BalieStatusFilter status,
                                       BalieKindFilter   kind,
                                       gboolean          searches);

G_END_DECLS
