/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A problem on its way, as an error, from where it is found to the exchange that answers it. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-refusal.h"

typedef struct
{
  BalieProblem *problem;
} BalieRefusalPrivate;

static void
balie_refusal_private_init (BalieRefusalPrivate *self)
{
}

static void
balie_refusal_private_copy (const BalieRefusalPrivate *from,
                            BalieRefusalPrivate       *to)
{
  g_assert (from != NULL && to != NULL);
  to->problem = balie_problem_ref (from->problem);
}

static void
balie_refusal_private_clear (BalieRefusalPrivate *self)
{
  g_assert (self != NULL);
  g_clear_pointer (&self->problem, balie_problem_unref);
}

G_DEFINE_EXTENDED_ERROR (BalieRefusal, balie_refusal)

GError *
balie_refusal_new (guint       status,
                   const char *type,
                   const char *detail,
                   ...)
{
  g_autoptr (BalieProblem) problem = NULL;
  g_autofree char *text = NULL;

  if (detail != NULL)
    {
      va_list arguments;

      va_start (arguments, detail);
      text = g_strdup_vprintf (detail, arguments);
      va_end (arguments);
    }

  problem = text != NULL ? balie_problem_new (status, type, "%s", text) : balie_problem_new (status, type, NULL);
  return balie_refusal_new_from_problem (problem);
}

GError *
balie_refusal_new_from_problem (BalieProblem *problem)
{
  BalieRefusalPrivate *private;
  GError *error;

  g_return_val_if_fail (problem != NULL, NULL);

  error = g_error_new (BALIE_REFUSAL, (int)problem->status, "%u %s", problem->status, problem->type);
  private = balie_refusal_get_private (error);
  g_assert (private != NULL);
  private->problem = balie_problem_ref (problem);
  return error;
}

BalieProblem *
balie_refusal_get_problem (const GError *error)
{
  BalieRefusalPrivate *private;

  if (error == NULL || error->domain != BALIE_REFUSAL)
    return NULL;

  private = balie_refusal_get_private (error);
  g_assert (private != NULL);
  return private->problem;
}
