/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which requests are shown: of which status, of which kind. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-request-filter.h"

#include <glib/gi18n.h>

G_DEFINE_ENUM_TYPE (BalieStatusFilter, balie_status_filter, G_DEFINE_ENUM_VALUE (BALIE_STATUS_FILTER_ALL, "all"), G_DEFINE_ENUM_VALUE (BALIE_STATUS_FILTER_WAITING, "waiting"), G_DEFINE_ENUM_VALUE (BALIE_STATUS_FILTER_OPEN, "open"), G_DEFINE_ENUM_VALUE (BALIE_STATUS_FILTER_CLOSED, "closed"))

G_DEFINE_ENUM_TYPE (BalieKindFilter, balie_kind_filter, G_DEFINE_ENUM_VALUE (BALIE_KIND_FILTER_ALL, "all"), G_DEFINE_ENUM_VALUE (BALIE_KIND_FILTER_QUESTION, "question"), G_DEFINE_ENUM_VALUE (BALIE_KIND_FILTER_PROBLEM, "problem"))

const char *
balie_request_filter_get_label (BalieStatusFilter status,
                                BalieKindFilter   kind)
{
  static const char *const labels[][BALIE_KIND_FILTER_PROBLEM + 1] = {
    {NC_ ("filter of the requests", "All"), NC_ ("filter of the requests", "Questions"), NC_ ("filter of the requests", "Problems")},
    {NC_ ("filter of the requests", "Waiting"), NC_ ("filter of the requests", "Waiting questions"), NC_ ("filter of the requests", "Waiting problems")},
    {NC_ ("filter of the requests", "Open"), NC_ ("filter of the requests", "Open questions"), NC_ ("filter of the requests", "Open problems")},
    {NC_ ("filter of the requests", "Closed"), NC_ ("filter of the requests", "Closed questions"), NC_ ("filter of the requests", "Closed problems")},
  };

  return g_dpgettext2 (NULL, "filter of the requests", labels[status][kind]);
}

char *
balie_request_filter_dup_reason (BalieStatusFilter status,
                                 BalieKindFilter   kind,
                                 gboolean          searches)
{
  const char *label = balie_request_filter_get_label (status, kind);

  if (status == BALIE_STATUS_FILTER_ALL && kind == BALIE_KIND_FILTER_ALL)
    return g_strdup (_ ("Try other words."));
  if (searches)
    /* Translators: %s is a filter, such as "Open questions" */
    return g_strdup_printf (_ ("Try other words, or show all requests: the filter “%s” is on."), label);

  /* Translators: %s is a filter, such as "Open questions" */
  return g_strdup_printf (_ ("The filter “%s” is on, and there is no such request."), label);
}
