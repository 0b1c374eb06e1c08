/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a file does not go, as it is found on this machine. */
#pragma once

#include <glib.h>

#include "balie-error.h"

G_BEGIN_DECLS

typedef enum {
  BALIE_FILE_FAULT_NONE,
  BALIE_FILE_FAULT_TOO_LARGE,
  BALIE_FILE_FAULT_TOO_MANY,
  BALIE_FILE_FAULT_TOO_LARGE_TOGETHER,
  BALIE_FILE_FAULT_BLOCKED,
  BALIE_FILE_FAULT_UNREADABLE,
  BALIE_FILE_FAULT_VANISHED,
  BALIE_FILE_FAULT_FOLDER,
  BALIE_FILE_FAULT_CHANGED,
  BALIE_FILE_FAULT_STORAGE_FULL,
  BALIE_FILE_FAULT_NOT_TAKEN,
} BalieFileFault;

/**
 * balie_file_fault_to_type:
 *
 * Returns: the `error-type` of a #BalieUpload
 */
const char *balie_file_fault_to_type (BalieFileFault fault);
BalieError  balie_file_fault_to_code (BalieFileFault fault);

/**
 * balie_file_fault_from_type:
 * @type: (nullable): the `error-type` of a #BalieUpload
 *
 * Returns: %BALIE_FILE_FAULT_NONE when it is none of those that are found here
 */
BalieFileFault balie_file_fault_from_type (const char *type);

/**
 * balie_file_fault_is_limit:
 *
 * Returns: whether the desk, or the company of other files, is what @fault comes from, and not the file or this machine
 */
gboolean balie_file_fault_is_limit (BalieFileFault fault);

G_END_DECLS
