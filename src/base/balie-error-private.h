/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a storage error was about, beside its code. */
#pragma once

#include "balie-error.h"

G_BEGIN_DECLS

/**
 * BalieStorageFault:
 * @BALIE_STORAGE_FAULT_OTHER: anything else, and every error that is not about storage
 * @BALIE_STORAGE_FAULT_CORRUPT: the file is damaged, or no database
 * @BALIE_STORAGE_FAULT_FULL: the disk or a quota is full
 */
typedef enum {
  BALIE_STORAGE_FAULT_OTHER,
  BALIE_STORAGE_FAULT_CORRUPT,
  BALIE_STORAGE_FAULT_FULL,
} BalieStorageFault;

/**
 * balie_storage_fault_from_errno:
 * @number: an errno
 *
 * Returns: what a call on a file that failed with it was about
 */
BalieStorageFault balie_storage_fault_from_errno (int number);

/**
 * balie_error_set_storage:
 * @error: (out) (optional): set to a %BALIE_ERROR_STORAGE that remembers @fault, also through copies and prefixes
 * @fault: what it was about
 * @format: (not nullable): a printf format
 */
void balie_error_set_storage (GError          **error,
                              BalieStorageFault fault,
                              const char       *format,
                              ...) G_GNUC_PRINTF (3, 4);

/**
 * balie_error_get_storage_fault:
 * @error: (nullable): any error
 *
 * Returns: what it was about
 */
BalieStorageFault balie_error_get_storage_fault (const GError *error);

G_END_DECLS
