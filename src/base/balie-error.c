/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one error domain, its codes named by what the caller can do about them. */
#define G_LOG_DOMAIN "balie-base"

#include "config.h"

#include "balie-error.h"

#include <errno.h>

#include "balie-error-private.h"

typedef struct
{
  BalieStorageFault storage_fault;
} BalieErrorPrivate;

static void
balie_error_private_init (BalieErrorPrivate *self)
{
  g_assert (self != NULL);
  self->storage_fault = BALIE_STORAGE_FAULT_OTHER;
}

static void
balie_error_private_copy (const BalieErrorPrivate *source,
                          BalieErrorPrivate       *target)
{
  g_assert (source != NULL && target != NULL);
  target->storage_fault = source->storage_fault;
}

static void
balie_error_private_clear (BalieErrorPrivate *self)
{
  /* Nothing in it is owned. */
}

G_DEFINE_EXTENDED_ERROR (BalieError, balie_error)

BalieStorageFault
balie_storage_fault_from_errno (int number)
{
  switch (number)
    {
    case ENOSPC: /* the disk */
    case EDQUOT: /* the user's share of it */
    case EFBIG:  /* the process's limit */
      return BALIE_STORAGE_FAULT_FULL;

    default:
      return BALIE_STORAGE_FAULT_OTHER;
    }
}

void
balie_error_set_storage (GError          **error,
                         BalieStorageFault fault,
                         const char       *format,
                         ...)
{
  va_list arguments;
  GError *made;
  BalieErrorPrivate *private;

  if (error == NULL)
    return;

  va_start (arguments, format);
  made = g_error_new_valist (BALIE_ERROR, BALIE_ERROR_STORAGE, format, arguments);
  va_end (arguments);

  private = balie_error_get_private (made);
  g_assert (private != NULL);
  private->storage_fault = fault;
  g_propagate_error (error, made);
}

BalieStorageFault
balie_error_get_storage_fault (const GError *error)
{
  BalieErrorPrivate *private;

  if (error == NULL || error->domain != BALIE_ERROR)
    return BALIE_STORAGE_FAULT_OTHER;

  private = balie_error_get_private (error);
  g_assert (private != NULL);
  return private->storage_fault;
}
