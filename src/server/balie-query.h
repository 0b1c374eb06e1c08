/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The query of a request's address, read by type, with one fault that sticks. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _BalieQuery BalieQuery;

/**
 * balie_query_new:
 * @encoded: (nullable): what stands behind the `?`, percent-encoded
 *
 * Returns: (transfer full): a query; one that cannot be decoded, or names something twice, holds a fault
 */
BalieQuery *balie_query_new (const char *encoded);
void        balie_query_free (BalieQuery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieQuery, balie_query_free)

/**
 * balie_query_text:
 *
 * See balie_exchange_query_text().
 */
const char *balie_query_text (BalieQuery *self,
                              const char *name,
                              gsize       maximum);
gint64      balie_query_int (BalieQuery *self,
                             const char *name,
                             gint64      minimum,
                             gint64      maximum,
                             gint64      fallback);
int         balie_query_enum (BalieQuery        *self,
                              const char        *name,
                              const char *const *nicks,
                              int                fallback);

/**
 * balie_query_fail:
 *
 * Reports a fault. An earlier one is kept.
 */
void balie_query_fail (BalieQuery *self,
                       const char *name,
                       const char *detail);

/**
 * balie_query_finish:
 * @pointer: (out) (transfer none): where the fault is, such as `?limit`
 * @detail: (out) (transfer none): what it is
 *
 * A parameter that nobody asked for is a fault.
 *
 * Returns: whether there was none
 */
gboolean balie_query_finish (BalieQuery  *self,
                             const char **pointer,
                             const char **detail);

G_END_DECLS
