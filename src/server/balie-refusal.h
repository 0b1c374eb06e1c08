/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A problem on its way, as an error, from where it is found to the exchange that answers it. */
#pragma once

#include "balie-problem.h"

G_BEGIN_DECLS

/**
 * BALIE_REFUSAL:
 *
 * The domain of errors that carry a whole #BalieProblem. A job on the database returns one, so that its writes are undone
 * and the client is told why; nothing but [method@Exchange.answer_error] looks inside.
 */
#define BALIE_REFUSAL (balie_refusal_quark ())

GQuark balie_refusal_quark (void);

/**
 * balie_refusal_new:
 * @type: (nullable): as of balie_problem_new()
 * @detail: (nullable): a printf format
 *
 * Returns: (transfer full): an error
 */
GError *balie_refusal_new (guint       status,
                           const char *type,
                           const char *detail,
                           ...) G_GNUC_PRINTF (3, 4);

/**
 * balie_refusal_new_from_problem:
 * @problem: for one that has more to say, such as `expected`
 *
 * Returns: (transfer full): an error
 */
GError *balie_refusal_new_from_problem (BalieProblem *problem);

/**
 * balie_refusal_get_problem:
 *
 * Returns: (transfer none) (nullable): the problem that @error carries, or %NULL when it is of another domain
 */
BalieProblem *balie_refusal_get_problem (const GError *error);

G_END_DECLS
