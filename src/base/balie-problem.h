/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An error on the wire: application/problem+json of RFC 9457. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define BALIE_PROBLEM_CONTENT_TYPE "application/problem+json"

/**
 * BalieProblem:
 * @status: of HTTP
 * @type: a name from the list in the OpenAPI file, such as `id-reused`, or `about:blank`
 * @detail: (nullable): for people who read logs
 * @errors: (element-type BalieProblemError): what is wrong where; empty unless @status is 400 or 422
 * @retry_after: seconds, 0 for unknown; goes in the header
 * @expected: for `version-conflict` and `offset-conflict`: what the server has; -1 for none
 *
 * Immutable once it is shared.
 */
typedef struct
{
  guint      status;
  char      *type;
  char      *detail;
  GPtrArray *errors;
  guint      retry_after;
  gint64     expected;

  /*< private >*/
  gatomicrefcount ref_count;
} BalieProblem;

/**
 * BalieProblemError:
 * @pointer: JSON pointer (RFC 6901) into the request's body
 * @detail: what is wrong there
 */
typedef struct
{
  char *pointer;
  char *detail;
} BalieProblemError;

#define BALIE_TYPE_PROBLEM (balie_problem_get_type ())
GType balie_problem_get_type (void) G_GNUC_CONST;

/**
 * balie_problem_new:
 * @type: (nullable): %NULL for `about:blank`
 * @detail: (nullable): a printf format
 *
 * Returns: (transfer full): a problem
 */
BalieProblem *balie_problem_new (guint       status,
                                 const char *type,
                                 const char *detail,
                                 ...) G_GNUC_PRINTF (3, 4);
BalieProblem *balie_problem_ref (BalieProblem *self);
void          balie_problem_unref (BalieProblem *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieProblem, balie_problem_unref)

void balie_problem_add_error (BalieProblem *self,
                              const char   *pointer,
                              const char   *detail);

/**
 * balie_problem_to_bytes:
 *
 * Returns: (transfer full): the body
 */
GBytes *balie_problem_to_bytes (const BalieProblem *self);

/**
 * balie_problem_from_bytes:
 * @status: of the answer; holds when the body says otherwise
 * @body: (nullable): whatever came; a body that is no problem document gives one of type `about:blank`
 *
 * Returns: (transfer full): a problem, always
 */
BalieProblem *balie_problem_from_bytes (guint   status,
                                        GBytes *body);

/**
 * balie_problem_to_error:
 *
 * The one mapping from what a server answers to what a caller can do.
 *
 * Returns: (transfer full): an error of %BALIE_ERROR
 */
GError *balie_problem_to_error (const BalieProblem *self);

G_END_DECLS
