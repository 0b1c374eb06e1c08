/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a schedule consists of, for its codec and for the computation. */
#pragma once

#include "balie-opening-hours.h"

G_BEGIN_DECLS

/**
 * BalieOpeningException:
 * @first: first local day
 * @last: last local day
 * @name: for display
 * @hours: (element-type BalieWeeklyHours): of each of these days; ascending, neither overlapping nor touching
 */
typedef struct
{
  gint64  first;
  gint64  last;
  char   *name;
  GArray *hours;
} BalieOpeningException;

/* The document is kept as it was read, so that it is written as it was. */
struct _BalieOpeningHours
{
  char      *document;
  GTimeZone *time_zone;
  GArray    *weekdays[7]; /* of BalieWeeklyHours, as in an exception */
  GArray    *holidays;    /* of guint: indices in balie_holiday_names */
  GPtrArray *exceptions;  /* of BalieOpeningException */

  gatomicrefcount ref_count;
};

BalieOpeningHours     *balie_opening_hours_new_empty (void);
BalieOpeningException *balie_opening_exception_new (void);

G_END_DECLS
