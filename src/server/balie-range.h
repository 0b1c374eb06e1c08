/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One range of bytes, as a request asks for it (RFC 9110, 14). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  BALIE_RANGE_WHOLE,
  BALIE_RANGE_PART,
  BALIE_RANGE_OUTSIDE,
} BalieRangeKind;

/**
 * balie_range_parse:
 * @text: (nullable): the header `Range`
 * @size: bytes of the whole
 * @first: (out): the first byte; 0 unless it is a part
 * @length: (out): how many bytes; @size unless it is a part
 *
 * What is no range, or several, asks for the whole.
 */
BalieRangeKind balie_range_parse (const char *text,
                                  gint64      size,
                                  gint64     *first,
                                  gint64     *length);

G_END_DECLS
